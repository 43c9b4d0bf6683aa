"""The first note's convolutional network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from graphnotes.graphs.building import building
from graphnotes.graphs.evaluation import evaluation
from graphnotes.graphs.layers import (
    bias_variable,
    conv2d,
    max_pool_2x2,
    weight_variable,
)

if TYPE_CHECKING:
    import tensorflow as tf


class MnistCnn(NamedTuple):
    """The tensors of the convolutional network, under the note's names. Shapes are those of the note's sizes."""

    x: tf.Tensor
    """Placeholder [batch, 784]: flattened images."""
    y: tf.Tensor
    """Placeholder [batch, 10]: one-hot labels."""
    W_conv1: tf.Variable
    """[5, 5, 1, 32]"""
    b_conv1: tf.Variable
    """[32]"""
    x_image: tf.Tensor
    """[batch, 28, 28, 1]"""
    h_conv1: tf.Tensor
    """[batch, 28, 28, 32]"""
    h_pool1: tf.Tensor
    """[batch, 14, 14, 32]"""
    W_conv2: tf.Variable
    """[5, 5, 32, 64]"""
    b_conv2: tf.Variable
    """[64]"""
    h_conv2: tf.Tensor
    """[batch, 14, 14, 64]"""
    h_pool2: tf.Tensor
    """[batch, 7, 7, 64]"""
    W_fc1: tf.Variable
    """[3136, 1024]"""
    b_fc1: tf.Variable
    """[1024]"""
    h_pool2_flat: tf.Tensor
    """[batch, 3136]"""
    h_fc1: tf.Tensor
    """[batch, 1024]"""
    keep_prob: tf.Tensor
    """Placeholder: the share of units that dropout keeps, in (0, 1]."""
    h_fc1_drop: tf.Tensor
    """[batch, 1024]"""
    W_fc2: tf.Variable
    """[1024, 10]"""
    b_fc2: tf.Variable
    """[10]"""
    y_conv: tf.Tensor
    """Probabilities [batch, 10]."""
    cost: tf.Tensor
    """Cross-entropy, summed over the batch: a scalar."""
    train_step: tf.Operation
    """One step of Adam."""
    correct_prediction: tf.Tensor
    """bool [batch]: whether the likeliest class is the label's."""
    accuracy: tf.Tensor
    """The share of right answers: a float32 scalar in [0, 1]."""

    @property
    def pred(self) -> tf.Tensor:
        """`y_conv`, under the softmax regression's name for it."""
        return self.y_conv

    @property
    def optimizer(self) -> tf.Operation:
        """`train_step`, under the softmax regression's name for it."""
        return self.train_step


def mnist_cnn(
    x: tf.Tensor | None = None,
    y: tf.Tensor | None = None,
    *,
    image: tuple[int, int, int] = (28, 28, 1),
    classes: int = 10,
    kernel: tuple[int, int] = (5, 5),
    filters: Sequence[int] = (32, 64),
    units: int = 1024,
    learning_rate: float = 1e-4,
    dtype: object = "float32",
    scope: str | None = None,
) -> MnistCnn:
    """Build note one's convolutional network with its training step and accuracy in the current default graph.

    Args:
        x: flattened images [batch, height * width * channels]; None: a new placeholder. The note's cell uses the softmax
            regression's.
        y: one-hot labels [batch, classes]; None: a new placeholder.
        image: height, width and channels of an image.
        classes: how many classes there are.
        kernel: height and width of the convolutions' kernels.
        filters: how many kernels the first and the second convolution have.
        units: width of the dense layer.
        learning_rate: of Adam.
        dtype: of placeholders and variables.
        scope: name scope for all nodes; the note has none.

    Raises:
        RuntimeError: the caller executes eagerly.
        ValueError: `filters` aren't two, or a given x or y has another shape.
    """
    if len(filters) != 2:
        raise ValueError(f"mnist_cnn() has two convolutions, so filters needs two numbers, got {tuple(filters)}")
    height, width, channels = image
    first, second = filters
    pooled = -(-height // 4) * -(-width // 4) * second  # two poolings halve each side, rounding up
    with building("mnist_cnn()", scope) as tf:
        dtype = tf.as_dtype(dtype)
        x = _fed(tf, "x", x, dtype, height * width * channels)
        y = _fed(tf, "y", y, dtype, classes)

        W_conv1 = weight_variable([*kernel, channels, first], dtype=dtype)
        b_conv1 = bias_variable([first], dtype=dtype)
        x_image = tf.reshape(x, [-1, height, width, channels])
        h_conv1 = tf.nn.relu(conv2d(x_image, W_conv1) + b_conv1)
        h_pool1 = max_pool_2x2(h_conv1)

        W_conv2 = weight_variable([*kernel, first, second], dtype=dtype)
        b_conv2 = bias_variable([second], dtype=dtype)
        h_conv2 = tf.nn.relu(conv2d(h_pool1, W_conv2) + b_conv2)
        h_pool2 = max_pool_2x2(h_conv2)

        W_fc1 = weight_variable([pooled, units], dtype=dtype)
        b_fc1 = bias_variable([units], dtype=dtype)
        h_pool2_flat = tf.reshape(h_pool2, [-1, pooled])
        h_fc1 = tf.nn.relu(tf.matmul(h_pool2_flat, W_fc1) + b_fc1)

        keep_prob = tf.placeholder(dtype)
        h_fc1_drop = tf.nn.dropout(h_fc1, keep_prob)

        W_fc2 = weight_variable([units, classes], dtype=dtype)
        b_fc2 = bias_variable([classes], dtype=dtype)
        y_conv = tf.nn.softmax(tf.matmul(h_fc1_drop, W_fc2) + b_fc2)

        cost = -tf.reduce_sum(y * tf.log(y_conv))
        train_step = tf.train.AdamOptimizer(learning_rate).minimize(cost)
        correct_prediction, accuracy = evaluation(y_conv, y)
        return MnistCnn(
            x, y,
            W_conv1, b_conv1, x_image, h_conv1, h_pool1,
            W_conv2, b_conv2, h_conv2, h_pool2,
            W_fc1, b_fc1, h_pool2_flat, h_fc1,
            keep_prob, h_fc1_drop,
            W_fc2, b_fc2, y_conv,
            cost, train_step, correct_prediction, accuracy,
        )


def _fed(tf, name, given, dtype, columns):
    """The given tensor, once checked, or else a new placeholder [batch, columns]."""
    if given is None:
        return tf.placeholder(dtype, shape=[None, columns])
    if not given.shape.is_compatible_with([None, columns]) or given.dtype.base_dtype != dtype:
        raise ValueError(
            f"mnist_cnn() needs {name} as {dtype.name} [batch, {columns}], "
            f"but {given.name} is {given.dtype.base_dtype.name} {given.shape}"
        )
    return given
