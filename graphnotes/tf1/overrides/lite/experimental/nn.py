"""tf.lite.experimental.nn: recurrent cells with converter hints, which today's converter no longer reads."""

from __future__ import annotations

from tf_keras.src.layers.rnn.legacy_cells import BasicRNNCell, LSTMCell

from graphnotes.tf1._unsupported import unsupported, unsupported_class

__all__ = ["TFLiteLSTMCell", "TfLiteRNNCell", "dynamic_rnn"]

_WHY = "today's converter needs no hints; use tf.nn.rnn_cell and tf.nn.dynamic_rnn"
TFLiteLSTMCell = unsupported_class("lite.experimental.nn.TFLiteLSTMCell", _WHY, LSTMCell)
TfLiteRNNCell = unsupported_class("lite.experimental.nn.TfLiteRNNCell", _WHY, BasicRNNCell)
dynamic_rnn = unsupported("lite.experimental.nn.dynamic_rnn", _WHY)
