"""Transposed convolutions (tf.contrib.layers.conv2d_transpose, conv3d_transpose)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import add_arg_scope
from graphnotes.tf1.overrides.contrib.layers._initializers import xavier_initializer
from graphnotes.tf1.overrides.contrib.layers._scope import (
    NDHWC_OR_NCDHW,
    NHWC_OR_NCHW,
    WEIGHTS_AND_BIASES,
    activate,
    channels,
    check_data_format,
    collect,
    layer_scope,
    normalize,
)


@add_arg_scope
def convolution2d_transpose(
    inputs,
    num_outputs,
    kernel_size,
    stride=1,
    padding="SAME",
    data_format="NHWC",
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
    """The transpose (gradient) of a convolution over 2 spatial dimensions: with a stride it enlarges its input."""
    with layer_scope(scope, "Conv2d_transpose", inputs, reuse, WEIGHTS_AND_BIASES) as sc:
        check_data_format(data_format, NHWC_OR_NCHW)
        return _transpose(
            tf.layers.Conv2DTranspose, sc, inputs, num_outputs, kernel_size, stride, padding, data_format,
            activation_fn, normalizer_fn, normalizer_params, weights_initializer, weights_regularizer,
            biases_initializer, biases_regularizer, reuse, variables_collections, outputs_collections, trainable,
        )  # fmt: skip


@add_arg_scope
def convolution3d_transpose(
    inputs,
    num_outputs,
    kernel_size,
    stride=1,
    padding="SAME",
    data_format="NDHWC",
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
    """The transpose (gradient) of a convolution over 3 spatial dimensions: with a stride it enlarges its input."""
    with layer_scope(scope, "Conv3d_transpose", inputs, reuse, WEIGHTS_AND_BIASES) as sc:
        check_data_format(data_format, NDHWC_OR_NCDHW)
        return _transpose(
            tf.layers.Conv3DTranspose, sc, inputs, num_outputs, kernel_size, stride, padding, data_format,
            activation_fn, normalizer_fn, normalizer_params, weights_initializer, weights_regularizer,
            biases_initializer, biases_regularizer, reuse, variables_collections, outputs_collections, trainable,
        )  # fmt: skip


def _transpose(
    kind, sc, inputs, num_outputs, kernel_size, stride, padding, data_format,
    activation_fn, normalizer_fn, normalizer_params, weights_initializer, weights_regularizer,
    biases_initializer, biases_regularizer, reuse, variables_collections, outputs_collections, trainable,
):  # fmt: skip
    inputs = tf.convert_to_tensor(inputs)
    layer = kind(
        filters=num_outputs,
        kernel_size=kernel_size,
        strides=stride,
        padding=padding,
        data_format=channels(data_format),
        use_bias=not normalizer_fn and biases_initializer is not None,
        kernel_initializer=weights_initializer,
        bias_initializer=biases_initializer,
        kernel_regularizer=weights_regularizer,
        bias_regularizer=biases_regularizer,
        trainable=trainable,
        name=sc.name,
        dtype=inputs.dtype.base_dtype,
        _scope=sc,
        _reuse=reuse,
    )
    outputs = layer.apply(inputs)
    collect(layer.kernel, variables_collections, "weights")
    if layer.bias is not None:
        collect(layer.bias, variables_collections, "biases")
    outputs = normalize(outputs, normalizer_fn, normalizer_params)
    return activate(outputs, activation_fn, outputs_collections, sc.name)


conv2d_transpose, conv3d_transpose = convolution2d_transpose, convolution3d_transpose
