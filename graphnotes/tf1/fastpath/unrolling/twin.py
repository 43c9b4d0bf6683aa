"""One call with its loops written out: which nodes are drawn, which stay, and how they are joined in a callable."""

from __future__ import annotations

from tensorflow.core.framework import graph_pb2
from tensorflow.core.protobuf import config_pb2
from tensorflow.python.framework import ops, tensor_shape

from graphnotes.tf1.fastpath.unrolling import hidden, ways
from graphnotes.tf1.fastpath.unrolling.trace import Trace
from graphnotes.tf1.fastpath.unrolling.values import CannotUnroll


class Twin:
    """What the runtime needs to know to make a call without its loops.

    `options` are the callable's; `fed` says which of the call's feeds, by their places, its feeds are.
    """

    def __init__(self, graph, feeds: list, shapes: list, fetches: list, targets: list) -> None:
        """`feeds`, `fetches` are tensors, `targets` operations, `shapes` those of what is fed.

        Raises:
            CannotUnroll: the loops have to stay, or there are none.
        """
        self._fed = {tensor.name for tensor in feeds}
        whole = ways.upstream([*(tensor.op for tensor in fetches), *targets], cut=self._is_fed)
        self._after_loops = _after(whole, [op for op in whole if op.type == "Exit"], self._is_fed)
        if not self._after_loops:
            raise CannotUnroll("there is no loop")
        self._trace = Trace(graph, dict(zip((tensor.name for tensor in feeds), shapes)), self._after_loops)
        self._drawn_roots: dict[str, object] = {}  # the user's tensor's name -> the drawn tensor
        self._connected: dict[str, tuple] = {}  # the user's tensor's name -> (tensor, the operation that stays and reads it)
        fetched = [tensor for tensor in fetches if self._drawn(tensor)]
        for tensor in fetched:
            self._drawn_roots[tensor.name] = self._trace.wire(tensor).tensor
        stay = self._stay([*targets, *(tensor.op for tensor in fetches if not self._drawn(tensor))])
        for _ in range(2):  # what was drawn on the way may serve operations that stay as well
            while True:
                before = len(self._trace.sources)
                stay |= self._stay(list(self._trace.sources))
                if len(self._trace.sources) == before:
                    break
            stay = self._stay([*targets, *(tensor.op for tensor in fetches if not self._drawn(tensor)), *self._trace.sources])
        self._check(whole, stay)
        self._join(graph, feeds, fetches, targets, stay)

    def _is_fed(self, tensor) -> bool:
        return tensor.name in self._fed

    def _drawn(self, tensor) -> bool:
        """Whether the tensor is computed by drawn nodes only."""
        return tensor.op in self._after_loops and ways.drawable(tensor.op) and not self._is_fed(tensor)

    def _stay(self, starts: list) -> set:
        """These operations and what runs before them in the user's graph once drawn tensors are connected to it."""

        def cut(tensor) -> bool:
            return self._is_fed(tensor) or tensor.name in self._connected

        waiting, stay = list(starts), set()
        while waiting:
            op = waiting.pop()
            if op in stay:
                continue
            stay.add(op)
            for tensor in op.inputs:
                if not cut(tensor) and self._serves(tensor, op):
                    self._connected[tensor.name] = tensor, op
                    self._drawn_roots[tensor.name] = self._trace.wire(tensor).tensor
                elif tensor.name in self._connected and not ways.random(op) and ways.random(self._connected[tensor.name][1]):
                    raise CannotUnroll(f"{tensor.name} is read by a random operation and by {op.name}")
            waiting += [tensor.op for tensor in op.inputs if not cut(tensor)]
            waiting += op.control_inputs
        return stay

    def _serves(self, tensor, reader) -> bool:
        """Whether a tensor that an operation reads which stays is to come from drawn nodes."""
        if self._drawn(tensor):
            return True
        if reader in self._trace.sources or tensor.op.type == "Const" or not ways.drawable(tensor.op):
            return False
        wire = self._trace.drawn(tensor)
        return wire is not None and wire.value is None and wire.tensor.op.type != "Placeholder"

    def _check(self, whole: set, stay: set) -> None:
        lost = {op for op in whole if ways.has_effect(op)} ^ {op for op in stay if ways.has_effect(op)}
        if lost:
            raise CannotUnroll(f"{lost.pop().name} would run otherwise")
        for op in stay:
            if op.type in ("Exit", "Enter"):
                raise CannotUnroll(f"{op.name} runs for an operation that stays")
        read = {variable for op in self._trace.sources for variable in ways.variables_of(op)}
        if read & self._trace.assigned:
            raise CannotUnroll(f"{(read & self._trace.assigned).pop().name} is assigned on the way")
        changed = {op for _, op in self._connected.values() if not ways.random(op)}
        before = ways.upstream(
            list(self._trace.sources), cut=lambda tensor: self._is_fed(tensor) or tensor.name in self._connected
        )
        if changed & before:
            raise CannotUnroll(f"{(changed & before).pop().name} runs before the loop and after it")

    def _join(self, graph, feeds: list, fetches: list, targets: list, stay: set) -> None:
        ends = self._ends()
        definition, sources = _reached(self._trace.sketch, [op.name for op in ends.values()])
        names = {self._trace.sketch.sources[name].name: name for name in sources}
        prefix = hidden.add(graph, definition)
        self.user_names = {prefix + name: user for name, user in self._trace.sketch.drawn_for.items()}
        self.options = config_pb2.CallableOptions(target=[op.name for op in targets])
        self.fed = []
        read = {tensor.name for op in stay for tensor in op.inputs}
        for place, tensor in enumerate(feeds):
            drawn = tensor.name in names
            for name in ([f"{prefix}{names[tensor.name]}:0"] if drawn else []) + ([tensor.name] if tensor.name in read or not drawn else []):
                self.options.feed.append(name)
                self.fed.append(place)
        for tensor in fetches:
            self.options.fetch.append(f"{prefix}{ends[tensor.name].name}:0" if self._drawn(tensor) else tensor.name)
        for name, source in names.items():
            if name not in self._fed:
                self.options.tensor_connection.add(from_tensor=name, to_tensor=f"{prefix}{source}:0")
        for name in self._connected:
            self.options.tensor_connection.add(from_tensor=f"{prefix}{ends[name].name}:0", to_tensor=name)

    def _ends(self) -> dict[str, object]:
        """The user's tensor's name -> the drawn operation that gives it.

        What changes a variable waits for all that is drawn: a drawn node may read the variable's own memory.
        """
        sketch = self._trace.sketch
        with sketch.graph.as_default():
            gate = ops.Graph._create_op_internal(sketch.graph, "NoOp", [], name="all_drawn", compute_device=False)
            gate._add_control_inputs(sorted({tensor.op for tensor in self._drawn_roots.values()}, key=lambda op: op.name))
        ends = {}
        for name, tensor in self._drawn_roots.items():
            end = sketch.graph._create_op_internal("Identity", [tensor], name="end", compute_device=False)
            ends[name] = end
            if name in self._connected and not ways.random(self._connected[name][1]):
                end._add_control_input(gate)
        return ends


