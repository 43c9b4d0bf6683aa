"""tf.contrib.framework.python.ops.arg_scope: the names of tf.contrib.framework."""

from graphnotes.tf1.overrides.contrib.framework import *
from graphnotes.tf1.overrides.contrib.framework import __all__  # noqa: F401
