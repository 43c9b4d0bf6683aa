"""tensorflow.models.rnn.rnn_cell, since 0.8 tf.nn.rnn_cell."""

from graphnotes.tf1 import root as _tf
from graphnotes.tf1.pre1.overrides.nn.rnn_cell import (
    BasicLSTMCell,
    BasicRNNCell,
    GRUCell,
    LSTMCell,
    MultiRNNCell,
)

RNNCell, DropoutWrapper = _tf.nn.rnn_cell.RNNCell, _tf.nn.rnn_cell.DropoutWrapper

__all__ = ["BasicLSTMCell", "BasicRNNCell", "DropoutWrapper", "GRUCell", "LSTMCell", "MultiRNNCell", "RNNCell"]
