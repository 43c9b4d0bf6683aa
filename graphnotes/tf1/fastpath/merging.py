"""Shape nodes of a gradient that keep the runtime from merging kernels, read elsewhere.

The runtime computes `relu(conv2d(x, w) + b)` in one kernel if nothing else reads what lies between. In 1.15's gradient of
the addition a Shape node does: it reads the convolution's output. The same shape can be read from the result, as adding a
bias and an activation leave it as it is. So when a session takes over a graph's nodes, those Shape nodes come to read the
result in the runtime's graph; Python, and every GraphDef written, go on showing the node that 1.15 built. The merged
kernels give the same bits.
"""

from __future__ import annotations

from tensorflow.python.client import pywrap_tf_session as runtime
from tensorflow.python.framework.ops import Operation

from graphnotes.tf1._per_graph import held_by

_CONTRACTIONS = frozenset(["Conv2D", "DepthwiseConv2dNative", "MatMul"])
_ACTIVATIONS = frozenset(["Relu", "Relu6"])  # merged ones whose merged kernel gives the same bits; Elu's does not


def remember(addition: Operation, shapes: tuple) -> None:
    """Note that these are the Shape tensors of an addition's two operands, made by its gradient."""
    for (operand, other), shape in zip((addition.inputs, addition.inputs[::-1]), shapes):
        if shape.op.type == "Shape" and operand.op.type in _CONTRACTIONS and _keeps_shape(operand, other):
            held_by(addition.graph, "_graphnotes_shapes_in_the_way", list).append((shape.op, addition))


def waits(graph) -> bool:
    """Whether there are Shape nodes remembered since the last time."""
    return bool(getattr(graph, "_graphnotes_shapes_in_the_way", None))


def move_shapes(graph) -> None:
    """Let the Shape nodes remembered since the last time read an addition's or activation's result, in the runtime's graph."""
    waiting = getattr(graph, "_graphnotes_shapes_in_the_way", None)
    while waiting:
        shape, addition = waiting.pop()
        result = _result(addition)
        before = shape.inputs[0]
        if _together(shape, addition) and _together(addition, result.op) and result.op._id < shape._id:
            with graph._c_graph.get() as c_graph:
                runtime.UpdateEdge(c_graph, result._as_tf_output(), shape._tf_input(0))
            _show_as_before(shape, before, result)


def restore(graph, nodes) -> None:
    """Give the moved Shape nodes among these NodeDefs of the graph the input they have in Python, in place."""
    moved = getattr(graph, "_graphnotes_moved_shapes", None)
    for node in nodes if moved else ():
        if node.name in moved:
            node.input[0] = moved[node.name]


class _Moved(Operation):
    """A Shape operation that reads another tensor in the runtime's graph than it shows."""

    @property
    def node_def(self):
        node = super().node_def
        restore(self.graph, [node])
        return node


def _show_as_before(shape: Operation, before, result) -> None:
    moved = held_by(shape.graph, "_graphnotes_moved_shapes", dict)
    moved[shape.name] = before.op.name  # contractions have one output, which a NodeDef names without its index
    shape.__class__ = _Moved
    shape._inputs_val = (before,)
    readers, readers_of_result = before.consumers, result.consumers
    before.consumers = lambda: [*readers(), shape]
    result.consumers = lambda: [op for op in readers_of_result() if op is not shape]


def _keeps_shape(operand, other) -> bool:
    """Whether operand + other has operand's shape whatever the unknown sizes are."""
    sizes, others = operand._shape_tuple(), other._shape_tuple()
    if sizes is None or others is None or len(others) > len(sizes):
        return False
    aligned = zip(sizes[len(sizes) - len(others) :], others)
    return all(size == 1 or (size is not None and size == ours) for ours, size in aligned)


def _result(addition: Operation):
    """The activation of the sum if nothing else reads the sum, else the sum."""
    total = addition.outputs[0]
    readers = total.consumers()
    if len(readers) == 1 and readers[0].type in _ACTIVATIONS:
        return readers[0].outputs[0]
    return total


def _together(a: Operation, b: Operation) -> bool:
    return a.device == b.device and a._get_control_flow_context() is b._get_control_flow_context()
