"""tf.contrib.slim.python.slim.nets.alexnet: the names of tf.contrib.slim.nets.alexnet."""

from graphnotes.tf1.overrides.contrib.slim.nets.alexnet import *
from graphnotes.tf1.overrides.contrib.slim.nets.alexnet import __all__  # noqa: F401
