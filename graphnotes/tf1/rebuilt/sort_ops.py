"""Sorting: ascending order is descending order of the negated values."""

from __future__ import annotations

from tensorflow.python.framework import ops, tensor_util
from tensorflow.python.ops import sort_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.sort_ops", "_sort_or_argsort")
def sort_or_argsort(values, axis, direction, return_argsort):
    """`tf.sort` and `tf.argsort`; unsigned integers, and the smallest signed one, sort as their negated values do.

    Raises:
        ValueError: `direction` is neither ASCENDING nor DESCENDING, or `axis` isn't a known scalar.
    """
    if direction not in ("ASCENDING", "DESCENDING"):
        raise ValueError(f"{direction} should be one of ASCENDING, DESCENDING")
    axis = ops.convert_to_tensor(axis, name="axis")
    known = tensor_util.constant_value(axis)
    if axis.shape.ndims != 0 or known is None:
        raise ValueError("axis must be a constant scalar")
    values = ops.convert_to_tensor(values, name="values")
    if direction == "DESCENDING":
        return sort_ops._descending_sort(values, int(known), return_argsort)
    ordered = sort_ops._descending_sort(-values, int(known), return_argsort)
    return ordered if return_argsort else -ordered
