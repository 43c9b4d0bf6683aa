"""tf.contrib.slim.python.slim.nets.inception_v2: the names of tf.contrib.slim.nets.inception_v2."""

from graphnotes.tf1.overrides.contrib.slim.nets.inception_v2 import *
from graphnotes.tf1.overrides.contrib.slim.nets.inception_v2 import __all__  # noqa: F401
