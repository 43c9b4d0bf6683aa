"""Neural network ops that today's TensorFlow builds from other nodes."""

from __future__ import annotations

import numbers

import numpy as np
from tensorflow.python.framework import ops, tensor_shape, tensor_util
from tensorflow.python.ops import array_ops, gen_nn_ops, math_ops, nn_ops, random_ops
from tensorflow.python.platform import tf_logging
from tensorflow.python.util import deprecation

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.nn_ops", "dropout_v2")
def dropout_v2(x, rate, noise_shape=None, seed=None, name=None):
    """Dropout as x / (1 - rate) * (uniform >= rate): dropped NaNs stay NaN, dropped negatives become -0."""
    with ops.name_scope(name, "dropout", [x]):
        x = ops.convert_to_tensor(x, name="x")
        if not x.dtype.is_floating:
            raise ValueError(
                f"x has to be a floating point tensor since it's going to be scaled. Got a {x.dtype} tensor instead."
            )
        if isinstance(rate, numbers.Real):
            if not 0 <= rate < 1:
                raise ValueError(f"rate must be a scalar tensor or a float in the range [0, 1), got {rate:g}")
            if rate > 0.5:
                tf_logging.log_first_n(
                    tf_logging.WARN,
                    "Large dropout rate: %g (>0.5). `rate` is the share of units dropped, `keep_prob` the share kept.",
                    5,
                    rate,
                )
            if rate == 0:
                return x
        rate = ops.convert_to_tensor(rate, dtype=x.dtype, name="rate")
        rate.get_shape().assert_has_rank(0)
        if tensor_util.constant_value(rate) == 0:
            return x
        draws = random_ops.random_uniform(_noise_shape(x, noise_shape), seed=seed, dtype=x.dtype)
        kept = 1 - rate
        scale = 1 / kept
        mask = draws >= rate
        result = x * scale * math_ops.cast(mask, x.dtype)
        result.set_shape(x.get_shape())
        return result


def _noise_shape(x, noise_shape):
    """The shape of the mask: x's, or the given one with its None filled in from x."""
    if noise_shape is None:
        return array_ops.shape(x)
    try:
        wanted = tensor_shape.as_shape(noise_shape)
    except (TypeError, ValueError):
        return noise_shape
    if x.shape.dims is None or len(x.shape.dims) != len(wanted.dims):
        return noise_shape
    sizes = zip(wanted.as_list(), x.shape.as_list(), strict=True)
    return tensor_shape.TensorShape([size if size is not None else full for size, full in sizes])


@rebuild("tensorflow.python.ops.gen_nn_ops", "conv2d_backprop_input")
def conv2d_backprop_input(input_sizes, *args, **kwargs):
    """A transposed convolution's result has exactly the shape that was asked for, as far as that is known."""
    result = conv2d_backprop_input.original(input_sizes, *args, **kwargs)
    result.set_shape(tensor_util.constant_value_as_shape(result.op.inputs[0]))
    return result


def named_arguments_only(function: str, sentinel) -> None:
    if sentinel is not None:
        raise ValueError(f"Only call `{function}` with named arguments (labels=..., logits=..., ...)")


@rebuild("tensorflow.python.ops.nn_ops", "softmax_cross_entropy_with_logits")
def softmax_cross_entropy_with_logits(_sentinel=None, labels=None, logits=None, dim=-1, name=None, axis=None):
    """`tf.nn.softmax_cross_entropy_with_logits`; ValueError if a positional argument is given."""
    named_arguments_only("softmax_cross_entropy_with_logits", _sentinel)
    return softmax_cross_entropy_with_logits.original(labels=labels, logits=logits, dim=dim, name=name, axis=axis)


@rebuild("tensorflow.python.ops.nn_ops", "sparse_softmax_cross_entropy_with_logits")
def sparse_softmax_cross_entropy_with_logits(_sentinel=None, labels=None, logits=None, name=None):
    """`tf.nn.sparse_softmax_cross_entropy_with_logits`; ValueError if a positional argument is given, or for wrong ranks."""
    named_arguments_only("sparse_softmax_cross_entropy_with_logits", _sentinel)
    try:
        return sparse_softmax_cross_entropy_with_logits.original(labels=labels, logits=logits, name=name)
    except ValueError as error:
        if "rank" not in str(error) or labels is None or logits is None:
            raise
        label_rank = ops.convert_to_tensor(labels).get_shape().ndims
        logit_rank = ops.convert_to_tensor(logits).get_shape().ndims
        if logit_rank == 0:
            raise
        raise ValueError(
            f"Rank mismatch: Rank of labels (received {label_rank}) should equal rank of logits minus 1 "
            f"(received {logit_rank})."
        ) from None


@rebuild("tensorflow.python.ops.nn_ops", "conv1d")
def conv1d(
    value=None,
    filters=None,
    stride=None,
    padding=None,
    use_cudnn_on_gpu=None,
    data_format=None,
    name=None,
    input=None,
    dilations=None,
):
    """`tf.nn.conv1d`: a conv2d of height 1.

    Raises:
        ValueError: the data format is neither NWC nor NCW.
    """
    value = deprecation.deprecated_argument_lookup("input", input, "value", value)
    with ops.name_scope(name, "conv1d", [value, filters]) as scope:
        if data_format in (None, "NHWC", "NWC"):
            data_format, height, channels = "NHWC", 1, 2
        elif data_format in ("NCHW", "NCW"):
            data_format, height, channels = "NCHW", 2, 1
        else:
            raise ValueError(f'data_format must be "NWC" or "NCW", and is {data_format!r}.')
        strides = [1, *nn_ops._get_sequence(stride, 1, channels, "stride")]
        dilations = [1, *nn_ops._get_sequence(dilations, 1, channels, "dilations")]
        value = array_ops.expand_dims(value, height)
        filters = array_ops.expand_dims(filters, 0)
        result = gen_nn_ops.conv2d(
            value,
            filters,
            strides,
            padding,
            use_cudnn_on_gpu=True if use_cudnn_on_gpu is None else use_cudnn_on_gpu,
            data_format=data_format,
            dilations=dilations,
            name=scope,
        )
        return array_ops.squeeze(result, [height])


@rebuild("tensorflow.python.ops.nn_ops", "max_pool_v2")
def max_pool_v2(input, ksize, strides, padding, data_format=None, name=None):
    """`tf.nn.max_pool_v2`: two spatial dimensions are the op MaxPool and called so."""
    rank = len(np.shape(input)) if not hasattr(input, "get_shape") else input.get_shape().ndims
    if name is None and (rank == 4 or (rank is None and data_format in (None, "NHWC", "NCHW"))):
        name = "MaxPool"
    return max_pool_v2.original(input, ksize, strides, padding, data_format=data_format, name=name)
