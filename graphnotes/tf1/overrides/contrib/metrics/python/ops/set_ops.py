"""tensorflow.contrib.metrics.python.ops.set_ops: sets along the last dimension."""

from graphnotes.tf1.overrides.contrib.metrics import (
    set_difference,
    set_intersection,
    set_size,
    set_union,
)

__all__ = ["set_difference", "set_intersection", "set_size", "set_union"]
