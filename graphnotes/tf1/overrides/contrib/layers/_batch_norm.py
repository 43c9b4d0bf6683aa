"""Batch normalization (tf.contrib.layers.batch_norm, arXiv:1502.03167)."""

from __future__ import annotations

from tensorflow.python.training import moving_averages

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import add_arg_scope, model_variable
from graphnotes.tf1.overrides.contrib.layers import _outputs as utils
from graphnotes.tf1.overrides.contrib.layers._scope import (
    activate,
    check_data_format,
    collect,
    layer_scope,
)

_UPDATE_OPS = tf.GraphKeys.UPDATE_OPS
_DEFAULTS = {
    "beta": tf.zeros_initializer,
    "gamma": tf.ones_initializer,
    "moving_mean": tf.zeros_initializer,
    "moving_variance": tf.ones_initializer,
}


@add_arg_scope
def batch_norm(
    inputs,
    decay=0.999,
    center=True,
    scale=False,
    epsilon=0.001,
    activation_fn=None,
    param_initializers=None,
    param_regularizers=None,
    updates_collections=_UPDATE_OPS,
    is_training=True,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    batch_weights=None,
    fused=None,
    data_format="NHWC",
    zero_debias_moving_mean=False,
    scope=None,
    renorm=False,
    renorm_clipping=None,
    renorm_decay=0.99,
    adjustment=None,
):
    """Normalizes channels over the batch while training, with the moving averages otherwise.

    Args:
        inputs: rank 2 or more; channels last, or axis 1 for "NCHW".
        decay: of the moving averages.
        center, scale: whether there is a beta to add, a gamma to multiply with.
        updates_collections: where the updates of the moving averages go, to be run with the training op; None makes
            the output wait for them instead.
        is_training: a bool or a boolean tensor.
        batch_weights: a weight for each example.
        fused: use the fused kernel where it can do the job (None and True).

    Raises:
        ValueError: the channels are unknown, or the arguments don't go together.
    """
    inputs = tf.convert_to_tensor(inputs)
    rank = inputs.get_shape().ndims
    plain = batch_weights is None and updates_collections is _UPDATE_OPS and not zero_debias_moving_mean
    can_fuse = fused is not False and batch_weights is None and not renorm and adjustment is None and rank in (2, 4)
    check_data_format(data_format)
    own = {
        "decay": decay, "epsilon": epsilon, "is_training": is_training, "updates_collections": updates_collections,
        "zero_debias": zero_debias_moving_mean, "data_format": data_format,
    }  # fmt: skip
    parameters = _Parameters(
        center, scale, param_initializers, param_regularizers, variables_collections, trainable
    )
    if can_fuse and (rank == 2 or not plain):
        with tf.variable_scope(scope, "BatchNorm", [inputs], reuse=reuse) as sc:
            outputs = _fused(tf.convert_to_tensor(inputs), parameters, **own)
            return activate(outputs, activation_fn, outputs_collections, sc.name)
    with layer_scope(scope, "BatchNorm", inputs, reuse) as sc:
        inputs = tf.convert_to_tensor(inputs)
        if plain:
            layer = tf.layers.BatchNormalization(
                axis=1 if data_format == "NCHW" else -1,
                momentum=decay,
                epsilon=epsilon,
                center=center,
                scale=scale,
                beta_initializer=parameters.initializer("beta"),
                gamma_initializer=parameters.initializer("gamma"),
                moving_mean_initializer=parameters.initializer("moving_mean"),
                moving_variance_initializer=parameters.initializer("moving_variance"),
                beta_regularizer=parameters.regularizers.get("beta"),
                gamma_regularizer=parameters.regularizers.get("gamma"),
                trainable=trainable,
                renorm=renorm,
                renorm_clipping=renorm_clipping,
                renorm_momentum=renorm_decay,
                adjustment=adjustment,
                name=sc.name,
                _scope=sc,
                _reuse=reuse,
                fused=True if fused is None else fused,
            )
            outputs = layer.apply(inputs, training=is_training)
            for name in ("moving_mean", "moving_variance", "beta", "gamma"):
                variable = getattr(layer, name)
                if variable is not None:
                    collect(variable, variables_collections, name)
        else:
            if renorm:
                raise ValueError(
                    "renorm is not supported with batch_weights, updates_collections or zero_debias_moving_mean"
                )
            outputs = _unfused(inputs, parameters, batch_weights=batch_weights, **own)
        return activate(outputs, activation_fn, outputs_collections, sc.name)


class _Parameters:
    """The variables of a batch normalization that stands on no core layer."""

    def __init__(self, center, scale, initializers, regularizers, collections, trainable):
        self.center, self.scale, self.trainable = center, scale, trainable
        self.initializers, self.regularizers = initializers or {}, regularizers or {}
        self.collections = collections

    def initializer(self, name):
        return self.initializers[name] if name in self.initializers else _DEFAULTS[name]()

    def variable(self, name, shape, dtype, trainable, regularizer=None):
        return model_variable(
            name,
            shape=shape,
            dtype=dtype,
            initializer=self.initializer(name),
            regularizer=regularizer,
            collections=utils.get_variable_collections(self.collections, name),
            trainable=trainable,
        )

    def moving(self, shape, dtype):
        """The moving mean and variance, never partitioned."""
        with tf.variable_scope(tf.get_variable_scope()) as local:
            local.set_partitioner(None)
            return tuple(self.variable(n, shape, dtype, False) for n in ("moving_mean", "moving_variance"))


