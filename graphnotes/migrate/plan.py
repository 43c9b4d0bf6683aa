"""What of a TF1 graph a function needs, checked before anything is built."""

from __future__ import annotations

import tensorflow as tf

from graphnotes.migrate import tables
from graphnotes.migrate.control_flow import CONTROL_FLOW, Replay
from graphnotes.migrate.names import tensor_name
from graphnotes.migrate.reference_variables import HANDLES, VARIABLES, use_handles

# stateful resources that belong to a session
REFUSED = {
    "queue": "a queue belongs to the session's input pipeline; feed the tensors it delivers",
    "reader": "a file reader belongs to the session's input pipeline; feed the tensors it delivers",
    "iterator": "a tf.data iterator belongs to the session; feed the tensors it delivers",
    "pyfunc": "a Python function lives only in the process that made the graph; feed its result",
    "barrier": "a barrier belongs to the session; feed the tensors it delivers",
    "accumulator": "gradient accumulators between replicas belong to TF1's distributed training",
    "temporary": "a temporary variable lives only in one session.run",
}
KIND_OF_OP = {
    **{op: "queue" for op in ("FIFOQueue", "FIFOQueueV2", "RandomShuffleQueue", "RandomShuffleQueueV2", "PaddingFIFOQueue")},
    **{op: "queue" for op in ("PaddingFIFOQueueV2", "PriorityQueue", "PriorityQueueV2", "Stage", "Unstage", "MapStage")},
    **{op: "reader" for op in ("TextLineReader", "TextLineReaderV2", "TFRecordReader", "TFRecordReaderV2", "WholeFileReader")},
    **{op: "reader" for op in ("WholeFileReaderV2", "FixedLengthRecordReaderV2", "IdentityReaderV2", "LMDBReader")},
    **{op: "iterator" for op in ("Iterator", "IteratorV2", "OneShotIterator", "IteratorFromStringHandle", "IteratorFromStringHandleV2")},
    **{op: "pyfunc" for op in ("PyFunc", "PyFuncStateless", "EagerPyFunc")},
    **{op: "barrier" for op in ("Barrier",)},
    **{op: "accumulator" for op in ("ConditionalAccumulator", "SparseConditionalAccumulator")},
    **{op: "temporary" for op in ("TemporaryVariable",)},
}


class Plan:
    """The part of a graph between feeds and fetches, with its variables, tables and the `problems` in the way."""

    def __init__(self, model, feeds: dict[str, object], fetches: list):
        self.model = model
        self.feeds = {arg: self._fed(thing) for arg, thing in feeds.items()}
        self.fetches = [self._fetched(thing) for thing in fetches]
        self.problems: list[str] = []
        cut = {t.ref() for t in self.feeds.values()}
        original = _needed(self.fetches, cut)
        by_node = {v.node: v.name for v in model.variables.values()}
        self.tables = [op.name for op in original if op.type in tables.TABLES]
        for op in original:
            if op.type in KIND_OF_OP:
                self.problems.append(f"{op.name} ({op.type}): {REFUSED[KIND_OF_OP[op.type]]}")
            elif op.type == "Placeholder":
                self.problems.append(f"{op.name}:0 (Placeholder, {op.outputs[0].dtype.name}, shape {op.outputs[0].shape}): the fetches need it and it isn't fed")
            elif op.type in VARIABLES + HANDLES and op.name not in by_node:
                self.problems.append(f"{op.name} ({op.type}): a variable without a value")
        self.variables = [by_node[op.name] for op in original if op.name in by_node]
        idle = _only_waited_for(original, self.fetches, cut)
        names = {op.name for op in original if op not in idle}
        pruned = tf.compat.v1.GraphDef()
        whole = model.graph.as_graph_def()
        pruned.versions.CopyFrom(whole.versions)
        pruned.library.CopyFrom(whole.library)
        for node in whole.node:
            if node.name in names:
                added = pruned.node.add()
                added.CopyFrom(node)
                added.device = ""
                kept = [i for i in node.input if not i.startswith("^")]
                kept += [f"^{name}" for name in sorted(_waits(model.graph.get_operation_by_name(node.name), idle)) if name in names]
                del added.input[:]
                added.input.extend(kept)
        self.graph_def, unfit = use_handles(pruned, {t.name for t in self.fetches if isinstance(t, tf.Tensor)})
        self.problems += unfit
        self.needed = [op for op in original if op not in idle]
        self.has_control_flow = any(op.type in CONTROL_FLOW or op.type.startswith("Ref") for op in original)

    def _fed(self, thing):
        name = tensor_name(thing)
        return self.model.tensor(name if ":" in name else f"{name}:0")

    def _fetched(self, thing):
        return self.model.tensor(tensor_name(thing))

    def _binding(self, args, handles):
        fed = {t.name: value for t, value in zip(self.feeds.values(), args, strict=True)}
        bound = {f"{node}:0": handle for node, handle in handles.items()}
        return fed | bound

    def _consumed(self, binding):
        """Of the bound tensors, those some node takes (import_graph_def refuses others)."""
        used = {i if ":" in i else f"{i}:0" for node in self.graph_def.node for i in node.input if not i.startswith("^")}
        return {name: value for name, value in binding.items() if name in used}

    def insert(self, args, handles):
        """The nodes inserted as they are in the current function; returns the fetched values (None for operations)."""
        binding = self._binding(args, handles)
        wanted = [t.name for t in self.fetches if t.name not in binding]
        found = tf.import_graph_def(self.graph_def, input_map=self._consumed(binding), return_elements=wanted, name="legacy")
        results = dict(zip(wanted, found, strict=True)) | binding
        return self._delivered([results[t.name] for t in self.fetches])

    def replay(self, args, handles):
        """The nodes created anew in the current function with loops and conditions lifted; returns the fetched values."""
        binding = self._binding(args, handles)
        consumed = self._consumed(binding)
        with tf.Graph().as_default() as scratch:
            stand_ins = {name: tf.compat.v1.placeholder(value.dtype, value.shape) for name, value in consumed.items()}
            tf.import_graph_def(self.graph_def, input_map=stand_ins, name="legacy")
        bound = {stand_ins[name]: value for name, value in consumed.items()}
        wanted = [t if t.name in binding else scratch.as_graph_element(f"legacy/{t.name}") for t in self.fetches]
        needed = _needed([w for w in wanted if w.graph is scratch], {t.ref() for t in bound})
        replay = Replay(bound)
        replay.prepare(needed)
        for op in needed:
            if op.type not in CONTROL_FLOW and not replay.guarded(op):
                replay.run(op)
        results = []
        for w in wanted:
            if w.graph is not scratch:
                results.append(binding[w.name])
            else:
                results.append(replay.value(w) if isinstance(w, tf.Tensor) else replay.run(w))
        return self._delivered(results)

    def _delivered(self, results):
        """Operations deliver None; every result waits for them."""
        operations = [r for r in results if isinstance(r, tf.Operation)]
        with tf.control_dependencies(operations):
            return [None if isinstance(r, tf.Operation) or r is None else _value(r, t.dtype.base_dtype) for r, t in zip(results, self.fetches, strict=True)]


