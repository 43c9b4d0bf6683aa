"""tf.contrib.layers.python.layers.layers is tf.contrib.layers."""

from graphnotes.tf1.overrides.contrib.layers import *
from graphnotes.tf1.overrides.contrib.layers import __all__  # noqa: F401