def _fused(inputs, parameters, decay, epsilon, is_training, updates_collections, zero_debias, data_format):
    original, shape = inputs, inputs.get_shape()
    if shape.ndims == 2:
        width = shape.dims[-1].value
        if width is None:
            raise ValueError("`C` dimension must be known but is None")
        inputs = tf.reshape(inputs, [-1, width, 1, 1] if data_format == "NCHW" else [-1, 1, 1, width])
    inputs_shape = inputs.get_shape()
    channels = inputs_shape[1:2] if data_format == "NCHW" else inputs_shape[-1:]
    if not channels.is_fully_defined():
        raise ValueError(f"Inputs {inputs.name} has undefined `C` dimension {channels}.")

    def parameter(name, used, otherwise):
        if not used:
            return tf.constant(otherwise, dtype=tf.float32, shape=channels)
        regularizer = parameters.regularizers.get(name)
        return parameters.variable(name, channels, tf.float32, parameters.trainable, regularizer)

    beta = parameter("beta", parameters.center, 0.0)
    gamma = parameter("gamma", parameters.scale, 1.0)
    moving_mean, moving_variance = parameters.moving(channels, tf.float32)
    common = {"epsilon": epsilon, "data_format": data_format}
    outputs, mean, variance = utils.smart_cond(
        is_training,
        lambda: tf.nn.fused_batch_norm(inputs, gamma, beta, **common),
        lambda: tf.nn.fused_batch_norm(
            inputs, gamma, beta, mean=moving_mean, variance=moving_variance, is_training=False, **common
        ),
    )
    training = utils.constant_value(is_training)
    if training is None or training:
        normalized = outputs

        def updates():
            return _update(moving_mean, moving_variance, mean, variance, decay, zero_debias)

        def wait_for_updates():
            with tf.control_dependencies(updates()):
                return tf.identity(normalized)

        if updates_collections is None:
            outputs = utils.smart_cond(is_training, wait_for_updates, lambda: normalized)
        else:
            _collect_updates(updates_collections, is_training, updates, moving_mean, moving_variance)
    outputs.set_shape(inputs_shape)
    return tf.reshape(outputs, tf.shape(original)) if shape.ndims == 2 else outputs


def _update(moving_mean, moving_variance, mean, variance, decay, zero_debias):
    return (
        moving_averages.assign_moving_average(moving_mean, mean, decay, zero_debias=zero_debias),
        moving_averages.assign_moving_average(moving_variance, variance, decay, zero_debias=False),
    )


def _collect_updates(collections, is_training, updates, *moving):
    for update in utils.smart_cond(is_training, updates, lambda: moving):
        tf.add_to_collections(collections, update)


def _unfused(
    inputs, parameters, decay, epsilon, is_training, updates_collections, zero_debias, data_format, batch_weights
):
    shape, rank = inputs.get_shape(), inputs.get_shape().ndims
    if rank is None:
        raise ValueError(f"Inputs {inputs.name} has undefined rank.")
    if batch_weights is not None:
        batch_weights = tf.convert_to_tensor(batch_weights)
        shape[0:1].assert_is_compatible_with(batch_weights.get_shape())
        batch_weights = tf.reshape(batch_weights, [-1] + [1] * (rank - 1))
    first = data_format == "NCHW"
    channels = shape[1:2] if first else shape[-1:]
    if not channels.is_fully_defined():
        raise ValueError(f"Inputs {inputs.name} has undefined channels dimension {channels}.")
    dtype, trainable = inputs.dtype.base_dtype, parameters.trainable
    beta = parameters.variable("beta", channels, dtype, trainable) if parameters.center else None
    gamma = parameters.variable("gamma", channels, dtype, trainable) if parameters.scale else None
    moving = moving_mean, moving_variance = parameters.moving(channels, dtype)

    training = utils.constant_value(is_training)
    if training is None or training:
        axes = [0, *range(2, rank)] if first else list(range(rank - 1))
        if batch_weights is None:
            batch = tf.nn.moments(inputs, axes, **({"keep_dims": True} if first else {}))
        else:
            batch = tf.nn.weighted_moments(inputs, axes, batch_weights, **({"keepdims": True} if first else {}))
        if first:
            batch = tuple(tf.reshape(moment, [-1]) for moment in batch)

        def updates():
            return _update(moving_mean, moving_variance, *batch, decay, zero_debias)

        def wait_for_updates():
            with tf.control_dependencies(updates()):
                return tuple(tf.identity(moment) for moment in batch)

        if updates_collections is None:
            mean, variance = utils.smart_cond(is_training, wait_for_updates, lambda: moving)
        else:
            _collect_updates(updates_collections, is_training, updates, *moving)
            mean, variance = utils.smart_cond(is_training, lambda: batch, lambda: moving)
    else:
        mean, variance = moving
    if first:
        broadcast = [1, shape.dims[1].value] + [1] * (rank - 2)
        mean, variance, beta, gamma = (
            value if value is None else tf.reshape(value, broadcast) for value in (mean, variance, beta, gamma)
        )
    outputs = tf.nn.batch_normalization(inputs, mean, variance, beta, gamma, epsilon)
    outputs.set_shape(shape)
    return outputs
