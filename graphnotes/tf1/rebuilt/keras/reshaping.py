"""Layers that only reshape, as TensorFlow 1.15 built them: sizes come from the dynamic shape."""

from __future__ import annotations

from tensorflow.python.framework import tensor_shape
from tensorflow.python.ops import array_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.layers.reshaping.flatten", "Flatten.call")
def call(self, inputs):
    rank = inputs.shape.rank
    if self.data_format == "channels_first" and rank is not None and rank > 1:
        inputs = array_ops.transpose(inputs, perm=[0, *range(2, rank), 1])
    batch = tensor_shape.dimension_value(inputs.shape[0]) or array_ops.shape(inputs)[0]
    outputs = array_ops.reshape(inputs, (batch, -1))
    outputs.set_shape(self.compute_output_shape(inputs.shape))
    return outputs
