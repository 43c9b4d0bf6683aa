"""Shapes given as 1.15 took them."""

import numpy as np
import pytest

import graphnotes.tf1 as tf


def test_a_whole_number_of_any_type_is_a_dimension():
    """`hidden / 2` is 64.0 in Python 3."""
    with tf.Graph().as_default():
        assert tf.placeholder(tf.float32, [None, 128 / 2]).shape.as_list() == [None, 64]
        assert tf.get_variable("w", [3, np.float32(4.0)]).shape.as_list() == [3, 4]
        cell = tf.nn.rnn_cell.BasicLSTMCell(8 / 2)
        outputs, state = tf.nn.dynamic_rnn(cell, tf.ones([2, 3, 4]), dtype=tf.float32)
        assert outputs.shape.as_list() == [2, 3, 4] and state.h.shape.as_list() == [2, 4]
        both, _ = tf.nn.bidirectional_dynamic_rnn(tf.nn.rnn_cell.GRUCell(8 / 2), tf.nn.rnn_cell.LSTMCell(8 / 2), tf.ones([2, 3, 4]), dtype=tf.float32)
        assert [output.shape.as_list() for output in both] == [[2, 3, 4], [2, 3, 4]]
    assert tf.TensorShape([2.0, None]).as_list() == [2, None]
    assert tf.Dimension("4").value == 4 and type(tf.Dimension(4.0).value) is int


@pytest.mark.parametrize(
    "value, error, text",
    [(4.5, ValueError, "Ambiguous dimension: 4.5"), (-1.0, ValueError, "Dimension -1 must be >= 0"), ([3], TypeError, "int()"), (tf.float32, TypeError, "Cannot convert .* to Dimension")],
)
def test_what_is_no_whole_number_is_refused(value, error, text):
    with pytest.raises(error, match=text.replace("()", r"\(\)")):
        tf.Dimension(value)
