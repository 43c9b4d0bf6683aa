"""tf.contrib.slim.python.slim.data.data_decoder: the names of tf.contrib.slim.data_decoder."""

from graphnotes.tf1.overrides.contrib.slim.data_decoder import *
from graphnotes.tf1.overrides.contrib.slim.data_decoder import __all__  # noqa: F401
