"""tf.contrib.slim.python.slim.nets.resnet_v2: the names of tf.contrib.slim.nets.resnet_v2."""

from graphnotes.tf1.overrides.contrib.slim.nets.resnet_v2 import *
from graphnotes.tf1.overrides.contrib.slim.nets.resnet_v2 import __all__  # noqa: F401
