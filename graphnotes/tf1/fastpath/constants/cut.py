"""Where a graph can be cut: the tensors that follow from the feeds' shapes and are read by what doesn't."""

from __future__ import annotations

from tensorflow.core.framework import graph_pb2
from tensorflow.python.framework import importer, ops

from graphnotes.tf1.fastpath.unrolling import ways
from graphnotes.tf1.rebuilt import stand_ins

_MOST_OPS = 1500
FROM_SHAPES = frozenset(["Shape", "ShapeN", "Size", "Rank"])
_CONTROL = frozenset(["Enter", "Exit", "NextIteration", "LoopCond", "Switch", "Merge", "RefSwitch", "RefMerge", "RefEnter"])


class CannotCut(Exception):
    """The call stays as it is; the message says why."""


class Cut:
    """The part of a graph that a call runs, and its tensors that follow from the shapes of what is fed.

    `order` has the operations, each behind those that run before it; `tensors` are to be fed.
    """

    def __init__(self, graph, feeds: list, shapes: tuple, fetches: list, targets: list) -> None:
        """Raises CannotCut if there is nothing to gain, or the call does more than compute and change variables."""
        self.graph, self._fed = graph, {tensor.name for tensor in feeds}
        for tensor in feeds:
            if tensor.op.type != "Placeholder":
                raise CannotCut(f"{tensor.name} is computed, and fed")
        ends = [*(tensor.op for tensor in fetches), *targets]
        self.order = _in_order(ends, self._is_fed)
        for op in self.order:
            if op.type in _CONTROL or (ways.writes(op) and not ways.variables_of(op)):
                raise CannotCut(f"{op.name} is a {op.type}")
        self.nodes = graph_pb2.GraphDef(versions=graph.graph_def_versions)
        for op in [*(tensor.op for tensor in feeds), *self.order]:
            node = self.nodes.node.add()
            node.CopyFrom(ops.Operation.node_def.fget(op))  # as the runtime has it: see merging.py, stand_ins.py
            node.attr.pop("_class", None)
            if _calls_function(node):
                raise CannotCut(f"{op.name} calls a function")
        stand_ins.lend(graph, self.nodes)
        known = self._known(dict(zip((tensor.name for tensor in feeds), shapes)), set(ends))
        read = {tensor.name: tensor for op in self.order if op not in known for tensor in op.inputs if tensor.op in known}
        self.tensors = [tensor for tensor in read.values() if tensor.op.type != "Const"]
        if not self.tensors:
            raise CannotCut("nothing follows from shapes")
        self._check_order(ends)

    def _is_fed(self, tensor) -> bool:
        return tensor.name in self._fed

    def _known(self, shapes: dict[str, tuple], ends: set) -> set:
        """The operations whose outputs follow from shapes, and all constants."""
        inferred = _inferred(self.graph, self.nodes, shapes)
        known = set()
        for op in self.order:
            if op.control_inputs or op._control_outputs or any(self._is_fed(tensor) for tensor in op.outputs):
                continue
            if op.type == "Const":
                known.add(op)
            elif op in ends or not op.inputs or not ways.drawable(op):
                continue
            elif all(tensor.op in known and not self._is_fed(tensor) for tensor in op.inputs):
                known.add(op)
            elif op.type in FROM_SHAPES:
                sizes = [tensor._shape_tuple() for tensor in inferred.get_operation_by_name(op.name).inputs]
                if all(size is not None and None not in size for size in sizes):
                    known.add(op)
        return known

    def _check_order(self, ends: list) -> None:
        """What reads a variable before it is changed must do so still: it may have waited for a shape only."""
        cut = {tensor.name for tensor in self.tensors}
        left = set(_in_order(ends, lambda tensor: self._is_fed(tensor) or tensor.name in cut))
        lost = [op for op in self.order if op not in left and (ways.has_effect(op) or ways.random(op))]
        if lost:
            raise CannotCut(f"{lost[0].name} would not run")
        before, now, touches = {}, {}, 0
        reads: dict[str, bool] = {}
        for place, op in enumerate(self.order):
            above = [tensor.op for tensor in op.inputs if not self._is_fed(tensor)] + op.control_inputs
            kept = [tensor.op for tensor in op.inputs if not self._is_fed(tensor) and tensor.name not in cut] + op.control_inputs
            bit = 1 << place
            before[op], now[op] = bit, bit
            for one in above:
                before[op] |= before[one]
            for one in kept:
                now[op] |= now[one]
            reads[op.name] = op.type in ("VariableV2", "Variable", "VarHandleOp") or any(
                reads[tensor.op.name] and (tensor.op.type in _PASS_MEMORY_ON or tensor.dtype._is_ref_dtype) for tensor in op.inputs if not self._is_fed(tensor)
            )
            if reads[op.name] and op in left:
                touches |= bit
        for op in self.order:
            if ways.assigns(op) and before[op] & touches & ~now[op]:
                raise CannotCut(f"{op.name} waits for what reads a variable")


_PASS_MEMORY_ON = frozenset(
    ["VariableV2", "Variable", "VarHandleOp", "Identity", "IdentityN", "ReadVariableOp", "Reshape", "Squeeze", "ExpandDims", "StopGradient",
     "PreventGradient", "Snapshot", "Bitcast", "Slice", "StridedSlice", "Unpack", "Split", "SplitV", "Pack", "ConcatV2", "Sum", "Mean", "Tile", "Transpose", "PlaceholderWithDefault", "Cast", "CheckNumerics", "BroadcastTo"]
)  # fmt: skip


def _calls_function(node) -> bool:
    return any(value.HasField("func") or value.list.func for value in node.attr.values())


def _in_order(ends: list, cut) -> list:
    """What runs for these operations, each behind those that run before it."""
    order, done, waiting = [], set(), list(ends)
    while waiting:
        op = waiting[-1]
        if op in done:
            waiting.pop()
            continue
        above = [tensor.op for tensor in op.inputs if not cut(tensor)] + op.control_inputs
        missing = [one for one in above if one not in done]
        if missing:
            waiting += missing
            if len(waiting) > 50 * _MOST_OPS:
                raise CannotCut("a graph this large, or a loop")
            continue
        waiting.pop()
        done.add(op)
        order.append(op)
        if len(order) > _MOST_OPS:
            raise CannotCut("too many operations")
    return order


def _inferred(graph: ops.Graph, nodes: graph_pb2.GraphDef, shapes: dict[str, tuple]) -> ops.Graph:
    """A copy of the graph's nodes in a graph of its own, with the shapes that follow from those of the feeds."""
    copy = graph_pb2.GraphDef.FromString(nodes.SerializeToString())
    stand_ins.restore(graph, copy)
    for node in copy.node:
        shape = shapes.get(f"{node.name}:0")
        if shape is not None:
            node.attr["shape"].shape.CopyFrom(ops.tensor_shape.as_shape(shape).as_proto())
    with ops.Graph().as_default() as scratch:
        importer.import_graph_def(copy, name="")
    return scratch
