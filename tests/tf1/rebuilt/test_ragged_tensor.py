"""Ragged tensors pass through conditions, loops and identities as in TensorFlow 1.15.5 (recorded from it)."""

import pytest

import graphnotes.tf1 as tf


@pytest.mark.parametrize(
    "through, expected",
    [
        (lambda r: tf.cond(tf.constant(True), lambda: r + 1.0, lambda: r), [[2.0, 3.0], [], [4.0]]),
        (lambda r: tf.while_loop(lambda i, x: i < 2, lambda i, x: (i + 1, x + 1.0), [0, r])[1], [[3.0, 4.0], [], [5.0]]),
        (tf.identity, [[1.0, 2.0], [], [3.0]]),
    ],
)
def test_a_ragged_tensor_comes_through(through, expected):
    with tf.Graph().as_default(), tf.Session() as session:
        ragged = tf.RaggedTensor.from_row_splits([1.0, 2.0, 3.0], [0, 2, 2, 3])
        assert session.run(through(ragged)).to_list() == expected


def test_a_condition_of_two_functions_warns_of_nothing(caplog):
    with tf.Graph().as_default(), caplog.at_level("WARNING", "tensorflow"):
        tf.cond(tf.constant(True), lambda: 1, lambda: 2)
    assert "fn1" not in caplog.text
