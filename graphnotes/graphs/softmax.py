"""The first note's softmax regression."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from graphnotes.graphs.building import building

if TYPE_CHECKING:
    import tensorflow as tf


class SoftmaxRegression(NamedTuple):
    """The tensors of the softmax regression, under the note's names."""

    x: tf.Tensor
    """Placeholder [batch, features]: flattened images."""
    y: tf.Tensor
    """Placeholder [batch, classes]: one-hot labels."""
    W: tf.Variable
    """Weights [features, classes], zero at first."""
    b: tf.Variable
    """Biases [classes], zero at first."""
    pred: tf.Tensor
    """Probabilities [batch, classes]."""
    cost: tf.Tensor
    """Cross-entropy, averaged over the batch: a scalar."""
    optimizer: tf.Operation
    """One step of gradient descent."""


def softmax_regression(
    features: int = 784,
    classes: int = 10,
    learning_rate: float = 0.01,
    dtype: object = "float32",
    scope: str | None = None,
) -> SoftmaxRegression:
    """Build note one's softmax regression, up to its training step, in the current default graph.

    Args:
        features: numbers per example.
        classes: how many classes there are.
        learning_rate: of the gradient descent.
        dtype: of placeholders and variables.
        scope: name scope for all nodes; the note has none.

    Raises:
        RuntimeError: the caller executes eagerly.
    """
    with building("softmax_regression()", scope) as tf:
        dtype = tf.as_dtype(dtype)
        x = tf.placeholder(dtype, shape=[None, features])
        y = tf.placeholder(dtype, shape=[None, classes])
        W = tf.Variable(tf.zeros([features, classes], dtype))
        b = tf.Variable(tf.zeros([classes], dtype))
        pred = tf.nn.softmax(tf.matmul(x, W) + b)
        cost = tf.reduce_mean(-tf.reduce_sum(y * tf.log(pred), reduction_indices=1))
        optimizer = tf.train.GradientDescentOptimizer(learning_rate).minimize(cost)
        return SoftmaxRegression(x, y, W, b, pred, cost, optimizer)
