"""Layers without weights: flatten, dropout, one-hot, softmax, maxout and their kind (tf.contrib.layers)."""

from __future__ import annotations

import math

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import add_arg_scope, model_variable
from graphnotes.tf1.overrides.contrib.layers import _outputs as utils
from graphnotes.tf1.overrides.contrib.layers._scope import (
    channels,
    check_data_format,
    layer_scope,
)


@add_arg_scope
def flatten(inputs, outputs_collections=None, scope=None):
    """[batch, ...] as [batch, k]."""
    with tf.name_scope(scope, "Flatten", [inputs]) as sc:
        outputs = tf.layers.Flatten().apply(tf.convert_to_tensor(inputs))
        return utils.collect_named_outputs(outputs_collections, sc, outputs)


@add_arg_scope
def dropout(
    inputs, keep_prob=0.5, noise_shape=None, is_training=True, outputs_collections=None, scope=None, seed=None
):
    """Keeps each unit with probability `keep_prob`, scaled by 1 / keep_prob, while training; nothing otherwise."""
    with layer_scope(scope, "Dropout", inputs, None) as sc:
        inputs = tf.convert_to_tensor(inputs)
        layer = tf.layers.Dropout(rate=1 - keep_prob, noise_shape=noise_shape, seed=seed, name=sc.name, _scope=sc)
        outputs = layer.apply(inputs, training=is_training)
        return utils.collect_named_outputs(outputs_collections, sc.name, outputs)


@add_arg_scope
def one_hot_encoding(labels, num_classes, on_value=1.0, off_value=0.0, outputs_collections=None, scope=None):
    """Labels [batch] as [batch, num_classes] with `on_value` at each label."""
    with tf.name_scope(scope, "OneHotEncoding", [labels, num_classes]) as sc:
        labels = tf.convert_to_tensor(labels)
        if labels.dtype == tf.int32:
            labels = tf.to_int64(labels)
        outputs = tf.one_hot(labels, num_classes, on_value=on_value, off_value=off_value)
        return utils.collect_named_outputs(outputs_collections, sc, outputs)


@add_arg_scope
def softmax(logits, scope=None):
    """Softmax over the last dimension, of any rank from 2 on."""
    with tf.variable_scope(scope, "softmax", [logits]):
        width = utils.last_dimension(logits.get_shape(), min_rank=2)
        predictions = tf.nn.softmax(tf.reshape(logits, [-1, width]))
        predictions = tf.reshape(predictions, tf.shape(logits))
        if not tf.executing_eagerly():
            predictions.set_shape(logits.get_shape())
        return predictions


