"""tf.contrib.rnn.python.ops.rnn_cell: the names of tf.contrib.rnn."""

from graphnotes.tf1.overrides.contrib.rnn import *
from graphnotes.tf1.overrides.contrib.rnn import __all__  # noqa: F401
