"""Products of matrices: what the dtype is of what isn't a tensor yet."""

from __future__ import annotations

import numpy as np
from tensorflow.python.framework import dtypes, ops, tensor
from tensorflow.python.ops import math_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.math_ops", "matmul")
def matmul(a, b, *args, **kwargs):
    """`tf.matmul`: what isn't a tensor yet gets the dtype it has by itself, not the other's.

    Raises:
        TypeError: the dtypes differ.
    """
    if not (isinstance(a, tensor.Tensor) and isinstance(b, tensor.Tensor)):
        ours, theirs = _own_dtype(a), _own_dtype(b)
        if None not in (ours, theirs) and ours != theirs:
            raise TypeError(
                f"Input 'b' of 'MatMul' Op has type {theirs.name} that does not match type {ours.name} of argument 'a'."
            )
    return matmul.original(a, b, *args, **kwargs)


@rebuild("tensorflow.python.ops.math_ops", "matmul_wrapper")
def matmul_operator(a, b, name=None):
    """`a @ b`: what isn't a tensor yet takes the dtype of the other, as with every operator."""
    if isinstance(a, tensor.Tensor):
        b = ops.convert_to_tensor(b, dtype_hint=a.dtype.base_dtype, name="y")
    elif isinstance(b, tensor.Tensor):
        a = ops.convert_to_tensor(a, dtype_hint=b.dtype.base_dtype, name="x")
    return math_ops.matmul(a, b, name=name)


def _own_dtype(value) -> dtypes.DType | None:
    """The dtype of a tensor made of a value, without the value; None where only the conversion itself can tell."""
    dtype = getattr(value, "dtype", None)
    if dtype is None and isinstance(value, (list, tuple, float, int)):
        try:
            dtype = np.asarray(value).dtype
        except (NotImplementedError, TypeError, ValueError):  # ragged, or with tensors in it
            return None
        if dtype == object:
            return None
        dtype = {"float64": dtypes.float32, "int64": dtypes.int32}.get(dtype.name, dtype)
    try:
        return None if dtype is None else dtypes.as_dtype(dtype).base_dtype
    except TypeError:
        return None
