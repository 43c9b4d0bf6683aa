"""VGG (K. Simonyan, A. Zisserman, arXiv:1409.1556) with 11, 16 and 19 layers."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.framework import arg_scope
from graphnotes.tf1.overrides.contrib.slim.nets._classic import dense_layers, network

__all__ = ["vgg_16", "vgg_19", "vgg_a", "vgg_arg_scope", "vgg_d", "vgg_e"]


def vgg_arg_scope(weight_decay=0.0005):
    """The argument scope that these networks are built in."""
    with arg_scope(
        [layers.conv2d, layers.fully_connected],
        activation_fn=tf.nn.relu,
        weights_regularizer=layers.l2_regularizer(weight_decay),
        biases_initializer=tf.zeros_initializer(),
    ), arg_scope([layers.conv2d], padding="SAME") as scope:
        return scope


def _vgg(repetitions, inputs, num_classes, is_training, keep_prob, squeeze, scope, default, **options):
    def build(net):
        for i, (times, depth) in enumerate(zip(repetitions, (64, 128, 256, 512, 512)), 1):
            net = layers.repeat(net, times, layers.conv2d, depth, [3, 3], scope=f"conv{i}")
            net = layers.max_pool2d(net, [2, 2], scope=f"pool{i}")
        net = dense_layers(net, 4096, [7, 7], 4096, keep_prob, is_training)
        return layers.conv2d(net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None, scope="fc8")

    return network(inputs, scope, default, build, squeeze=squeeze, **options)


def vgg_a(inputs, num_classes=1000, is_training=True, dropout_keep_prob=0.5, spatial_squeeze=True, scope="vgg_a"):
    """VGG with 11 layers on images [batch, height, width, channels], 224 x 224 for one prediction each.

    Returns:
        Logits [batch, num_classes] ([batch, h, w, num_classes] without `spatial_squeeze`), {name: tensor of a layer}.
    """
    given = (inputs, num_classes, is_training, dropout_keep_prob, spatial_squeeze, scope)
    return _vgg((1, 1, 2, 2, 2), *given, "vgg_a")


def vgg_16(inputs, num_classes=1000, is_training=True, dropout_keep_prob=0.5, spatial_squeeze=True, scope="vgg_16"):
    """VGG with 16 layers; see `vgg_a`."""
    given = (inputs, num_classes, is_training, dropout_keep_prob, spatial_squeeze, scope)
    return _vgg((2, 2, 3, 3, 3), *given, "vgg_16", collect=[layers.fully_connected])


def vgg_19(inputs, num_classes=1000, is_training=True, dropout_keep_prob=0.5, spatial_squeeze=True, scope="vgg_19"):
    """VGG with 19 layers; see `vgg_a`."""
    given = (inputs, num_classes, is_training, dropout_keep_prob, spatial_squeeze, scope)
    return _vgg((2, 2, 4, 4, 4), *given, "vgg_19", original_scope=False, collect=[layers.fully_connected])


for _network in (vgg_a, vgg_16, vgg_19):
    _network.default_image_size = 224
vgg_d, vgg_e = vgg_16, vgg_19
