"""OverFeat (P. Sermanet et al., arXiv:1312.6229)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.framework import arg_scope
from graphnotes.tf1.overrides.contrib.slim.nets._classic import (
    argument_scope,
    dense_layers,
    network,
    trunc_normal,
)

__all__ = ["overfeat", "overfeat_arg_scope", "trunc_normal"]


def overfeat_arg_scope(weight_decay=0.0005):
    """The argument scope that `overfeat` is built in."""
    return argument_scope(weight_decay, tf.zeros_initializer())


def overfeat(
    inputs, num_classes=1000, is_training=True, dropout_keep_prob=0.5, spatial_squeeze=True, scope="overfeat"
):
    """OverFeat on images [batch, height, width, channels], 231 x 231 for one prediction each.

    Returns:
        Logits [batch, num_classes] ([batch, h, w, num_classes] without `spatial_squeeze`), {name: tensor of a layer}.
    """

    def build(net):
        net = layers.conv2d(net, 64, [11, 11], 4, padding="VALID", scope="conv1")
        net = layers.max_pool2d(net, [2, 2], scope="pool1")
        net = layers.conv2d(net, 256, [5, 5], padding="VALID", scope="conv2")
        net = layers.max_pool2d(net, [2, 2], scope="pool2")
        for i, depth in ((3, 512), (4, 1024), (5, 1024)):
            net = layers.conv2d(net, depth, [3, 3], scope=f"conv{i}")
        net = layers.max_pool2d(net, [2, 2], scope="pool5")
        bias = tf.constant_initializer(0.1)
        with arg_scope([layers.conv2d], weights_initializer=trunc_normal(0.005), biases_initializer=bias):
            net = dense_layers(net, 3072, [6, 6], 4096, dropout_keep_prob, is_training)
            zeros = tf.zeros_initializer()
            return layers.conv2d(
                net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None, biases_initializer=zeros, scope="fc8"
            )

    collected = [layers.fully_connected]
    return network(inputs, scope, "overfeat", build, original_scope=False, squeeze=spatial_squeeze, collect=collected)
