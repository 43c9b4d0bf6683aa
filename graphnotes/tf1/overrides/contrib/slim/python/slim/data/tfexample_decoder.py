"""tf.contrib.slim.python.slim.data.tfexample_decoder: the names of tf.contrib.slim.tfexample_decoder."""

from graphnotes.tf1.overrides.contrib.slim.tfexample_decoder import *
from graphnotes.tf1.overrides.contrib.slim.tfexample_decoder import __all__  # noqa: F401
