"""Convolutions that treat channels apart (tf.contrib.layers.separable_conv2d, conv2d_in_plane)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import add_arg_scope, model_variable
from graphnotes.tf1.overrides.contrib.layers import _outputs as utils
from graphnotes.tf1.overrides.contrib.layers._initializers import xavier_initializer
from graphnotes.tf1.overrides.contrib.layers._scope import (
    activate,
    channels,
    check_data_format,
    collect,
    layer_scope,
    normalize,
)

_NAMES = {"bias": "biases", "depthwise_kernel": "depthwise_weights", "pointwise_kernel": "pointwise_weights"}


@add_arg_scope
def separable_convolution2d(
    inputs,
    num_outputs,
    kernel_size,
    depth_multiplier=1,
    stride=1,
    padding="SAME",
    data_format="NHWC",
    rate=1,
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=xavier_initializer(),
    pointwise_initializer=None,
    weights_regularizer=None,
    biases_initializer=tf.zeros_initializer(),
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
):
    """A convolution of each channel by itself, then a 1x1 convolution over channels (left out when `num_outputs` is None)."""
    check_data_format(data_format)
    with layer_scope(scope, "SeparableConv2d", inputs, reuse, _NAMES) as sc:
        inputs = tf.convert_to_tensor(inputs)
        if num_outputs is not None:
            layer = tf.layers.SeparableConv2D(
                filters=num_outputs,
                kernel_size=kernel_size,
                strides=stride,
                padding=padding,
                data_format=channels(data_format),
                dilation_rate=utils.two_element_tuple(rate),
                depth_multiplier=depth_multiplier,
                use_bias=not normalizer_fn and biases_initializer is not None,
                depthwise_initializer=weights_initializer,
                pointwise_initializer=weights_initializer if pointwise_initializer is None else pointwise_initializer,
                bias_initializer=biases_initializer,
                depthwise_regularizer=weights_regularizer,
                pointwise_regularizer=weights_regularizer,
                bias_regularizer=biases_regularizer,
                trainable=trainable,
                name=sc.name,
                dtype=inputs.dtype.base_dtype,
                _scope=sc,
                _reuse=reuse,
            )
            outputs = layer.apply(inputs)
            collect(layer.depthwise_kernel, variables_collections, "weights")
            collect(layer.pointwise_kernel, variables_collections, "weights")
            if layer.bias is not None:
                collect(layer.bias, variables_collections, "biases")
            outputs = normalize(outputs, normalizer_fn, normalizer_params)
            return activate(outputs, activation_fn, outputs_collections, sc.name)

        width = utils.channel_dimension(inputs.get_shape(), channels(data_format), min_rank=4)
        weights = model_variable(
            "depthwise_weights",
            shape=[*utils.two_element_tuple(kernel_size), width, depth_multiplier],
            dtype=inputs.dtype.base_dtype,
            initializer=weights_initializer,
            regularizer=weights_regularizer,
            trainable=trainable,
            collections=utils.get_variable_collections(variables_collections, "weights"),
        )
        height_width = utils.two_element_tuple(stride)
        strides = [1, 1, *height_width] if data_format.startswith("NC") else [1, *height_width, 1]
        outputs = tf.nn.depthwise_conv2d(
            inputs, weights, strides, padding, rate=utils.two_element_tuple(rate), data_format=data_format
        )
        outputs = _normalize_or_bias(
            outputs, depth_multiplier * width, normalizer_fn, normalizer_params, biases_initializer,
            biases_regularizer, variables_collections, trainable, data_format=data_format,
        )  # fmt: skip
        return activate(outputs, activation_fn, outputs_collections, sc.name)


@add_arg_scope
def convolution2d_in_plane(
    inputs,
    kernel_size,
    stride=1,
    padding="SAME",
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=xavier_initializer(),
    weights_regularizer=None,
    biases_initializer=tf.zeros_initializer(),
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
):
    """Convolves every channel with one and the same kernel."""
    with tf.variable_scope(scope, "ConvInPlane", [inputs], reuse=reuse) as sc:
        width = utils.last_dimension(inputs.get_shape(), min_rank=4)
        weights = model_variable(
            "weights",
            shape=[*utils.two_element_tuple(kernel_size), 1, 1],
            dtype=inputs.dtype.base_dtype,
            initializer=weights_initializer,
            regularizer=weights_regularizer,
            collections=utils.get_variable_collections(variables_collections, "weights"),
            trainable=trainable,
        )
        strides = [1, *utils.two_element_tuple(stride), 1]
        outputs = tf.nn.depthwise_conv2d(inputs, tf.tile(weights, [1, 1, width, 1]), strides, padding)
        outputs = _normalize_or_bias(
            outputs, width, normalizer_fn, normalizer_params, biases_initializer, biases_regularizer,
            variables_collections, trainable,
        )  # fmt: skip
        return activate(outputs, activation_fn, outputs_collections, sc.name)


def _normalize_or_bias(
    outputs, width, normalizer_fn, normalizer_params, initializer, regularizer, variables_collections, trainable,
    **data_format,
):  # fmt: skip
    if normalizer_fn is not None or initializer is None:
        return normalize(outputs, normalizer_fn, normalizer_params)
    biases = model_variable(
        "biases",
        shape=[width],
        dtype=outputs.dtype.base_dtype,
        initializer=initializer,
        regularizer=regularizer,
        collections=utils.get_variable_collections(variables_collections, "biases"),
        trainable=trainable,
    )
    return tf.nn.bias_add(outputs, biases, **data_format)


separable_conv2d, conv2d_in_plane = separable_convolution2d, convolution2d_in_plane
