"""tf.contrib.legacy_seq2seq.python.ops.seq2seq: the names of tf.contrib.legacy_seq2seq."""

from graphnotes.tf1.overrides.contrib.legacy_seq2seq import *
from graphnotes.tf1.overrides.contrib.legacy_seq2seq import __all__  # noqa: F401
