"""tf.keras.layers of TensorFlow 2.0."""

from __future__ import annotations

__all__ = ["Softmax"]

import tensorflow as tf
import tf_keras


class Softmax(tf_keras.layers.Softmax):
    """The softmax activation as a layer; of a vector too, which tf-keras refuses."""

    _keras_api_names = ("keras.layers.Softmax",)

    def call(self, inputs: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        """Softmax of `inputs`, a tensor of at least one dimension, along the layer's axis."""
        if mask is None and inputs.shape.rank == 1:
            return tf.nn.softmax(inputs, axis=self.axis)
        return super().call(inputs, mask)
