"""Pooling (tf.contrib.layers.max_pool2d and its kind)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import add_arg_scope
from graphnotes.tf1.overrides.contrib.layers import _outputs as utils
from graphnotes.tf1.overrides.contrib.layers._scope import (
    NDHWC_OR_NCDHW,
    NHWC_OR_NCHW,
    channels,
    check_data_format,
)


def _core_pool(kind, default, inputs, kernel_size, stride, padding, data_format, outputs_collections, scope):
    with tf.name_scope(scope, default, [inputs]) as sc:
        inputs = tf.convert_to_tensor(inputs)
        layer = kind(
            pool_size=kernel_size, strides=stride, padding=padding, data_format=channels(data_format), _scope=sc
        )
        return utils.collect_named_outputs(outputs_collections, sc, layer.apply(inputs))


@add_arg_scope
def avg_pool2d(
    inputs, kernel_size, stride=2, padding="VALID", data_format="NHWC", outputs_collections=None, scope=None
):
    """The mean of each window of [batch, height, width, channels]."""
    check_data_format(data_format, NHWC_OR_NCHW)
    kind = tf.layers.AveragePooling2D
    return _core_pool(kind, "AvgPool2D", inputs, kernel_size, stride, padding, data_format, outputs_collections, scope)


@add_arg_scope
def max_pool2d(
    inputs, kernel_size, stride=2, padding="VALID", data_format="NHWC", outputs_collections=None, scope=None
):
    """The maximum of each window of [batch, height, width, channels]."""
    check_data_format(data_format, NHWC_OR_NCHW)
    kind = tf.layers.MaxPooling2D
    return _core_pool(kind, "MaxPool2D", inputs, kernel_size, stride, padding, data_format, outputs_collections, scope)


@add_arg_scope
def avg_pool3d(
    inputs, kernel_size, stride=2, padding="VALID", data_format="NDHWC", outputs_collections=None, scope=None
):
    """The mean of each window of [batch, depth, height, width, channels]."""
    check_data_format(data_format, NDHWC_OR_NCDHW)
    kind = tf.layers.AveragePooling3D
    return _core_pool(kind, "AvgPool3D", inputs, kernel_size, stride, padding, data_format, outputs_collections, scope)


@add_arg_scope
def max_pool3d(
    inputs, kernel_size, stride=2, padding="VALID", data_format="NDHWC", outputs_collections=None, scope=None
):
    """The maximum of each window of [batch, depth, height, width, channels]."""
    check_data_format(data_format, NDHWC_OR_NCDHW)
    kind = tf.layers.MaxPooling3D
    return _core_pool(kind, "MaxPool3D", inputs, kernel_size, stride, padding, data_format, outputs_collections, scope)


@add_arg_scope
def pool(
    inputs,
    kernel_size,
    pooling_type,
    padding="VALID",
    data_format=None,
    dilation_rate=1,
    stride=1,
    outputs_collections=None,
    scope=None,
):
    """Pooling ("AVG" or "MAX") over all spatial dimensions, as `tf.nn.pool`."""
    with tf.name_scope(scope, f"{pooling_type.lower()}_pool", [inputs]) as sc:
        inputs = tf.convert_to_tensor(inputs)
        rank = inputs.get_shape().ndims
        if rank is None:
            raise ValueError("Rank of inputs must be known")
        if rank < 3:
            raise ValueError("Rank of inputs must be >= 3")
        output = tf.nn.pool(
            input=inputs,
            window_shape=utils.n_positive_integers(rank - 2, kernel_size),
            pooling_type=pooling_type,
            padding=padding,
            data_format=data_format,
            dilation_rate=utils.n_positive_integers(rank - 2, dilation_rate),
            strides=utils.n_positive_integers(rank - 2, stride),
            name=sc,
        )
        return utils.collect_named_outputs(outputs_collections, sc, output)