@add_arg_scope
def maxout(inputs, num_units, axis=-1, scope=None):
    """The maximum of each of `num_units` groups of features along `axis` (arXiv:1302.4389)."""
    with tf.variable_scope(scope, "MaxOut", [inputs]):
        inputs = tf.convert_to_tensor(inputs)
        shape = inputs.get_shape().as_list()
        features = shape[axis]
        if features % num_units:
            raise ValueError(f"number of features({features}) is not a multiple of num_units({num_units})")
        shape[axis] = num_units
        shape.append(features // num_units)
        shape = [tf.shape(inputs)[i] if d is None else d for i, d in enumerate(shape)]
        return tf.reduce_max(tf.reshape(inputs, shape), -1, keepdims=False)


@add_arg_scope
def dense_to_sparse(tensor, eos_token=0, outputs_collections=None, scope=None):
    """A SparseTensor of the elements that are not `eos_token`."""
    with tf.variable_scope(scope, "dense_to_sparse", [tensor]) as sc:
        tensor = tf.convert_to_tensor(tensor)
        indices = tf.where(tf.not_equal(tensor, tf.constant(eos_token, tensor.dtype)))
        values = tf.gather_nd(tensor, indices)
        outputs = tf.SparseTensor(indices, values, tf.shape(tensor, out_type=tf.int64))
        return utils.collect_named_outputs(outputs_collections, sc.name, outputs)


@add_arg_scope
def images_to_sequence(inputs, data_format="NHWC", outputs_collections=None, scope=None):
    """Images [batch, height, width, channels] as a sequence of their columns [width, batch * height, channels]."""
    check_data_format(data_format)
    with tf.name_scope(scope, "ImagesToSequence", [inputs]) as sc:
        inputs = tf.convert_to_tensor(inputs)
        if channels(data_format) == "channels_first":
            inputs = tf.transpose(inputs, [0, 2, 3, 1])
        _, _, width, depth = inputs.get_shape().as_list()
        shape = tf.shape(inputs)
        batch, height = shape[0], shape[1]
        columns = tf.transpose(inputs, [2, 0, 1, 3])
        outputs = tf.reshape(columns, [width, batch * height, depth])
        return utils.collect_named_outputs(outputs_collections, sc, outputs)


@add_arg_scope
def sequence_to_images(
    inputs, height, output_data_format="channels_last", outputs_collections=None, scope=None
):
    """What `images_to_sequence` made, as images again."""
    with tf.name_scope(scope, "SequenceToImages", [inputs]) as sc:
        inputs = tf.convert_to_tensor(inputs)
        width, rows, depth = inputs.get_shape().as_list()
        batch = -1 if rows is None else rows // height
        images = tf.reshape(inputs, [width, batch, height, depth])
        order = [1, 3, 2, 0] if output_data_format == "channels_first" else [1, 2, 0, 3]
        return utils.collect_named_outputs(outputs_collections, sc, tf.transpose(images, order))


@add_arg_scope
def inner_flatten(inputs, new_rank, output_collections=None, scope=None):
    """Flattens the innermost dimensions, so that `new_rank` are left; of a dense or sparse tensor."""
    with tf.name_scope(scope, "InnerFlatten", [inputs, new_rank]) as sc:
        if isinstance(inputs, tf.SparseTensor):
            flattened = _sparse_inner_flatten(inputs, new_rank)
        else:
            flattened = _dense_inner_flatten(tf.convert_to_tensor(inputs), new_rank)
    return utils.collect_named_outputs(output_collections, sc, flattened)


def _sparse_inner_flatten(inputs, new_rank):
    rank = inputs.dense_shape.get_shape().as_list()[0]
    if rank < new_rank:
        raise ValueError(
            f"Inputs has rank less than new_rank. {inputs} must have rank at least {new_rank}. "
            f"Received rank {rank}, shape {inputs.get_shape()}"
        )
    outer, inner = inputs.dense_shape[: new_rank - 1], inputs.dense_shape[new_rank - 1 :]
    return tf.sparse_reshape(inputs, tf.concat((outer, [tf.reduce_prod(inner)]), 0))


def _dense_inner_flatten(inputs, new_rank):
    check = tf.assert_rank_at_least(inputs, new_rank, message="inputs has rank less than new_rank")
    with tf.control_dependencies([check]):
        outer = tf.strided_slice(tf.shape(inputs), [0], [new_rank - 1])
        flattened = tf.reshape(inputs, tf.concat((outer, [-1]), 0))
    if isinstance(new_rank, int) and inputs.get_shape().dims is not None:
        shape = inputs.get_shape().as_list()
        inner = shape[new_rank - 1 :]
        flattened.set_shape([*shape[: new_rank - 1], None if None in inner else math.prod(inner)])
    return flattened


@add_arg_scope
def spatial_softmax(
    features, temperature=None, name=None, variables_collections=None, trainable=True, data_format="NHWC"
):
    """The expected image position of each channel's activation, [batch, 2 * channels] (arXiv:1509.06113).

    Args:
        features: [batch, height, width, channels] (or "NCHW").
        temperature: of the softmax over positions; a trained variable that begins with it (1 when None).
    """
    with tf.variable_scope(name, "spatial_softmax"):
        shape, static = tf.shape(features), features.shape
        if data_format == "NHWC":
            height, width, num_channels = shape[1], shape[2], static.dims[3].value
        elif data_format == "NCHW":
            num_channels, height, width = static.dims[1].value, shape[2], shape[3]
        else:
            raise ValueError("data_format has to be either NCHW or NHWC.")
        if num_channels is None:
            raise ValueError(
                "The num_channels dimension of the inputs to `spatial_softmax` should be defined. Found `None`."
            )
        with tf.name_scope("spatial_softmax_op", "spatial_softmax_op", [features]):
            rows, columns = tf.meshgrid(
                tf.lin_space(-1.0, 1.0, num=height), tf.lin_space(-1.0, 1.0, num=width), indexing="ij"
            )
            rows, columns = tf.reshape(rows, [height * width]), tf.reshape(columns, [height * width])
            initializer = tf.ones_initializer() if temperature is None else tf.constant_initializer(temperature)
            collections = utils.get_variable_collections(variables_collections, "temperature") if trainable else None
            temperature = model_variable(
                "temperature", shape=(), dtype=tf.float32, initializer=initializer, collections=collections,
                trainable=trainable,
            )  # fmt: skip
            if data_format == "NHWC":
                features = tf.transpose(features, [0, 3, 1, 2])
            features = tf.reshape(features, [-1, height * width])
            attention = tf.nn.softmax(features / temperature)
            x = tf.reduce_sum(rows * attention, [1], keepdims=True)
            y = tf.reduce_sum(columns * attention, [1], keepdims=True)
            keypoints = tf.reshape(tf.concat([x, y], 1), [-1, num_channels * 2])
            keypoints.set_shape([None, num_channels * 2])
    return keypoints
