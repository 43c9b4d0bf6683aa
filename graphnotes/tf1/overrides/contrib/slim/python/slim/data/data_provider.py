"""tf.contrib.slim.python.slim.data.data_provider: the names of tf.contrib.slim.data_provider."""

from graphnotes.tf1.overrides.contrib.slim.data_provider import *
from graphnotes.tf1.overrides.contrib.slim.data_provider import __all__  # noqa: F401
