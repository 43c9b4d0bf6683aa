"""tf.keras.backend of TensorFlow 2.0."""

from __future__ import annotations

__all__ = ["softmax"]

import tensorflow as tf


def softmax(x: tf.Tensor, axis: int = -1) -> tf.Tensor:
    """Softmax of a tensor of at least one dimension; tf-keras asks for two.

    Source: tf.keras.backend.softmax.
    """
    return tf.nn.softmax(x, axis=axis)
