"""tf.contrib.slim.python.slim.nets.inception: the names of tf.contrib.slim.nets.inception."""

from graphnotes.tf1.overrides.contrib.slim.nets.inception import *
from graphnotes.tf1.overrides.contrib.slim.nets.inception import __all__  # noqa: F401
