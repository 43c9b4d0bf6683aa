"""tf.contrib.slim.python.slim.data.prefetch_queue: the names of tf.contrib.slim.prefetch_queue."""

from graphnotes.tf1.overrides.contrib.slim.prefetch_queue import *
from graphnotes.tf1.overrides.contrib.slim.prefetch_queue import __all__  # noqa: F401
