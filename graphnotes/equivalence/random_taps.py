"""Random ops inside TF1's loops and conditions: seen, and given other values, each time they run.

A tensor outside can be fetched and fed; one inside a frame can't. So our copy of the graph gets a Python function behind each such op,
which notes what was drawn, or hands on what is replayed. Loops that draw take one turn at a time, so that the order is the program's.
"""

from __future__ import annotations

import tensorflow as tf
from tensorflow.core.protobuf import control_flow_pb2
from tensorflow.python.ops import script_ops

from graphnotes.equivalence.random_replay import FAMILIES, Misaligned

v1 = tf.compat.v1
_CONTEXTS = {"while_context": control_flow_pb2.WhileContextDef, "cond_context": control_flow_pb2.CondContextDef}


class RandomTaps:
    """The random ops of `graph` inside loops and conditions, by name; `insert` puts a tap behind each of them in an exported copy."""

    def __init__(self, graph: tf.Graph):
        self.ops = {op.name: op for op in graph.get_operations() if op.type in FAMILIES and op._get_control_flow_context() is not None}
        self.drawn: dict[str, list] = {}
        self.misaligned = ""  # what was asked for in the last run and hadn't been recorded
        self.given: dict[str, list] | None = None
        self._functions = []  # TensorFlow keeps no more than a weak reference

    def insert(self, meta: v1.MetaGraphDef) -> None:
        """Change `meta`, which is an export of the graph."""
        if not self.ops:
            return
        frames = {name: _frames(op) for name, op in self.ops.items()}
        drawing = set().union(*frames.values())
        for node in meta.graph_def.node:
            for position, source in enumerate(node.input):
                if source.removesuffix(":0") in self.ops:
                    node.input[position] = _tap(source.removesuffix(":0"))
            if node.op in ("Enter", "RefEnter") and node.attr["frame_name"].s.decode() in drawing:
                node.attr["parallel_iterations"].i = 1
        for name, op in self.ops.items():
            node = meta.graph_def.node.add(name=_tap(name), op="PyFunc")
            node.input.append(name)
            node.attr["token"].s = self._token(name).encode()
            for attr in ("Tin", "Tout"):
                node.attr[attr].list.type.append(op.outputs[0].dtype.as_datatype_enum)
        for key, kind in _CONTEXTS.items():
            held = meta.collection_def[key].bytes_list.value if key in meta.collection_def else []
            for index, data in enumerate(held):
                context = kind.FromString(data)
                self._belong(context, drawing)
                held[index] = context.SerializeToString()

    def _belong(self, context, drawing):
        """A tap is in every context its random op is in; what autodiff adds to a loop takes one turn at a time too."""
        if context.DESCRIPTOR.name == "WhileContextDef" and context.context_name in drawing:
            context.parallel_iterations = 1
        values = context.values_def.values
        values.extend([f"{_tap(name)}:0" for name in self.ops if f"{name}:0" in values])
        for nested in context.nested_contexts:
            self._belong(nested.while_ctxt if nested.HasField("while_ctxt") else nested.cond_ctxt, drawing)

    def _token(self, name):
        def pass_on(value):
            if self.given is not None:
                left = self.given.get(name)
                if not left or left[0].size != value.size:
                    found = "nothing is left" if not left else f"{left[0].shape} was recorded"
                    self.misaligned = f"random draws don't align: {name} draws {value.shape}, and {found}"
                    raise Misaligned(self.misaligned)
                value = left.pop(0).reshape(value.shape).astype(value.dtype)
            self.drawn.setdefault(name, []).append(value)
            return value

        self._functions.append(pass_on)
        return script_ops._py_funcs.insert(pass_on)

    def begin(self, given: dict[str, list] | None) -> None:
        """Forget what was drawn; from now on hand on `given` (op name -> values in order), or what is drawn."""
        self.drawn, self.misaligned = {}, ""
        self.given = None if given is None else {name: list(values) for name, values in given.items()}

    def events(self, numbers: dict[str, int]) -> list[tuple]:
        """(place, turn, number, value) of every draw since `begin`: ops of one loop share a place, its turns come one after the other."""
        first: dict[frozenset, int] = {}
        for name in sorted(self.drawn, key=numbers.__getitem__):
            first.setdefault(_frames(self.ops[name]) or frozenset([name]), numbers[name])
        return [
            (first[_frames(self.ops[name]) or frozenset([name])], turn, numbers[name], value)
            for name, values in self.drawn.items()
            for turn, value in enumerate(values)
        ]


def _tap(name):
    return f"{name}/tapped"


def _frames(op) -> frozenset[str]:
    """The frames of the loops that `op` is in."""
    found, context = set(), op._get_control_flow_context()
    while context is not None:
        if context.IsWhileContext():
            found.add(context.name)
        context = context.outer_context
    return frozenset(found)
