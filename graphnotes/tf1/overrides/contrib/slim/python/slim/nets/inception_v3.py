"""tf.contrib.slim.python.slim.nets.inception_v3: the names of tf.contrib.slim.nets.inception_v3."""

from graphnotes.tf1.overrides.contrib.slim.nets.inception_v3 import *
from graphnotes.tf1.overrides.contrib.slim.nets.inception_v3 import __all__  # noqa: F401
