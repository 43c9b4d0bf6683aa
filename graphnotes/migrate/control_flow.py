"""Replay a graph into the current function, with TF1's loops and conditionals lifted to TensorFlow 2's.

TF1 wrote `while_loop` and `cond` as dataflow: Switch and Merge, Enter and Exit, frames. A function can run those but a
GradientTape cannot differentiate them. Replaying the graph op by op, each frame becomes one `tf.while_loop`, each group of
Merges one `tf.cond`, and a TensorArray (a resource with a "flow" that orders its uses) becomes a TensorList carried by the flow.
Sources: the frame semantics of "Dynamic control flow in large-scale machine learning" (Yu et al., 2018), TF's op definitions.
"""

from __future__ import annotations

import dataclasses

import tensorflow as tf
from tensorflow.python.ops import list_ops

CONTROL_FLOW = ("Switch", "Merge", "Enter", "Exit", "NextIteration", "LoopCond")
# what autodiff in TF1 adds for its backward loops: no lifting, such graphs run as they are
NOT_LIFTED = ("Stack", "StackV2", "StackPush", "StackPushV2", "StackPop", "StackPopV2", "TensorArrayGradV3", "TensorArrayGradWithShape")


@dataclasses.dataclass
class _Array:
    """What stands for a TensorArray's handle."""

    dtype: tf.DType
    element_shape: tf.TensorShape
    dynamic: bool


