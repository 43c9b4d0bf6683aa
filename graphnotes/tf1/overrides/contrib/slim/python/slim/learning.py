"""tf.contrib.slim.python.slim.learning: the names of tf.contrib.slim.learning."""

from graphnotes.tf1.overrides.contrib.slim.learning import *
from graphnotes.tf1.overrides.contrib.slim.learning import __all__  # noqa: F401
