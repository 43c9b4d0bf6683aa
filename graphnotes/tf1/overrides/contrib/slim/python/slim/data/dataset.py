"""tf.contrib.slim.python.slim.data.dataset: the names of tf.contrib.slim.dataset."""

from graphnotes.tf1.overrides.contrib.slim.dataset import *
from graphnotes.tf1.overrides.contrib.slim.dataset import __all__  # noqa: F401