class Replay:
    """Ops of one (scratch) graph, created again in the current one on demand. `bound` maps tensors of the old graph to new ones."""

    def __init__(self, bound: dict, parent: Replay | None = None, branches: frozenset = frozenset(), frame=None):
        self.values = {t.ref(): new for t, new in bound.items()}
        self.ops = {}
        self.parent = parent
        self.branches = branches  # (predicate, branch) pairs this replay stands in
        self.frames_around = (parent.frames_around if parent else frozenset()) | ({(frame, "frame")} if frame else set())
        self.root = parent.root if parent else self
        if parent is None:
            self.states: dict = {}
            self.merges: dict = {}
            self.frames: dict = {}

    def prepare(self, needed: list[tf.Operation]) -> None:
        """Note which Merges belong to which conditional, and which ops to which frame."""
        for op in needed:
            if op.type == "Merge" and not _is_loop_merge(op):
                key = self._predicate_of_merge(op)
                self.merges.setdefault(key, []).append(op)
            elif op.type == "Enter":
                self.frames.setdefault(op.get_attr("frame_name"), []).append(op)
        self.needed = set(needed)

    # -- values

    def find(self, tensor):
        replay = self
        while replay is not None:
            if tensor.ref() in replay.values:
                return replay.values[tensor.ref()]
            replay = replay.parent
        return None

    def value(self, tensor):
        """The new tensor for an old one, creating what it needs."""
        if self.find(tensor) is None:
            self.run(tensor.op)
        return self.find(tensor)

    def _done(self, op) -> bool:
        replay = self
        while replay is not None:
            if op in replay.ops or (op.outputs and all(t.ref() in replay.values for t in op.outputs)):
                return True
            if op.type in ("Merge", "Switch") and any(t.ref() in replay.values for t in op.outputs):  # bound by their loop
                return True
            replay = replay.parent
        return False

    def _created(self, op):
        replay = self
        while replay is not None:
            if op in replay.ops:
                return replay.ops[op]
            replay = replay.parent
        return None

    def run(self, op):
        """Create `op` (once) and return the new operation, or None for ops that vanish in the lifting."""
        stack = [op]  # what an op needs comes first; a stack of our own, as graphs are deeper than Python's
        while stack:
            top = stack[-1]
            if self._done(top):
                stack.pop()
                continue
            waiting = [t.op for t in _plain_inputs(top) if self.find(t) is None]
            if top.type == "Exit" or (top.type == "Merge" and not _is_loop_merge(top)):
                waiting = [o for o in self._around(top) if not self._done(o)]
            if top.type not in CONTROL_FLOW:
                waiting += [c for c in top.control_inputs if not self._done(c)]
            if waiting:
                stack += waiting
            else:
                self._run_one(top)
                stack.pop()
        return self._created(op)

    def _run_one(self, op):
        if op.type == "Exit":
            return self._loop(op)
        if op.type == "Merge":
            return self._conditional(op)
        if op.type == "Switch":
            return self._switch(op)
        if op.type == "Enter":
            return self._note(op, [self.value(op.inputs[0])])
        if op.type.startswith("TensorArray"):
            return self._note(op, _array_op(op, self))
        if op.type == "Identity" and isinstance(self.value(op.inputs[0]), _Array):
            return self._note(op, [self.value(op.inputs[0])])
        return self._create(op)

    def _note(self, op, values):
        for old, new in zip(op.outputs, values, strict=True):
            self.values[old.ref()] = new
        self.ops[op] = None

    def _create(self, op):
        control = [new for new in (self._created(c) for c in op.control_inputs) if new is not None]
        inputs = [self.value(t) for t in op.inputs]
        graph = tf.compat.v1.get_default_graph()
        control = [c for c in control if c.graph is graph]
        inputs = [graph.capture(t) if t.graph is not graph else t for t in inputs]
        attrs = {key: attr for key, attr in op.node_def.attr.items() if key not in ("_class", "_output_shapes")}
        for key in _attrs_of_changed_inputs(op, inputs):
            attrs[key] = tf.compat.v1.AttrValue(type=inputs[0].dtype.as_datatype_enum)
        with tf.control_dependencies(control):
            new = graph._create_op_internal(
                op.type, inputs, [o.dtype for o in op.outputs], name=_plain(op.name), attrs=attrs, op_def=op.op_def, compute_device=False
            )
        self.ops[op] = new
        for old, fresh in zip(op.outputs, new.outputs, strict=True):
            self.values[old.ref()] = fresh
        return new

    # -- conditionals

    def _predicate(self, switch):
        """What tells this conditional from others: the predicate tensor its Switches use (`cond/pred_id`)."""
        pred = switch.inputs[1]
        if switch.inputs[0] is pred or switch.inputs[0].ref() == pred.ref():  # the pivot switches the predicate by itself
            scope = switch.name.rpartition("/")[0]
            for consumer in pred.consumers():
                if consumer.type == "Identity" and consumer.name == f"{scope}/pred_id":
                    return consumer.outputs[0].name
        return pred.name

    def _state(self, op) -> dict:
        """Per output of `op`, under which (predicate, branch) pairs it is alive."""
        states = self.root.states
        if op in states:
            return states[op]
        stack = [op]
        while stack:
            top = stack[-1]
            if top in states:
                stack.pop()
                continue
            if top.type == "Merge" and _is_loop_merge(top):
                before = [top.inputs[0].op]
            else:
                before = [t.op for t in top.inputs] + list(top.control_inputs)
            waiting = [b for b in before if b not in states]
            if waiting:
                stack += waiting
                continue
            stack.pop()
            states[top] = self._state_from(top)
        return states[op]

    def _state_from(self, op):
        states = self.root.states
        if op.type == "Merge" and not _is_loop_merge(op):
            ins = [states[t.op][t.value_index] for t in op.inputs]
            both = frozenset().union(*ins)
            settled = {p for p, b in ins[0] if b in (0, 1) and (p, 1 - b) in both}
            alive = frozenset((p, b) for p, b in both if p not in settled)
            return [alive] * len(op.outputs)
        ins = [states[op.inputs[0].op][op.inputs[0].value_index]] if op.type == "Merge" else [
            *(states[t.op][t.value_index] for t in op.inputs),
            *(states[c][0] if states[c] else frozenset() for c in op.control_inputs),
        ]
        alive = frozenset().union(*ins)
        if op.type == "Enter":
            return [alive | {(op.get_attr("frame_name"), "frame")}]
        if op.type == "Exit":
            return [alive - {(_frame_of(op), "frame")}]
        if op.type == "Switch" and op.inputs[1].op.type != "LoopCond":
            key = self._predicate(op)
            return [alive | {(key, 0)}, alive | {(key, 1)}]
        return [alive] * max(1, len(op.outputs))

    def _predicate_of_merge(self, merge):
        self._state(merge)
        ins = [self.root.states[t.op][t.value_index] for t in merge.inputs]
        outer = self.root.states[merge][0]
        for key, branch in ins[0]:
            if branch in (0, 1) and any((key, 1 - branch) in other for other in ins[1:]) and (key, branch) not in outer:
                return key
        raise Unliftable(f"{merge.name} (Merge): its inputs don't come from the two sides of one condition")

    def _conditional(self, merge):
        key = self._predicate_of_merge(merge)
        group = [m for m in self.root.merges.get(key, [merge])]
        sides = {0: [], 1: []}
        for m in group:
            for t in m.inputs:
                branch = next(b for p, b in self.root.states[t.op][t.value_index] if p == key)
                sides[branch].append(t)
        for outside in [o for t in sides[0] + sides[1] for o in self._outside(t.op, key)]:
            self.run(outside)
        predicate = self.value(merge.graph.get_tensor_by_name(key))

        def side(branch):
            def build():
                inner = Replay({}, self, self.branches | {(key, branch)})
                return [tf.identity(inner.value(t)) for t in sides[branch]]

            return build

        results = tf.cond(predicate, side(1), side(0))
        for m, result in zip(group, results, strict=True):
            taken = tf.cast(predicate, tf.int32)
            index = next(b for p, b in self.root.states[m.inputs[1].op][m.inputs[1].value_index] if p == key)
            self._note(m, [result, taken if index == 1 else 1 - taken])

    def _around(self, op):
        """What a loop or condition, given by an Exit or Merge of it, takes from outside: a long chain of them is then no deep recursion."""
        if op.type == "Exit":
            return [enter.inputs[0].op for enter in self.root.frames[_frame_of(op)] if self.find(enter.inputs[0]) is None]
        key = self._predicate_of_merge(op)
        return [o for m in self.root.merges.get(key, [op]) for t in m.inputs for o in self._outside(t.op, key)]

    def _outside(self, op, key):
        """What a branch needs but doesn't itself guard is created before the condition, as TF1 ran it."""
        found, stack, seen = [], [op], set()
        while stack:
            top = stack.pop()
            if top in seen:
                continue
            seen.add(top)
            alive = self.root.states[top][0] if top in self.root.states else self._state(top)[0]
            if top.type == "Switch" and self._predicate(top) == key:
                if self.find(top.inputs[0]) is None:
                    found.append(top.inputs[0].op)
            elif top.type == "Switch" or any(p == key or mark == "frame" for p, mark in alive - self.frames_around):
                stack += [t.op for t in top.inputs] + list(top.control_inputs)
            else:
                found.append(top)
        return found

    def guarded(self, op) -> bool:
        """Does `op` stand inside a loop or one side of a condition?"""
        return bool(self._state(op)[0])

    def _switch(self, switch):
        """Inside a branch a Switch is transparent; the loop's own Switches are bound by the loop."""
        key = self._predicate(switch)
        if not any(p == key for p, _ in self.branches):
            raise Unliftable(f"{switch.name} (Switch): fetched from inside one side of a condition")
        value = self.value(switch.inputs[0])
        return self._note(switch, [value, value])

    # -- loops

    def _loop(self, exit_op):
        frame = _frame_of(exit_op)
        loop = _Loop(frame, [op for op in self.root.needed if op.type == "Exit" and _frame_of(op) == frame], self.root)
        for enter in loop.constants:
            self._note(enter, [self.value(enter.inputs[0])])
        start = [self.value(merge.inputs[0].op.inputs[0]) for merge in loop.merges]
        handles = {i for i, v in enumerate(start) if isinstance(v, _Array)}

        def condition(*current):
            inner = Replay(dict(zip([m.outputs[0] for m in loop.merges], current, strict=True)), self, self.branches, frame)
            return inner.value(loop.test)

        def body(*current):
            bound = dict(zip([m.outputs[0] for m in loop.merges], current, strict=True))
            for switch, value in zip(loop.switches, current, strict=True):
                if switch is not None:
                    bound[switch.outputs[1]] = value
            inner = Replay(bound, self, self.branches, frame)
            return [inner.value(next_op.inputs[0]) for next_op in loop.nexts]

        if handles:
            raise Unliftable(f"{frame}: a TensorArray's handle changes from one iteration to the next")
        parallel = loop.merges[0].inputs[0].op.get_attr("parallel_iterations")
        shapes = [v.shape for v in start]
        try:
            results = tf.while_loop(condition, body, start, shape_invariants=shapes, parallel_iterations=parallel)
        except ValueError:
            shapes = [tf.TensorShape([None] * s.rank) if s.rank is not None and v.dtype != tf.variant else s for s, v in zip(shapes, start, strict=True)]
            results = tf.while_loop(condition, body, start, shape_invariants=shapes, parallel_iterations=parallel)
        for switch, result in zip(loop.switches, results, strict=True):
            if switch is not None:
                for consumer in switch.outputs[0].consumers():
                    if consumer.type == "Exit":
                        self._note(consumer, [result])


