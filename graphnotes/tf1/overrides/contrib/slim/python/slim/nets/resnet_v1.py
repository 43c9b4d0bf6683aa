"""tf.contrib.slim.python.slim.nets.resnet_v1: the names of tf.contrib.slim.nets.resnet_v1."""

from graphnotes.tf1.overrides.contrib.slim.nets.resnet_v1 import *
from graphnotes.tf1.overrides.contrib.slim.nets.resnet_v1 import __all__  # noqa: F401
