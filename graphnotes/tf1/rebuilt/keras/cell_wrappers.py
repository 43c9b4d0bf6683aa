"""DropoutWrapper(variational_recurrent=True): one mask for all steps."""

from __future__ import annotations

from tensorflow.python.ops import math_ops

from graphnotes.tf1.rebuilt import rebuild

_RNN = "tf_keras.src.layers.rnn"


@rebuild(f"{_RNN}.cell_wrappers", "DropoutWrapper._variational_recurrent_dropout_value")
@rebuild(f"{_RNN}.legacy_cell_wrappers", "DropoutWrapper._variational_recurrent_dropout_value")
def variational_recurrent_dropout_value(self, unused_index, value, noise, keep_prob):
    """`value`, divided by the probability to be kept, where noise plus that probability reaches 1."""
    kept = math_ops.floor(keep_prob + noise)
    dropped = math_ops.div(value, keep_prob) * kept
    dropped.set_shape(value.get_shape())
    return dropped
