"""tensorflow.examples.tutorials.mnist.input_data: MNIST as the tutorials read it.

1.15's module showed `read_data_sets` and the modules it imported. The other names are what it showed before 1.0.
"""

import gzip
import os
import tempfile
import urllib
import urllib.request

import numpy

from graphnotes.datasets.mnist import DEFAULT_SOURCE_URL as SOURCE_URL
from graphnotes.datasets.mnist import maybe_download
from graphnotes.tf1.overrides.contrib.learn.datasets.mnist import (
    DataSet,
    dense_to_one_hot,
    extract_images,
    extract_labels,
    read_data_sets,
    xrange,
)

__all__ = [
    "SOURCE_URL",
    "DataSet",
    "dense_to_one_hot",
    "extract_images",
    "extract_labels",
    "gzip",
    "maybe_download",
    "numpy",
    "os",
    "read_data_sets",
    "tempfile",
    "urllib",
    "xrange",
]
