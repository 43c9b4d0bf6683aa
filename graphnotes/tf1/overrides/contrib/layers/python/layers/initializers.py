"""tf.contrib.layers.python.layers.initializers: a part of tf.contrib.layers under its own name."""

from graphnotes.tf1.overrides.contrib.layers._initializers import (
    variance_scaling_initializer,
    xavier_initializer,
    xavier_initializer_conv2d,
)

__all__ = [
    "variance_scaling_initializer",
    "xavier_initializer",
    "xavier_initializer_conv2d",
]
