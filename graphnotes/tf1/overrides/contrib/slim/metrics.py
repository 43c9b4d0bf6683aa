"""tf.contrib.slim.metrics is tf.contrib.metrics."""

from graphnotes.tf1.overrides.contrib.metrics import *
from graphnotes.tf1.overrides.contrib.metrics import __all__  # noqa: F401
