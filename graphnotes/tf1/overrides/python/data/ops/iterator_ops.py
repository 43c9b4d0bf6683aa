"""tensorflow.python.data.ops.iterator_ops: the eager iterator under its names of 1.15."""

from tensorflow.python.data.ops.iterator_ops import OwnedIterator as IteratorV2

__all__ = ["EagerIterator", "IteratorV2"]

EagerIterator = IteratorV2
