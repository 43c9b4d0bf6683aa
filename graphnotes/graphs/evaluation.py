"""The first note's way to count right answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graphnotes.graphs.building import building

if TYPE_CHECKING:
    import tensorflow as tf


class Evaluation(NamedTuple):
    """Which answers are right, under the note's names."""

    correct_prediction: tf.Tensor
    """bool [batch]: whether the likeliest class is the label's."""
    accuracy: tf.Tensor
    """The share of right answers, a float32 scalar in [0, 1]."""


def evaluation(pred: tf.Tensor, y: tf.Tensor, scope: str | None = None) -> Evaluation:
    """Build note one's evaluation of `pred` [batch, classes] against one-hot labels `y` in the current default graph.

    Raises:
        RuntimeError: the caller executes eagerly.
    """
    with building("evaluation()", scope) as tf:
        correct_prediction = tf.equal(tf.argmax(pred, 1), tf.argmax(y, 1))
        accuracy = tf.reduce_mean(tf.cast(correct_prediction, tf.float32))
        return Evaluation(correct_prediction, accuracy)
