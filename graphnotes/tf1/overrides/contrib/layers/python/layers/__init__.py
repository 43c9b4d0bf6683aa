"""tf.contrib.layers.python.layers: everything of tf.contrib.layers, and its modules by their 1.15 names."""

from graphnotes.tf1.overrides.contrib.layers import *
from graphnotes.tf1.overrides.contrib.layers import __all__  # noqa: F401
