"""tf.contrib.slim.normalization: a part of tf.contrib.layers under its own name."""

from graphnotes.tf1.overrides.contrib.layers._normalization import (
    group_norm,
    instance_norm,
)

__all__ = [
    "group_norm",
    "instance_norm",
]
