"""tf.contrib.slim.python.slim.data.dataset_data_provider: the names of tf.contrib.slim.dataset_data_provider."""

from graphnotes.tf1.overrides.contrib.slim.dataset_data_provider import *
from graphnotes.tf1.overrides.contrib.slim.dataset_data_provider import __all__  # noqa: F401
