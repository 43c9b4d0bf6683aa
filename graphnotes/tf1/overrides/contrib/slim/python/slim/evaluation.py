"""tf.contrib.slim.python.slim.evaluation: the names of tf.contrib.slim.evaluation."""

from graphnotes.tf1.overrides.contrib.slim.evaluation import *
from graphnotes.tf1.overrides.contrib.slim.evaluation import __all__  # noqa: F401
