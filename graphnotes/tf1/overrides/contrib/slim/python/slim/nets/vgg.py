"""tf.contrib.slim.python.slim.nets.vgg: the names of tf.contrib.slim.nets.vgg."""

from graphnotes.tf1.overrides.contrib.slim.nets.vgg import *
from graphnotes.tf1.overrides.contrib.slim.nets.vgg import __all__  # noqa: F401
