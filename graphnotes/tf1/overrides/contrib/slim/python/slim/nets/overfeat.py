"""tf.contrib.slim.python.slim.nets.overfeat: the names of tf.contrib.slim.nets.overfeat."""

from graphnotes.tf1.overrides.contrib.slim.nets.overfeat import *
from graphnotes.tf1.overrides.contrib.slim.nets.overfeat import __all__  # noqa: F401
