"""Gradients of segment reductions."""

from __future__ import annotations

from tensorflow.python.framework import constant_op, dtypes, ops
from tensorflow.python.ops import array_ops, gen_math_ops, math_ops

from graphnotes.tf1.rebuilt import gradient, rebuild

_MODULE = "tensorflow.python.ops.math_grad"


@gradient("SegmentMean")
def _segment_mean(op, grad):
    data, ids = op.inputs
    rank = array_ops.rank(data)
    ids_shape = array_ops.shape(ids)
    inner = array_ops.fill(array_ops.expand_dims(rank - 1, 0), 1)
    ones = array_ops.fill(array_ops.concat([ids_shape, inner], 0), constant_op.constant(1, dtype=grad.dtype))
    return array_ops.gather(math_ops.divide(grad, math_ops.segment_sum(ones, ids)), ids), None


@gradient("SparseSegmentSum", "SparseSegmentSumWithNumSegments")
def _sparse_segment_sum(op, grad):
    data, indices, ids, *num_segments = op.inputs
    rows = array_ops.shape(data)[0]
    back = math_ops.unsorted_segment_sum(array_ops.gather(grad, ids), indices, rows)
    return (back, None, None, *[None for _ in num_segments])


@rebuild(_MODULE, "_SegmentMinOrMaxGrad")
def segment_min_or_max(op, grad):
    """Divides each segment's gradient among the elements that equal its extreme."""
    data, ids = op.inputs
    zeros = array_ops.zeros_like(data, dtype=data.dtype)
    selected = math_ops.equal(data, array_ops.gather(op.outputs[0], ids))
    count = math_ops.segment_sum(math_ops.cast(selected, grad.dtype), ids)
    share = math_ops.divide(grad, count)
    return array_ops.where(selected, array_ops.gather(share, ids), zeros), None


@rebuild(_MODULE, "_GatherDropNegatives")
def gather_drop_negatives(params, ids, zero_clipped_indices=None, is_positive=None):
    """params[ids], with zeros where an id is negative; also the clipped ids and where they were positive."""
    if zero_clipped_indices is None:
        zero_clipped_indices = math_ops.maximum(ids, array_ops.zeros_like(ids))
    gathered = array_ops.gather(params, zero_clipped_indices)
    if is_positive is None:
        is_positive = math_ops.greater_equal(ids, 0)
        for _ in range(gathered.shape.ndims - is_positive.shape.ndims):
            is_positive = array_ops.expand_dims(is_positive, -1)
        is_positive = is_positive & array_ops.ones_like(gathered, dtype=dtypes.bool)
    zeros = array_ops.zeros_like(gathered)
    return array_ops.where(is_positive, gathered, zeros), zero_clipped_indices, is_positive


@gradient("UnsortedSegmentMax", "UnsortedSegmentMin")
def _unsorted_segment_max(op, grad):
    data, ids, num_segments = op.inputs
    extremes, clipped, is_positive = gather_drop_negatives(op.outputs[0], ids)
    selected = math_ops.logical_and(math_ops.equal(data, extremes), is_positive)
    count = math_ops.unsorted_segment_sum(math_ops.cast(selected, grad.dtype), ids, num_segments)
    share = math_ops.divide(grad, count)
    gathered, _, _ = gather_drop_negatives(share, None, clipped, is_positive)
    zeros = array_ops.zeros_like(gathered)
    return array_ops.where(selected, gathered, zeros), None, None


@gradient("UnsortedSegmentProd")
def _unsorted_segment_prod(op, grad):
    data, ids, num_segments = op.inputs
    is_zero = math_ops.equal(data, 0)
    zeros = gen_math_ops.unsorted_segment_sum(math_ops.cast(is_zero, dtype=dtypes.int32), ids, num_segments)
    # two zeros in a segment: no element changes the product
    grad = array_ops.where(math_ops.greater(zeros, 1), array_ops.zeros_like(grad), grad)
    without_zeros = array_ops.where(is_zero, array_ops.ones_like(data), data)
    product_without_zeros = gen_math_ops.unsorted_segment_prod(without_zeros, ids, num_segments)
    clipped = math_ops.maximum(ids, array_ops.zeros_like(ids))
    product = array_ops.gather(op.outputs[0], clipped)
    others_without_zeros = array_ops.gather(product_without_zeros, clipped)
    others = product / data
    slope = array_ops.where(is_zero, others_without_zeros, others)
    gathered = gather_drop_negatives(grad, ids, clipped)[0]
    return gathered * slope, None, None


@gradient("SqrtGrad")
def _sqrt_grad(op, grad):
    a, y = op.inputs[0], op.outputs[0]
    with ops.control_dependencies([grad]):
        over = grad / a
        return -math_ops.conj(over) * y, 0.5 * over
