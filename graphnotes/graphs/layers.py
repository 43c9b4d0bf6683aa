"""The pieces the first note builds its convolutional network of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphnotes.graphs.building import building

if TYPE_CHECKING:
    import tensorflow as tf


def weight_variable(shape: Sequence[int], stddev: float = 0.1, dtype: object = "float32") -> tf.Variable:
    """A variable that starts as normal noise of mean 0 (`weight_variable` of note one).

    Args:
        shape: of the variable.
        stddev: standard deviation of the noise.
        dtype: a floating point type.

    Raises:
        RuntimeError: the caller executes eagerly.
    """
    with building("weight_variable()") as tf:
        initial = tf.random_normal(shape, stddev=stddev, dtype=tf.as_dtype(dtype))
        return tf.Variable(initial)


def bias_variable(shape: Sequence[int], value: float = 0.1, dtype: object = "float32") -> tf.Variable:
    """A variable that starts as `value` everywhere (`bias_variable` of note one).

    Raises:
        RuntimeError: the caller executes eagerly.
    """
    with building("bias_variable()") as tf:
        initial = tf.constant(value, shape=shape, dtype=tf.as_dtype(dtype))
        return tf.Variable(initial)


def conv2d(x: tf.Tensor, W: tf.Tensor) -> tf.Tensor:
    """Convolution with stride 1 and zero padding, which keeps height and width (`conv2d` of note one).

    Args:
        x: [batch, height, width, channels].
        W: kernels [height, width, channels, filters], of the same dtype.

    Returns:
        [batch, height, width, filters].

    Raises:
        RuntimeError: the caller executes eagerly.
    """
    with building("conv2d()") as tf:
        return tf.nn.conv2d(x, W, strides=[1, 1, 1, 1], padding="SAME")


def max_pool_2x2(x: tf.Tensor) -> tf.Tensor:
    """The largest of each 2 x 2 square: [batch, h, w, c] to [batch, ceil(h / 2), ceil(w / 2), c] (`max_pool_2x2` of note one).

    Raises:
        RuntimeError: the caller executes eagerly.
    """
    with building("max_pool_2x2()") as tf:
        return tf.nn.max_pool(x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")
