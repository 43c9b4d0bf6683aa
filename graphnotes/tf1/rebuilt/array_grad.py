"""Gradients of array ops: shapes are read from the graph where today's TensorFlow folds them."""

from __future__ import annotations

import warnings

from tensorflow.python.framework import dtypes, indexed_slices, ops, tensor_util
from tensorflow.python.ops import (
    array_grad,
    array_ops,
    array_ops_stack,
    gen_array_ops,
    math_ops,
)

from graphnotes.tf1.rebuilt import gradient, rebuild


def _reshaped(grad, shape):
    """`grad` in `shape`; slices become dense on the way in, which is not worth a warning here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Converting sparse IndexedSlices")
        return array_ops.reshape(grad, shape)


@gradient("Reshape")
def _reshape(op, grad):
    return [_reshaped(grad, array_ops.shape(op.inputs[0])), None]


@gradient("StridedSlice")
def _strided_slice(op, grad):
    inside, begin, end, strides = op.inputs
    masks = ("begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask")
    shape = array_ops.shape(inside, out_type=begin.dtype)
    back = array_ops.strided_slice_grad(
        shape, begin, end, strides, grad, **{name: op.get_attr(name) for name in masks}
    )
    return back, None, None, None


@gradient("Slice")
def _slice(op, grad):
    inside, begin = op.inputs[0], op.inputs[1]
    rank = array_ops.rank(inside)
    size = array_ops.shape(op.outputs[0])
    column = array_ops_stack.stack([rank, 1])
    before = array_ops.reshape(begin, column)
    after = array_ops.reshape(array_ops.shape(inside) - size - begin, column)
    return array_ops.pad(grad, array_ops.concat([before, after], 1)), None, None


def _shape_of_params(params):
    """Read as int64, so that it stays on the device of a resource variable."""
    with ops.colocate_with(params):
        return math_ops.cast(array_ops.shape(params, out_type=dtypes.int64), dtypes.int32)


@gradient("Gather")
def _gather(op, grad):
    params, indices = op.inputs
    shape = _shape_of_params(params)
    size = array_ops.expand_dims(array_ops.size(indices), 0)
    values = _reshaped(grad, array_ops.concat([size, shape[1:]], 0))
    return [indexed_slices.IndexedSlices(values, array_ops.reshape(indices, size), shape), None]


@gradient("GatherV2")
def _gather_v2(op, grad):
    params, indices, axis = op.inputs
    shape = _shape_of_params(params)
    size = array_ops.expand_dims(array_ops.size(indices), 0)
    axis_value = tensor_util.constant_value(axis)
    batch_dims = int(op.get_attr("batch_dims"))
    if batch_dims < 0:
        batch_dims += indices.shape.ndims
    if axis_value == 0:
        values = _reshaped(grad, array_ops.concat([size, shape[1:]], 0))
        return [indexed_slices.IndexedSlices(values, array_ops.reshape(indices, size), shape), None, None]
    # the gathered axis moves behind the batch dimensions, is summed there, and moves back
    before, after = shape[:axis], shape[axis:][1:]
    values_shape = array_ops.concat([before, [-1], after], 0)
    values_rank, axis_at = array_ops.size(values_shape), array_ops.size(before)
    batches = math_ops.range(batch_dims)
    between = math_ops.range(batch_dims, axis_at)
    inner = math_ops.range(axis_at + 1, values_rank)
    values = _reshaped(grad, values_shape)
    order = array_ops.concat([batches, [axis_at], between, inner], 0)
    moved = array_ops.transpose(values, order)
    summed = array_grad._BatchGatherGrad(shape, moved, indices, batch_dims, shape[axis])
    back = array_ops.concat([batches, between + 1, [batch_dims], inner], 0)
    return [array_ops.transpose(summed, back), None, None]


@rebuild("tensorflow.python.ops.array_grad", "_GetBatchIndices")
def batch_indices(params_shape, indices, batch_dims):
    """`indices` into a params whose batch dimensions were flattened into the gathered one."""
    rank = indices.shape.ndims
    dtype = indices.dtype.base_dtype
    sizes = math_ops.cast(params_shape, dtype)
    stride = array_ops.ones((), dtype=dtype)
    for dim in range(batch_dims, 0, -1):
        size = sizes[dim - 1]
        stride *= sizes[dim]
        start, step = array_ops.zeros((), dtype=dtype), array_ops.ones((), dtype=dtype)
        offsets = math_ops.range(start, size, step)
        offsets *= stride
        shape = array_ops_stack.stack([1] * (dim - 1) + [size] + [1] * (rank - dim), axis=0)
        indices += array_ops.reshape(offsets, shape)
    return indices


@gradient("BroadcastTo")
def _broadcast_to(op, grad):
    inside, broadcast_shape = op.inputs
    shape = array_ops.shape(inside)
    _, axes = gen_array_ops.broadcast_gradient_args(broadcast_shape, shape)
    updates = math_ops.reduce_sum(grad, axis=axes, keepdims=True)
    return [array_ops.reshape(updates, shape), None]


@rebuild("tensorflow.python.ops.array_grad", "_ReshapeToInput")
def reshape_to_input(op, grad):
    """The gradient of ops that only change the shape."""
    return _reshaped(grad, array_ops.shape(op.inputs[0]))