def _value(result, dtype):
    """The result itself; for a fetched reference variable, what it holds."""
    if result.dtype == tf.resource and dtype != tf.resource:
        return tf.raw_ops.ReadVariableOp(resource=result, dtype=dtype)
    return tf.identity(result)


def _needed(fetches, cut) -> list[tf.Operation]:
    """The operations `fetches` need when the tensors in `cut` are given, in the order the graph made them."""
    seen = set()
    stack = [f.op if isinstance(f, tf.Tensor) else f for f in fetches if not (isinstance(f, tf.Tensor) and f.ref() in cut)]
    while stack:
        op = stack.pop()
        if op in seen:
            continue
        seen.add(op)
        stack += [t.op for t in op.inputs if t.ref() not in cut]
        stack += [c for c in op.control_inputs if not (c.outputs and all(o.ref() in cut for o in c.outputs))]
    order = {op: position for position, op in enumerate(fetches[0].graph.get_operations())} if fetches else {}
    return sorted(seen, key=order.__getitem__)


def _only_waited_for(needed, fetches, cut) -> set[tf.Operation]:
    """The operations whose values nothing takes and that change nothing, such as the input gradient of a first layer.

    Others wait for them (`tuple/group_deps`). A session's optimizer drops them; that of a TensorFlow 2 function doesn't.
    """
    wanted = {f.op if isinstance(f, tf.Tensor) else f for f in fetches}
    users: dict[tf.Operation, int] = {}
    for op in needed:
        for source in {t.op for t in op.inputs if t.ref() not in cut}:
            users[source] = users.get(source, 0) + 1
    idle: set[tf.Operation] = set()
    stack = [op for op in needed if not users.get(op)]
    while stack:
        op = stack.pop()
        if op in wanted or not op.outputs or not _changes_nothing(op):
            continue
        idle.add(op)
        for source in {t.op for t in op.inputs if t.ref() not in cut}:
            users[source] -= 1
            if not users[source]:
                stack.append(source)
    return idle


def _changes_nothing(op) -> bool:
    """May `op` be left out where its value isn't used? Not if it checks something, or steers."""
    steers = any(o.type in CONTROL_FLOW or o.type.startswith("Ref") for o in (op, *(t.op for t in op.inputs)))
    checks = op.type in ("CheckNumerics", "CheckNumericsV2", "Placeholder", *HANDLES)
    references = any(arg.is_ref for arg in (*op.op_def.input_arg, *op.op_def.output_arg))
    return not (steers or checks or references or op.op_def.is_stateful)


def _waits(op, idle) -> set[str]:
    """What `op` waits for, by name: in the place of an idle operation, what that one needed."""
    found, stack, seen = set(), list(op.control_inputs), set()
    while stack:
        before = stack.pop()
        if before in seen:
            continue
        seen.add(before)
        if before in idle:
            stack += [*(t.op for t in before.inputs), *before.control_inputs]
        else:
            found.add(before.name)
    return found
