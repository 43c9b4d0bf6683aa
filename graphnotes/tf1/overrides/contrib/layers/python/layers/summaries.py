"""tf.contrib.layers.python.layers.summaries is tf.contrib.layers.summaries."""

from graphnotes.tf1.overrides.contrib.layers.summaries import *
from graphnotes.tf1.overrides.contrib.layers.summaries import __all__  # noqa: F401
