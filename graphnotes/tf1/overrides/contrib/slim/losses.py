"""tf.contrib.slim.losses is tf.contrib.losses."""

from graphnotes.tf1.overrides.contrib.losses import *
from graphnotes.tf1.overrides.contrib.losses import __all__  # noqa: F401