class Unliftable(ValueError):
    """A use of TF1 control flow that has no functional counterpart; the message names the op."""


class _Loop:
    """One frame, cut down to the loop variables its wanted Exits depend on."""

    def __init__(self, frame, exits, replay):
        enters = replay.frames[frame]
        self.constants = [e for e in enters if e.get_attr("is_constant")]
        merges = [m for e in enters if not e.get_attr("is_constant") for m in e.outputs[0].consumers() if m.type == "Merge" and m in replay.needed]
        switch_of = {m: next((s for s in m.outputs[0].consumers() if s.type == "Switch" and s.inputs[1].op.type == "LoopCond"), None) for m in merges}
        test_ops = {s.inputs[1].op for s in switch_of.values() if s is not None}
        if len(test_ops) != 1:
            raise Unliftable(f"{frame}: a loop frame with {len(test_ops)} loop conditions")
        self.test = test_ops.pop().inputs[0]
        wanted, stack, seen = set(), [self.test.op, *(e.inputs[0].op for e in exits)], set()
        known = set(merges)
        while stack:
            op = stack.pop()
            if op in seen:
                continue
            seen.add(op)
            if op in known:
                wanted.add(op)
                stack.append(op.inputs[1].op)
            elif not (op.type == "Enter" and op.get_attr("frame_name") == frame):
                stack += [t.op for t in op.inputs] + list(op.control_inputs)
        self.merges = [m for m in merges if m in wanted]
        self.switches = [switch_of[m] for m in self.merges]
        self.nexts = [m.inputs[1].op for m in self.merges]


