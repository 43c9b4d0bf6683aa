"""tf.contrib.eager.python.tfe: the names of tf.contrib.eager."""

from graphnotes.tf1.overrides.contrib.eager import *
from graphnotes.tf1.overrides.contrib.eager import __all__  # noqa: F401
