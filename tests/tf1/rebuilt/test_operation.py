"""`tf.Operation(node_def, graph, ...)` as TensorFlow 1 had it."""

import pytest

import graphnotes.tf1 as tf


@pytest.fixture
def sum_op():
    with tf.Graph().as_default():
        yield (tf.constant(1.0) + tf.constant(2.0)).op


def _renamed(op, name="copy"):
    node_def = type(op.node_def)()
    node_def.CopyFrom(op.node_def)
    node_def.name = name
    return node_def


def test_an_operation_is_made_from_its_description(sum_op):
    a, b = sum_op.inputs
    made = tf.Operation(_renamed(sum_op), a.graph, [b, b], [tf.float32], [sum_op], None, sum_op, None)
    assert type(made) is tf.Operation and made is a.graph.get_operations()[-1]
    assert (made.name, list(made.inputs), made.control_inputs, made._original_op) == ("copy", [b, b], [sum_op], sum_op)
    with tf.Session(graph=a.graph) as session:
        assert session.run(made.outputs) == [4.0]


@pytest.mark.parametrize(
    "arguments, message",
    [
        (lambda op: ("x", op.graph), "node_def needs to be a NodeDef: x"),
        (lambda op: (op.node_def, "g"), "g needs to be a Graph: g"),
        (lambda op: (op.node_def, op.graph, op.inputs[0]), "inputs needs to be a list of Tensors"),
        (lambda op: (op.node_def, op.graph, [1]), "input needs to be a Tensor: 1"),
        (lambda op: (_renamed(op), op.graph, list(op.inputs), None, [3]), "Control input must be an Operation"),
        (lambda op: (_renamed(op), op.graph, list(op.inputs), None, None, [tf.int32] * 2), "are not compatible with"),
    ],
)
def test_a_wrong_argument_is_named(sum_op, arguments, message):
    with pytest.raises(TypeError, match=message):
        tf.Operation(*arguments(sum_op))


def test_an_impossible_name_is_refused(sum_op):
    with pytest.raises(ValueError, match="is not a valid node name"):
        tf.Operation(_renamed(sum_op, "a b"), sum_op.graph, list(sum_op.inputs))


def test_inputs_can_come_one_by_one_as_before_tensorflow_1_8(sum_op):
    graph = sum_op.graph
    made = tf.Operation(_renamed(sum_op), graph, [], [tf.float32], [], [], None, sum_op.op_def)
    graph._add_op(made)
    before = len(graph.get_operations())
    with pytest.raises(ValueError, match=r"'copy' \(AddV2\) has 0 of its 2 inputs"):
        made.outputs  # noqa: B018
    made._add_control_inputs([sum_op])
    made._add_input(sum_op.inputs[0])
    assert len(graph.get_operations()) == before
    made._add_input(sum_op.outputs[0])
    assert isinstance(made, tf.Operation) and graph.get_operations()[-1].control_inputs == [sum_op]
    with tf.Session(graph=graph) as session:
        assert session.run(made) is None and session.run(made.outputs[0]) == 4.0
