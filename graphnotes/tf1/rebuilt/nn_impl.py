"""Neural network functions made of other ops."""

from __future__ import annotations

import math

from tensorflow.python.framework import constant_op, dtypes, ops
from tensorflow.python.ops import array_ops, custom_gradient, math_ops

from graphnotes.tf1.rebuilt import rebuild
from graphnotes.tf1.rebuilt.nn_ops import named_arguments_only

_MODULE = "tensorflow.python.ops.nn_impl"


@rebuild(_MODULE, "sigmoid_cross_entropy_with_logits")
def sigmoid_cross_entropy_with_logits(_sentinel=None, labels=None, logits=None, name=None):
    """`tf.nn.sigmoid_cross_entropy_with_logits`; ValueError if a positional argument is given."""
    named_arguments_only("sigmoid_cross_entropy_with_logits", _sentinel)
    return sigmoid_cross_entropy_with_logits.original(labels=labels, logits=logits, name=name)


@custom_gradient.custom_gradient
def _swish(features):
    features = ops.convert_to_tensor(features, name="features")

    def grad(dy):
        with ops.control_dependencies([dy]):
            gate = math_ops.sigmoid(features)
        return dy * (gate * (1.0 + features * (1.0 - gate)))

    return features * math_ops.sigmoid(features), grad


@rebuild(_MODULE, "swish")
def swish(features):
    """`tf.nn.swish`: x * sigmoid(x), with its gradient in one piece (Ramachandran et al. 2017)."""
    return _swish(features)


@rebuild(_MODULE, "weighted_moments")
def weighted_moments(x, axes, frequency_weights, name=None, keep_dims=None, keepdims=None):
    """`tf.nn.weighted_moments`: mean and variance; no weight at all gives NaN."""
    keep = bool(keepdims if keepdims is not None else keep_dims)
    with ops.name_scope(name, "weighted_moments", [x, frequency_weights, axes]):
        x = ops.convert_to_tensor(x, name="x")
        weights = ops.convert_to_tensor(frequency_weights, name="frequency_weights")
        half = x.dtype == dtypes.float16
        if half:
            x = math_ops.cast(x, dtypes.float32)
        if weights.dtype != x.dtype:
            weights = math_ops.cast(weights, x.dtype)

        def total(values, name):
            return math_ops.reduce_sum(values, axes, name=name, keepdims=True)

        weighted = total(weights * x, "weighted_input_sum")
        weight = total(weights + array_ops.zeros_like(x), "sum_of_weights")
        share = math_ops.reciprocal(weight, name="inv_weight_sum")
        mean = math_ops.multiply(weighted, share)
        distance = total(weights * math_ops.squared_difference(x, mean), "weighted_distsq")
        variance = math_ops.multiply(distance, share)
        if not keep:
            mean, variance = array_ops.squeeze(mean, axis=axes), array_ops.squeeze(variance, axis=axes)
        if half:
            mean, variance = math_ops.cast(mean, dtypes.float16), math_ops.cast(variance, dtypes.float16)
        return mean, variance


@rebuild(_MODULE, "fused_batch_norm")
def fused_batch_norm(
    x,
    scale,
    offset,
    mean=None,
    variance=None,
    epsilon=0.001,
    data_format="NHWC",
    is_training=True,
    name=None,
):
    """`tf.nn.fused_batch_norm`: training takes its own statistics, an epsilon is at least 1.001e-5.

    Raises:
        ValueError: training with a given mean or variance.
    """
    if is_training and (mean is not None or variance is not None):
        raise ValueError("Both 'mean' and 'variance' must be None if is_training is True.")
    smallest = 1.001e-5
    epsilon = max(smallest, epsilon)
    return fused_batch_norm.original(x, scale, offset, mean, variance, epsilon, data_format, is_training, name)


@rebuild(_MODULE, "sufficient_statistics")
def sufficient_statistics(x, axes, shift=None, keep_dims=None, name=None, keepdims=None):
    """`tf.nn.sufficient_statistics`: the count, sum and sum of squares of x over axes, and the shift."""
    axes = list(set(axes))
    keep = bool(keepdims if keepdims is not None else keep_dims)
    with ops.name_scope(name, "sufficient_statistics", [x, shift]):
        x = ops.convert_to_tensor(x, name="x")
        sizes = None if x.get_shape().rank is None else [x.get_shape().as_list()[axis] for axis in axes]
        if sizes is not None and None not in sizes:
            count = constant_op.constant(math.prod(sizes), dtype=x.dtype)
        else:
            sizes = array_ops.gather(math_ops.cast(array_ops.shape(x), x.dtype), axes)
            count = math_ops.reduce_prod(sizes, name="count")
        values = x
        if shift is None:
            squares = math_ops.square(x)
        else:
            shift = ops.convert_to_tensor(shift, name="shift")
            values = math_ops.subtract(x, shift)
            squares = math_ops.squared_difference(x, shift)
        total = math_ops.reduce_sum(values, axes, keepdims=keep, name="mean_ss")
        return count, total, math_ops.reduce_sum(squares, axes, keepdims=keep, name="var_ss"), shift
