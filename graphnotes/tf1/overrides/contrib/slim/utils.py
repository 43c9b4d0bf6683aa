"""tf.contrib.slim.utils: output collections, static conditions and sizes."""

from graphnotes.tf1.overrides.contrib.layers._outputs import *
from graphnotes.tf1.overrides.contrib.layers._outputs import __all__  # noqa: F401
