"""Errors say what they said in TensorFlow 1.15.5 (recorded from it)."""

import numpy as np
import pytest

import graphnotes.tf1 as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def says(error, text):
    return pytest.raises(error, match="^" + text)


def test_tensors_are_not_python_values():
    tensor = tf.constant([1.0])
    with says(TypeError, "using a `tf.Tensor` as a Python `bool` is not allowed in Graph execution"):
        bool(tensor)
    with says(TypeError, "iterating over `tf.Tensor` is not allowed in Graph execution"):
        list(tensor)
    with says(TypeError, r"len is not well defined for symbolic Tensors. \(Const:0\) Please call `x.shape`"):
        len(tensor)
    with says(NotImplementedError, r"Cannot convert a symbolic Tensor \(Const:0\) to a numpy array"):
        np.array(tensor)


def test_feeds_of_the_wrong_shape_name_tensor_and_shapes():
    fed = tf.placeholder(tf.float32, [None, 3], name="p")
    with tf.Session() as session, says(
        ValueError, r"Cannot feed value of shape \(2, 4\) for Tensor 'p:0', which has shape '\(\?, 3\)'"
    ):
        session.run(fed * 1, {fed: np.zeros([2, 4])})


def test_ops_of_the_wrong_shape_name_the_op():
    a = tf.ones([6, 5])
    with says(
        ValueError, r"Dimensions must be equal, but are 5 and 6 for 'MatMul' \(op: 'MatMul'\) with input shapes: \[6,5\]"
    ):
        tf.matmul(a, a)


@pytest.mark.parametrize(
    ("build", "error", "text"),
    [
        (lambda: tf.gather([1.0, 2.0], [5]), tf.errors.InvalidArgumentError, r"indices\[0\] = 5 is not in \[0, 2\)"),
        (lambda: tf.constant(1) // tf.constant(0), tf.errors.InvalidArgumentError, "Integer division by zero"),
        (
            lambda: tf.placeholder(tf.float32, [3], name="p") * 1,
            tf.errors.InvalidArgumentError,
            r"You must feed a value for placeholder tensor 'p' with dtype float and shape \[3\]",
        ),
        (
            lambda: tf.get_variable("a", [1]).read_value(),
            tf.errors.FailedPreconditionError,
            "Attempting to use uninitialized value a",
        ),
    ],
)
def test_errors_of_a_run_begin_with_what_went_wrong(build, error, text):
    fetch = build()
    with tf.Session() as session, says(error, text) as caught:
        session.run(fetch)
    assert caught.value.op is not None


def test_errors_of_a_run_say_where_the_node_was_made():
    fetch = tf.gather([1.0, 2.0], [5], name="look")
    with tf.Session() as session, pytest.raises(tf.errors.InvalidArgumentError) as caught:
        session.run(fetch)
    assert f"[[node look (defined at {__file__}:" in str(caught.value)
    assert "Original stack trace for 'look':" in str(caught.value)


def test_an_empty_graph_cannot_run():
    with tf.Session() as session, says(RuntimeError, "The Session graph is empty.  Add operations to the graph"):
        session.run([])


def test_datasets_are_iterated_in_eager_mode_only():
    with says(RuntimeError, r"__iter__\(\) is only supported inside of tf.function or when eager execution is enabled"):
        iter(tf.data.Dataset.range(3))
