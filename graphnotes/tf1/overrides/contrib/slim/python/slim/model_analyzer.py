"""tf.contrib.slim.python.slim.model_analyzer: the names of tf.contrib.slim.model_analyzer."""

from graphnotes.tf1.overrides.contrib.slim.model_analyzer import *
from graphnotes.tf1.overrides.contrib.slim.model_analyzer import __all__  # noqa: F401