def _after(whole: set, starts: list, cut) -> set:
    """The operations outside of loops, among these, that depend on the starts' outputs."""
    readers: dict[object, list] = {}
    for op in whole:
        for tensor in op.inputs:
            if not cut(tensor):
                readers.setdefault(tensor.op, []).append(op)
    waiting, after = list(starts), set(starts)
    while waiting:
        for reader in readers.get(waiting.pop(), ()):
            if reader not in after:
                after.add(reader)
                waiting.append(reader)
    return after


def _reached(sketch, names: list[str]) -> tuple[graph_pb2.GraphDef, list[str]]:
    """The sketch's nodes that these need, and the names of the sources among them."""
    whole = sketch.graph.as_graph_def()
    nodes = {node.name: node for node in whole.node}
    waiting, needed = list(names), set(names)
    while waiting:
        for name in nodes[waiting.pop()].input:
            name = name.lstrip("^").split(":")[0]
            if name not in needed:
                needed.add(name)
                waiting.append(name)
    for name, shape in sketch.shown.items():
        nodes[name].attr["shape"].shape.CopyFrom(tensor_shape.as_shape(shape).as_proto())
    kept = graph_pb2.GraphDef(versions=whole.versions, node=[node for node in whole.node if node.name in needed])
    return kept, [name for name in sketch.sources if name in needed]
