"""tf.contrib.slim.python.slim.summaries: the names of tf.contrib.slim.summaries."""

from graphnotes.tf1.overrides.contrib.slim.summaries import *
from graphnotes.tf1.overrides.contrib.slim.summaries import __all__  # noqa: F401
