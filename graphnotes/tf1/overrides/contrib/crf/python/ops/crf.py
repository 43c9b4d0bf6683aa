"""tf.contrib.crf.python.ops.crf: the names of tf.contrib.crf."""

from graphnotes.tf1.overrides.contrib.crf import *
from graphnotes.tf1.overrides.contrib.crf import __all__  # noqa: F401
