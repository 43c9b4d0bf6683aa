"""Fully connected layers (tf.contrib.layers.fully_connected and its kind)."""

from __future__ import annotations

import functools

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import add_arg_scope
from graphnotes.tf1.overrides.contrib.layers._initializers import xavier_initializer
from graphnotes.tf1.overrides.contrib.layers._scope import (
    WEIGHTS_AND_BIASES,
    activate,
    collect,
    layer_scope,
    normalize,
)


@add_arg_scope
def fully_connected(
    inputs,
    num_outputs,
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
    """activation(inputs @ weights + biases), with a normalizer in the place of the biases when one is given.

    Args:
        inputs: [..., n].
        num_outputs: an integer.
        activation_fn: None for a linear layer.
        variables_collections: collections for the variables, or a dict of them by "weights" and "biases".

    Returns:
        [..., num_outputs].

    Raises:
        ValueError: `num_outputs` is no integer.
    """
    if not isinstance(num_outputs, int):
        raise ValueError(f"num_outputs type should be one of {[int]}, got {type(num_outputs)}.")
    with layer_scope(scope, "fully_connected", inputs, reuse, WEIGHTS_AND_BIASES) as sc:
        inputs = tf.convert_to_tensor(inputs)
        layer = tf.layers.Dense(
            units=num_outputs,
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


def legacy_fully_connected(
    x,
    num_output_units,
    activation_fn=None,
    weight_init=xavier_initializer(),
    bias_init=tf.zeros_initializer(),
    name=None,
    weight_collections=(tf.GraphKeys.WEIGHTS,),
    bias_collections=(tf.GraphKeys.BIASES,),
    output_collections=(tf.GraphKeys.ACTIVATIONS,),
    trainable=True,
    weight_regularizer=None,
    bias_regularizer=None,
):
    """The first form of `fully_connected`: variables `weights` and `bias`, output in the collection ACTIVATIONS."""
    with tf.variable_scope(name, "fully_connected", [x]):
        x = tf.convert_to_tensor(x)
        dims = x.get_shape().dims
        if dims is None:
            raise ValueError("dims of x must be known but is None")
        if len(dims) < 2:
            raise ValueError(f"rank of x must be at least 2 not: {len(dims)}")
        width = dims[-1].value
        if width is None:
            raise ValueError("last dimension of x must be known but is None")

        def variable(name, shape, initializer, collections, regularizer):
            return tf.get_variable(
                name,
                shape=shape,
                dtype=x.dtype.base_dtype,
                initializer=initializer,
                collections={*(collections or ()), tf.GraphKeys.GLOBAL_VARIABLES},
                regularizer=regularizer,
                trainable=trainable,
            )

        w = variable("weights", [width, num_output_units], weight_init, weight_collections, weight_regularizer)
        y = tf.matmul(x if len(dims) <= 2 else tf.reshape(x, [-1, width]), w)
        if bias_init is not None:
            b = variable("bias", [num_output_units], bias_init, bias_collections, bias_regularizer)
            y = tf.nn.bias_add(y, b)
        if len(dims) > 2:
            shape = tf.unstack(tf.shape(x))
            shape[-1] = num_output_units
            y = tf.reshape(y, tf.stack(shape))
            y.set_shape([*x.get_shape().as_list()[:-1], num_output_units])
        if activation_fn is not None:
            y = activation_fn(y)
        tf.add_to_collections([*(output_collections or ()), tf.GraphKeys.ACTIVATIONS], y)
        return y


elu = functools.partial(fully_connected, activation_fn=tf.nn.elu)
relu = functools.partial(fully_connected, activation_fn=tf.nn.relu)
relu6 = functools.partial(fully_connected, activation_fn=tf.nn.relu6)
linear = functools.partial(fully_connected, activation_fn=None)
legacy_relu = functools.partial(legacy_fully_connected, activation_fn=tf.nn.relu)
legacy_linear = functools.partial(legacy_fully_connected, activation_fn=None)
