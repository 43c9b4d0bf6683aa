"""tf.contrib.losses.python.losses.loss_ops: the names of tf.contrib.losses."""

from graphnotes.tf1.overrides.contrib.losses import *
from graphnotes.tf1.overrides.contrib.losses import __all__  # noqa: F401
