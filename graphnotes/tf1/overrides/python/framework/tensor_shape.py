"""tensorflow.python.framework.tensor_shape: the shapes of known rank that today's module has no functions for."""

from tensorflow.python.framework.tensor_shape import TensorShape


def scalar():
    """The shape of a scalar."""
    return TensorShape([])


def vector(length):
    """The shape of a vector of `length` elements."""
    return TensorShape([length])


def matrix(rows, cols):
    """The shape of a matrix."""
    return TensorShape([rows, cols])


__all__ = ["matrix", "scalar", "vector"]
