"""Dimensions from whatever `int` takes: `tf.placeholder(tf.float32, [None, 128 / 2])` is what Python 3 makes of old sources."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, tensor_shape

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.framework.tensor_shape", "Dimension.__init__")
def dimension(self: tensor_shape.Dimension, value: object) -> None:
    """A dimension of the size `int(value)`, unknown for None.

    Raises:
        TypeError: `int` does not take the value.
        ValueError: it is not a whole number, or negative.
    """
    if value is None or hasattr(value, "__index__") or isinstance(value, tensor_shape.Dimension):
        dimension.original(self, value)
        return
    if isinstance(value, dtypes.DType):
        raise TypeError(f"Cannot convert {value} to Dimension")
    size = int(value)
    if not isinstance(value, (str, bytes)) and size != value:
        raise ValueError(f"Ambiguous dimension: {value}")
    dimension.original(self, size)


@rebuild("tensorflow.python.framework.tensor_shape", "as_shape")
def as_shape(shape: object) -> tensor_shape.TensorShape:
    """A shape from whatever has sizes one after another.

    Raises:
        TypeError: a string, whose letters are no sizes.
    """
    if isinstance(shape, (str, bytes)):
        raise TypeError(f"A string has ambiguous TensorShape, please wrap in a list or convert to an int: {shape}")
    return as_shape.original(shape)
