"""Slicing: bounds that are not given are plain zeros and ones, whatever dtype the others have."""

from __future__ import annotations

import sys

import numpy as np
from tensorflow.python.framework import constant_op, dtypes, ops, tensor
from tensorflow.python.ops import (
    array_ops,
    array_ops_stack,
    gen_math_ops,
    tensor_getitem_override,
)

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.framework.tensor", "Tensor.__getitem__")
@rebuild("tensorflow.python.ops.tensor_getitem_override", "_slice_helper")
def slice_helper(value, slice_spec, var=None):
    """`tensor[...]`: integers, slices, `...`, `tf.newaxis`, scalar tensors, or a boolean mask.

    Raises:
        TypeError: an index is something else.
    """
    if _is_mask(slice_spec):
        return array_ops.boolean_mask(tensor=value, mask=slice_spec)
    if not isinstance(slice_spec, list | tuple):
        slice_spec = [slice_spec]
    begin, end, strides = [], [], []
    masks = dict.fromkeys(("begin_mask", "end_mask", "shrink_axis_mask", "new_axis_mask", "ellipsis_mask"), 0)
    for index, item in enumerate(slice_spec):
        bit = 1 << index
        if isinstance(item, slice):
            for bound, bounds, mask in ((item.start, begin, "begin_mask"), (item.stop, end, "end_mask")):
                if bound is None or (not isinstance(bound, tensor.Tensor) and bound == sys.maxsize):
                    bounds.append(0)
                    masks[mask] |= bit
                else:
                    tensor_getitem_override._check_index(bound)
                    bounds.append(bound)
            if item.step is not None:
                tensor_getitem_override._check_index(item.step)
            strides.append(1 if item.step is None else item.step)
            continue
        if item is Ellipsis or item is array_ops.newaxis:
            begin.append(0)
            end.append(0)
            masks["ellipsis_mask" if item is Ellipsis else "new_axis_mask"] |= bit
        else:
            tensor_getitem_override._check_index(item)
            begin.append(item)
            end.append(item + 1)
            masks["shrink_axis_mask"] |= bit
        strides.append(1)
    with ops.name_scope(None, "strided_slice", [value] + begin + end + strides) as scope:
        if begin:
            packed = [array_ops_stack.stack(bounds) for bounds in (begin, end, strides)]
            if any(bounds.dtype == dtypes.int64 for bounds in packed):
                packed = [
                    bounds if bounds.dtype == dtypes.int64 else gen_math_ops.cast(bounds, dtypes.int64)
                    for bounds in packed
                ]
        else:
            packed = [constant_op.constant([], dtype=dtypes.int32)] * 3
        return array_ops.strided_slice(value, *packed, var=var, name=scope, **masks)


def _is_mask(item) -> bool:
    if isinstance(item, bool):
        return True
    return isinstance(item, tensor.Tensor | np.ndarray) and item.dtype == bool


@rebuild("tensorflow.python.ops.tensor_getitem_override", "_check_index")
def check_index(index) -> None:
    """Raises TypeError for NumPy's small integers too: of numbers with a dtype, int32 and int64 were indices."""
    dtype = getattr(index, "dtype", None)
    if dtype is not None and dtypes.as_dtype(dtype).base_dtype not in (dtypes.int32, dtypes.int64):
        raise TypeError(f"{tensor_getitem_override._SLICE_TYPE_ERROR}, got {index!r}")
    check_index.original(index)
