"""tf.contrib.slim.python.slim.data.parallel_reader: the names of tf.contrib.slim.parallel_reader."""

from graphnotes.tf1.overrides.contrib.slim.parallel_reader import *
from graphnotes.tf1.overrides.contrib.slim.parallel_reader import __all__  # noqa: F401
