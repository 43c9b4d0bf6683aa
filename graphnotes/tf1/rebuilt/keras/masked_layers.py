"""Layers that make something else of a mask today: a softmax took none, and an average weighed steps by a reshaped one."""

from __future__ import annotations

import inspect

from tensorflow.python.ops import array_ops, math_ops
from tf_keras.src import backend

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.layers.activation.softmax", "Softmax.call")
def softmax(self, inputs, mask=None):
    """Masked steps are softened like others."""
    return softmax.original(self, inputs)


softmax.__signature__ = inspect.Signature(list(inspect.signature(softmax).parameters.values())[:-1])  # no mask is given


@rebuild("tf_keras.src.layers.pooling.global_average_pooling1d", "GlobalAveragePooling1D.call")
def global_average(self, inputs, mask=None):
    """The mean over the steps that are not masked, `[batch, features]`."""
    axis = 1 if self.data_format == "channels_last" else 2
    if mask is None:
        return global_average.original(self, inputs)
    shape = [-1, inputs.shape.as_list()[axis], 1]
    weights = array_ops.reshape(math_ops.cast(mask, backend.floatx()), shape)
    inputs *= weights
    return backend.sum(inputs, axis=axis) / math_ops.reduce_sum(weights, axis=axis)
