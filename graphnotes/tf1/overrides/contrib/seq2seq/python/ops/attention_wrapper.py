"""tf.contrib.seq2seq.python.ops.attention_wrapper: the names of tf.contrib.seq2seq."""

from graphnotes.tf1.overrides.contrib.seq2seq import *
from graphnotes.tf1.overrides.contrib.seq2seq import __all__  # noqa: F401
