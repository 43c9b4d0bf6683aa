"""The networks of convolutions one after the other: AlexNet, OverFeat and VGG differ in their layers alone."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.framework import arg_scope
from graphnotes.tf1.overrides.contrib.layers import _outputs as utils


def trunc_normal(stddev):
    """Initializer: a truncated normal distribution around 0."""
    return tf.truncated_normal_initializer(0.0, stddev)


def argument_scope(weight_decay, biases_initializer):
    """The argument scope that AlexNet and OverFeat are built in."""
    with (
        arg_scope(
            [layers.conv2d, layers.fully_connected],
            activation_fn=tf.nn.relu,
            biases_initializer=biases_initializer,
            weights_regularizer=layers.l2_regularizer(weight_decay),
        ),
        arg_scope([layers.conv2d], padding="SAME"),
        arg_scope([layers.max_pool2d], padding="VALID") as scope,
    ):
        return scope


def network(inputs, scope, default, build, original_scope=True, squeeze=True, collect=()):
    """(logits, {name: tensor of a layer}) of a network.

    Args:
        build: makes the layers.
        original_scope: whether the layers' collection has the name scope's name, not the variable scope's.
        collect: further layer functions whose outputs are collected.
    """
    with tf.variable_scope(scope, default, [inputs]) as sc:
        collection = (sc.original_name_scope if original_scope else sc.name) + "_end_points"
        with arg_scope([layers.conv2d, layers.max_pool2d, *collect], outputs_collections=collection):
            net = build(inputs)
            end_points = utils.convert_collection_to_dict(collection)
            if squeeze:
                net = tf.squeeze(net, [1, 2], name="fc8/squeezed")
                end_points[sc.name + "/fc8"] = net
            return net, end_points


def dense_layers(net, width, kernel, second, keep_prob, is_training):
    """The two layers before the last: convolutions as wide as the image, each with dropout."""
    net = layers.conv2d(net, width, kernel, padding="VALID", scope="fc6")
    net = layers.dropout(net, keep_prob, is_training=is_training, scope="dropout6")
    net = layers.conv2d(net, second, [1, 1], scope="fc7")
    return layers.dropout(net, keep_prob, is_training=is_training, scope="dropout7")
