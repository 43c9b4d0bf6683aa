"""Layer, instance and group normalization, unit norm and biases (tf.contrib.layers)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import add_arg_scope, model_variable
from graphnotes.tf1.overrides.contrib.layers import _outputs as utils
from graphnotes.tf1.overrides.contrib.layers._scope import activate, check_data_format


def _parameter(name, shape, dtype, initializer, variables_collections, trainable):
    return model_variable(
        name,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        collections=utils.get_variable_collections(variables_collections, name),
        trainable=trainable,
    )


@add_arg_scope
def layer_norm(
    inputs,
    center=True,
    scale=True,
    activation_fn=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    begin_norm_axis=1,
    begin_params_axis=-1,
    scope=None,
):
    """Normalizes over the axes from `begin_norm_axis` on, each example by itself (arXiv:1607.06450).

    Args:
        center, scale: whether there is a beta to add, a gamma to multiply with.
        begin_params_axis: beta and gamma have the shape of the axes from there on.

    Raises:
        ValueError: the rank or the parameters' shape is unknown, or an axis lies outside.
    """
    with tf.variable_scope(scope, "LayerNorm", [inputs], reuse=reuse) as sc:
        inputs = tf.convert_to_tensor(inputs)
        shape, rank = inputs.shape, inputs.shape.ndims
        if rank is None:
            raise ValueError(f"Inputs {inputs.name} has undefined rank.")
        dtype = inputs.dtype.base_dtype
        if begin_norm_axis < 0:
            begin_norm_axis += rank
        if begin_params_axis >= rank or begin_norm_axis >= rank:
            raise ValueError(
                f"begin_params_axis ({begin_params_axis}) and begin_norm_axis ({begin_norm_axis}) "
                f"must be < rank(inputs) ({rank})"
            )
        parameters = shape[begin_params_axis:]
        if not parameters.is_fully_defined():
            raise ValueError(
                f"Inputs {inputs.name}: shape(inputs)[{begin_params_axis}:] is not fully defined: {shape}"
            )
        beta = gamma = None
        if center:
            beta = _parameter("beta", parameters, dtype, tf.zeros_initializer(), variables_collections, trainable)
        if scale:
            gamma = _parameter("gamma", parameters, dtype, tf.ones_initializer(), variables_collections, trainable)
        mean, variance = tf.nn.moments(inputs, list(range(begin_norm_axis, rank)), keep_dims=True)
        outputs = tf.nn.batch_normalization(
            inputs,
            mean,
            variance,
            offset=beta,
            scale=gamma,
            variance_epsilon=1e-3 if dtype == tf.float16 else 1e-12,
        )
        outputs.set_shape(shape)
        return activate(outputs, activation_fn, outputs_collections, sc.name)


@add_arg_scope
def instance_norm(
    inputs,
    center=True,
    scale=True,
    epsilon=1e-6,
    activation_fn=None,
    param_initializers=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    data_format="NHWC",
    scope=None,
):
    """Normalizes each channel of each example by itself (arXiv:1607.08022)."""
    inputs = tf.convert_to_tensor(inputs)
    shape, rank = inputs.shape, inputs.shape.ndims
    if rank is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank.")
    check_data_format(data_format)
    with tf.variable_scope(scope, "InstanceNorm", [inputs], reuse=reuse) as sc:
        axis = 1 if data_format == "NCHW" else rank - 1
        broadcast = [1, shape.dims[1].value] + [1] * (rank - 2) if data_format == "NCHW" else None
        parameters = shape[axis : axis + 1]
        if not parameters.is_fully_defined():
            raise ValueError(f"Inputs {inputs.name} has undefined channels dimension {parameters}.")
        initializers = param_initializers or {}
        dtype = inputs.dtype.base_dtype

        def parameter(name, default):
            initializer = initializers.get(name, default)
            value = _parameter(name, parameters, dtype, initializer, variables_collections, trainable)
            return tf.reshape(value, broadcast) if broadcast else value

        beta = parameter("beta", tf.zeros_initializer()) if center else None
        gamma = parameter("gamma", tf.ones_initializer()) if scale else None
        axes = [a for a in range(1, rank) if a != axis]
        mean, variance = tf.nn.moments(inputs, axes, keep_dims=True)
        outputs = tf.nn.batch_normalization(inputs, mean, variance, beta, gamma, epsilon, name="instancenorm")
        return activate(outputs, activation_fn, outputs_collections, sc.name)


@add_arg_scope
def group_norm(
    inputs,
    groups=32,
    channels_axis=-1,
    reduction_axes=(-3, -2),
    center=True,
    scale=True,
    epsilon=1e-6,
    activation_fn=None,
    param_initializers=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
    mean_close_to_zero=False,
):
    """Normalizes groups of channels, each example by itself (arXiv:1803.08494).

    Args:
        groups: how many groups; divides the number of channels.
        channels_axis, reduction_axes: the axis of channels, and those over which the moments are taken besides.
        mean_close_to_zero: compute the moments from sums, more exactly when the mean is near 0.

    Raises:
        ValueError: axes outside, overlapping or of unknown size; channels that don't divide into groups.
    """
    inputs = tf.convert_to_tensor(inputs)
    rank = inputs.shape.ndims
    if rank is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank.")
    if channels_axis > rank - 1:
        raise ValueError("Axis is out of bounds.")
    dynamic = tf.shape(inputs)
    shape = [dynamic[i] if d.value is None else d for i, d in enumerate(inputs.shape.dims)]
    axis = channels_axis + rank if channels_axis < 0 else channels_axis
    channels = inputs.shape.dims[axis].value
    if channels is None:
        raise ValueError(f"Inputs {inputs.name} has undefined channel dimension: {axis}.")
    axes = [a + rank if a < 0 else a for a in reduction_axes]
    for a in axes:
        if a > rank:
            raise ValueError("Axis is out of bounds.")
        if inputs.shape.dims[a].value is None:
            raise ValueError(f"Inputs {inputs.name} has undefined dimensions {a}.")
        if a == axis:
            raise ValueError("reduction_axis must be mutually exclusive with channels_axis")
    if groups > channels:
        raise ValueError(f"Invalid groups {groups} for {channels} channels.")
    if channels % groups:
        raise ValueError(f"{channels} channels is not commensurate with {groups} groups.")

    before, after, group = shape[:axis], shape[axis + 1 :], [groups, channels // groups]
    broadcast = [1] * len(before) + group + [1] * len(after)
    inputs = tf.reshape(inputs, before + group + after)
    moments_axes = [axis + 1] + [a + 1 if a > axis else a for a in axes]
    with tf.variable_scope(scope, "GroupNorm", [inputs], reuse=reuse) as sc:
        initializers = param_initializers or {}

        def parameter(name, default):
            initializer = initializers.get(name, default)
            dtype = inputs.dtype.base_dtype
            value = _parameter(name, [channels], dtype, initializer, variables_collections, trainable)
            return tf.reshape(value, broadcast)

        beta = parameter("beta", tf.zeros_initializer()) if center else None
        gamma = parameter("gamma", tf.ones_initializer()) if scale else None
        if mean_close_to_zero:
            counts, sums, squares, _ = tf.nn.sufficient_statistics(inputs, moments_axes, keep_dims=True)
            mean, variance = tf.nn.normalize_moments(counts, sums, squares, shift=None)
        else:
            mean, variance = tf.nn.moments(inputs, moments_axes, keep_dims=True)
        gain = tf.rsqrt(variance + epsilon)
        offset = -mean * gain
        if gamma is not None:
            gain *= gamma
            offset *= gamma
        if beta is not None:
            offset += beta
        outputs = tf.reshape(inputs * gain + offset, shape)
        return activate(outputs, activation_fn, outputs_collections, sc.name)


@add_arg_scope
def bias_add(
    inputs,
    activation_fn=None,
    initializer=tf.zeros_initializer(),
    regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    data_format="NHWC",
    scope=None,
):
    """Adds a variable `biases` to the channels of `inputs`."""
    check_data_format(data_format)
    with tf.variable_scope(scope, "BiasAdd", [inputs], reuse=reuse) as sc:
        inputs = tf.convert_to_tensor(inputs)
        rank = inputs.get_shape().ndims
        if rank is None:
            raise ValueError("Dims of shape must be known but is None")
        if rank != 4 and data_format == "NCHW":
            raise ValueError("Data format NCHW only supports 4D Tensor")
        width = inputs.get_shape().dims[1 if data_format == "NCHW" else -1].value
        if width is None:
            raise ValueError("`C` dimension must be known but is None")
        biases = model_variable(
            "biases",
            shape=[width],
            dtype=inputs.dtype.base_dtype,
            initializer=initializer,
            regularizer=regularizer,
            collections=utils.get_variable_collections(variables_collections, "biases"),
            trainable=trainable,
        )
        outputs = tf.nn.bias_add(inputs, biases, data_format=data_format)
        return activate(outputs, activation_fn, outputs_collections, sc.name)


@add_arg_scope
def unit_norm(inputs, dim, epsilon=1e-7, scope=None):
    """`inputs` divided by their length along the axis `dim` (counted from 0)."""
    with tf.variable_scope(scope, "UnitNorm", [inputs]):
        if inputs.get_shape().ndims is None or not inputs.get_shape():
            raise ValueError("The input rank must be known.")
        rank = inputs.get_shape().ndims
        if not 0 <= dim < rank:
            raise ValueError("dim must be positive but smaller than the input rank.")
        lengths = tf.sqrt(epsilon + tf.reduce_sum(tf.square(inputs), dim, True))
        multiples = [tf.ones([dim], tf.int32)] if dim > 0 else []
        multiples.append(tf.strided_slice(tf.shape(inputs), [dim], [dim + 1]))
        if dim < rank - 1:
            multiples.append(tf.ones([rank - 1 - dim], tf.int32))
        return tf.div(inputs, tf.tile(lengths, tf.concat(multiples, 0)))
