"""tf.contrib.slim.python.slim.nets.resnet_utils: the names of tf.contrib.slim.nets.resnet_utils."""

from graphnotes.tf1.overrides.contrib.slim.nets.resnet_utils import *
from graphnotes.tf1.overrides.contrib.slim.nets.resnet_utils import __all__  # noqa: F401
