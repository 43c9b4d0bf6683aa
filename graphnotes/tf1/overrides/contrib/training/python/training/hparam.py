"""tf.contrib.training.python.training.hparam: the names of tf.contrib.training."""

from graphnotes.tf1.overrides.contrib.training import *
from graphnotes.tf1.overrides.contrib.training import __all__  # noqa: F401
