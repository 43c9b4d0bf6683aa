"""tf.contrib.rnn.python.ops.gru_ops: the names of tf.contrib.rnn."""

from graphnotes.tf1.overrides.contrib.rnn import *
from graphnotes.tf1.overrides.contrib.rnn import __all__  # noqa: F401