def _plain_inputs(op):
    """The inputs to create before `op`; loops and conditionals see to their own."""
    if op.type in ("Exit", "Merge"):
        return []
    return list(op.inputs[:1]) if op.type == "Switch" else list(op.inputs)


def _is_loop_merge(op):
    return any(t.op.type == "NextIteration" for t in op.inputs)


def _frame_of(exit_op):
    """The frame an Exit leaves: that of the Enter its Switch's Merge starts from."""
    merge = exit_op.inputs[0].op.inputs[0].op
    return merge.inputs[0].op.get_attr("frame_name")


def _plain(name):
    return name.rsplit("/", 1)[-1] if name.startswith("_") else name


def _attrs_of_changed_inputs(op, inputs):
    """`T` of ops that hand on a flow, which is now a variant instead of a float."""
    if op.type in ("Identity",) and inputs and inputs[0].dtype != op.inputs[0].dtype:
        return ["T"]
    return []


def _array_op(op, replay):
    """The TensorList counterpart of one TensorArray op."""
    kind = op.type.removeprefix("TensorArray").rstrip("V3")
    if kind == "":
        shape = tf.TensorShape(op.get_attr("element_shape"))
        array = _Array(tf.as_dtype(op.get_attr("dtype")), shape, op.get_attr("dynamic_size"))
        size = replay.value(op.inputs[0])
        return [array, list_ops.tensor_list_reserve(shape, size, array.dtype)]
    array = replay.value(op.inputs[0])
    if kind == "Close":
        return []
    args = [replay.value(t) for t in op.inputs[1:]]
    if kind == "Write":
        index, item, flow = args
        return [list_ops.tensor_list_set_item(flow, index, item, resize_if_index_out_of_bounds=array.dynamic)]
    if kind == "Read":
        index, flow = args
        return [list_ops.tensor_list_get_item(flow, index, array.dtype, _element_shape(op, array))]
    if kind == "Gather":
        indices, flow = args
        return [list_ops.tensor_list_gather(flow, indices, array.dtype, _element_shape(op, array))]
    if kind == "Scatter":
        indices, items, flow = args
        if array.dynamic:
            flow = list_ops.tensor_list_resize(flow, tf.maximum(list_ops.tensor_list_length(flow), tf.reduce_max(indices) + 1))
        return [list_ops.tensor_list_scatter(items, indices, input_handle=flow)]
    if kind == "Size":
        return [list_ops.tensor_list_length(args[0])]
    if kind == "Concat":
        values, lengths = tf.raw_ops.TensorListConcatV2(
            input_handle=args[0], element_dtype=array.dtype, element_shape=_concat_shape(array), leading_dims=tf.constant([], tf.int64)
        )
        return [values, lengths]
    if kind == "Split":
        items, lengths, _ = args
        return [tf.raw_ops.TensorListSplit(tensor=items, element_shape=_concat_shape(array), lengths=lengths)]
    raise Unliftable(f"{op.name} ({op.type}): no TensorList op does this")


def _element_shape(op, array):
    declared = array.element_shape
    if op.outputs and op.type.startswith("TensorArrayGather"):
        return declared.merge_with(tf.TensorShape(op.get_attr("element_shape")))
    return declared


def _concat_shape(array):
    shape = array.element_shape
    return tf.constant(-1) if shape.rank is None else tf.constant([-1] + [-1 if d is None else d for d in shape.as_list()[1:]])
