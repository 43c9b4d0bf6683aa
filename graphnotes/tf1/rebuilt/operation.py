"""tf.Operation(node_def, graph, ...): TensorFlow 1's constructor, which graph editors call."""

from __future__ import annotations

from tensorflow.core.framework import node_def_pb2
from tensorflow.python.framework import indexed_slices, ops, tensor

from graphnotes.tf1.rebuilt import rebuild

_OPS = "tensorflow.python.framework.ops"


@rebuild(_OPS, "Operation.__new__")
def construct(
    cls,
    node_def,
    g,
    inputs=None,
    output_types=None,
    control_inputs=None,
    input_types=None,
    original_op=None,
    op_def=None,
):
    """The operation that `node_def` describes, added to the graph `g`.

    With `inputs` and `input_types` both given as empty lists, as was done before TensorFlow 1.8, an op that needs inputs is made when the
    last of them has come (`_add_input`).

    Raises:
        TypeError: for anything but a NodeDef, a Graph, tensors and operations of the right types.
        ValueError: for a name that no op can have, or inputs that do not fit the op.
    """
    if type(node_def).__name__ == "TF_Operation":  # how today's TensorFlow wraps an op that is there
        return construct.original(cls, node_def, g)
    if not isinstance(node_def, node_def_pb2.NodeDef):
        raise TypeError(f"node_def needs to be a NodeDef: {node_def}")
    if not isinstance(g, ops.Graph):
        raise TypeError(f"g needs to be a Graph: {g}")
    if not isinstance(inputs, (list, type(None))):
        raise TypeError(f"inputs needs to be a list of Tensors: {inputs}")
    for given in inputs or ():
        if not isinstance(given, tensor.Tensor):
            raise TypeError(f"input needs to be a Tensor: {given}")
    for given in control_inputs or ():
        if not isinstance(given, (ops.Operation, tensor.Tensor, indexed_slices.IndexedSlices)):
            raise TypeError(f"Control input must be an Operation, a Tensor, or IndexedSlices: {given}")
    if inputs == input_types == [] and _inputs_of(node_def, op_def or g.op_def_for_type(node_def.op)):
        return _Unfinished(node_def, g, control_inputs, original_op, op_def)
    return cls.from_node_def(node_def, g, inputs, output_types, control_inputs, input_types, original_op, op_def)


def _inputs_of(node_def, op_def) -> int:
    """How many inputs an op has."""
    count = 0
    for argument in op_def.input_arg:
        if argument.number_attr:
            count += node_def.attr[argument.number_attr].i
        elif argument.type_list_attr:
            count += len(node_def.attr[argument.type_list_attr].list.type)
        else:
            count += 1
    return count


class _Unfinished:
    """An op whose inputs are still coming; the op itself once they are there."""

    __class__ = ops.Operation

    def __init__(self, node_def, graph, control_inputs, original_op, op_def) -> None:
        self.name, self.type, self.graph = node_def.name, node_def.op, graph
        self._parts = node_def, original_op, op_def
        self._missing = _inputs_of(node_def, op_def or graph.op_def_for_type(node_def.op))
        self._given, self._controls, self._op = [], list(control_inputs or ()), None

    def _add_control_inputs(self, controls) -> None:
        if self._op is None:
            self._controls.extend(controls)
        else:
            self._op._add_control_inputs(controls)

    def _add_control_input(self, control) -> None:
        self._add_control_inputs([control])

    def _add_input(self, given, dtype=None) -> None:
        """Take the next input, a tensor; `dtype` must be its own."""
        if dtype is not None and not dtype.is_compatible_with(given.dtype):
            raise TypeError(f"Cannot convert a tensor of type {given.dtype.name} to an input of type {dtype.name}")
        self._given.append(given)
        if len(self._given) == self._missing:
            node_def, original_op, op_def = self._parts
            controls = [c._as_graph_element() if isinstance(c, _Unfinished) else c for c in self._controls]
            self._op = ops.Operation.from_node_def(
                node_def, self.graph, self._given, control_inputs=controls, original_op=original_op, op_def=op_def
            )

    def _as_graph_element(self):
        """The finished op: what `Session.run` and `Graph.as_graph_element` take it for."""
        if self._op is None:
            raise ValueError(f"Operation {self.name!r} ({self.type}) has {len(self._given)} of its {self._missing} inputs")
        return self._op

    def __getattr__(self, name: str):
        return getattr(self._as_graph_element(), name)

    def __repr__(self) -> str:
        return f"<tf.Operation {self.name!r} type={self.type}>" if self._op is None else repr(self._op)


@rebuild(_OPS, "Graph._add_op")
def add_op(self, op, op_name=None):
    """Enter an op in the graph; one that is there already, or has inputs to come, is passed over."""
    if type(op) is _Unfinished:
        return None
    return add_op.original(self, op)
