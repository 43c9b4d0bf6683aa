"""Losses of Keras are computed as TensorFlow 1.15.5 did (recorded from it)."""

import numpy as np
import pytest

import graphnotes.tf1 as tf

ROW, COLUMN = np.array([1.0, 3.0], "f"), np.array([[2.0], [5.0]], "f")


@pytest.mark.parametrize("labels, predictions", [(ROW, COLUMN), (COLUMN, ROW)])
def test_a_column_and_a_row_broadcast(labels, predictions):
    with tf.Graph().as_default() as graph, tf.Session() as session:
        loss = tf.keras.losses.MeanSquaredError()(tf.constant(labels), tf.constant(predictions))
        assert session.run(loss) == (1 + 1 + 16 + 4) / 4  # every label with every prediction
        assert "Squeeze" not in [op.type for op in graph.get_operations()]


def test_arrays_are_taken_for_tensors():
    with tf.Graph().as_default(), tf.Session() as session:
        loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        assert session.run(loss(np.array([0, 1]), np.zeros((2, 3), "f"))) == pytest.approx(np.log(3))
        assert session.run(tf.keras.backend.softmax(np.zeros((2, 4), "f"))).tolist() == [[0.25] * 4] * 2
