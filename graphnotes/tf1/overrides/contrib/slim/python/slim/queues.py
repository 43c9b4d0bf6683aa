"""tf.contrib.slim.python.slim.queues: the names of tf.contrib.slim.queues."""

from graphnotes.tf1.overrides.contrib.slim.queues import *
from graphnotes.tf1.overrides.contrib.slim.queues import __all__  # noqa: F401
