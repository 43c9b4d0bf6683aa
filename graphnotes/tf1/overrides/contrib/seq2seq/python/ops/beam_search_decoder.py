"""tf.contrib.seq2seq.python.ops.beam_search_decoder: the names of tf.contrib.seq2seq."""

from graphnotes.tf1.overrides.contrib.seq2seq import *
from graphnotes.tf1.overrides.contrib.seq2seq import __all__  # noqa: F401
