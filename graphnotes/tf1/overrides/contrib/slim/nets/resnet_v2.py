"""Residual networks, version 2 (K. He et al., arXiv:1603.05027)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.framework import add_arg_scope, arg_scope
from graphnotes.tf1.overrides.contrib.layers import _outputs as utils
from graphnotes.tf1.overrides.contrib.slim.nets import resnet_utils
from graphnotes.tf1.overrides.contrib.slim.nets.resnet_utils import resnet_arg_scope

__all__ = [
    "bottleneck",
    "resnet_arg_scope",
    "resnet_v2",
    "resnet_v2_50",
    "resnet_v2_101",
    "resnet_v2_152",
    "resnet_v2_200",
    "resnet_v2_block",
]


@add_arg_scope
def bottleneck(inputs, depth, depth_bottleneck, stride, rate=1, outputs_collections=None, scope=None):
    """A unit: three convolutions beside a shortcut, normalised before each convolution."""
    with tf.variable_scope(scope, "bottleneck_v2", [inputs]) as sc:
        depth_in = utils.last_dimension(inputs.get_shape(), min_rank=4)
        plain = {"normalizer_fn": None, "activation_fn": None}
        preact = layers.batch_norm(inputs, activation_fn=tf.nn.relu, scope="preact")
        if depth == depth_in:
            shortcut = resnet_utils.subsample(inputs, stride, "shortcut")
        else:
            shortcut = layers.conv2d(preact, depth, [1, 1], stride=stride, scope="shortcut", **plain)
        residual = layers.conv2d(preact, depth_bottleneck, [1, 1], stride=1, scope="conv1")
        residual = resnet_utils.conv2d_same(residual, depth_bottleneck, 3, stride, rate=rate, scope="conv2")
        residual = layers.conv2d(residual, depth, [1, 1], stride=1, scope="conv3", **plain)
        output = shortcut + residual
        return utils.collect_named_outputs(outputs_collections, sc.name, output)


def resnet_v2(
    inputs,
    blocks,
    num_classes=None,
    is_training=True,
    global_pool=True,
    output_stride=None,
    include_root_block=True,
    reuse=None,
    scope=None,
):
    """A residual network of `blocks` on images [batch, height, width, channels].

    Args:
        num_classes: width of the logits; None: none, features instead.
        global_pool: average over the image before the logits.
        output_stride: how many pixels one of the output stands for; None: as the blocks' strides have it.
        include_root_block: begin with a convolution and a pooling, each with stride 2.

    Returns:
        Logits or features [batch, h, w, depth], {name: tensor of a layer}.

    Raises:
        ValueError: an output_stride that can't be reached.
    """
    with tf.variable_scope(scope, "resnet_v2", [inputs], reuse=reuse) as sc:
        collection = sc.original_name_scope + "_end_points"
        collected = [layers.conv2d, bottleneck, resnet_utils.stack_blocks_dense]
        with (
            arg_scope(collected, outputs_collections=collection),
            arg_scope([layers.batch_norm], is_training=is_training),
        ):
            net = inputs
            if include_root_block:
                output_stride = resnet_utils.root_stride(output_stride)
                with arg_scope([layers.conv2d], activation_fn=None, normalizer_fn=None):
                    net = resnet_utils.conv2d_same(net, 64, 7, stride=2, scope="conv1")
                net = layers.max_pool2d(net, [3, 3], stride=2, scope="pool1")
            net = resnet_utils.stack_blocks_dense(net, blocks, output_stride)
            net = layers.batch_norm(net, activation_fn=tf.nn.relu, scope="postnorm")
            return resnet_utils.top(net, collection, num_classes, global_pool)


def resnet_v2_block(scope, base_depth, num_units, stride):
    """`num_units` units of four times `base_depth`, the last one with a stride."""
    return resnet_utils.block(bottleneck, scope, base_depth, num_units, stride)


resnet_v2_50 = resnet_utils.standard(resnet_v2, resnet_v2_block, (3, 4, 6, 3))
resnet_v2_101 = resnet_utils.standard(resnet_v2, resnet_v2_block, (3, 4, 23, 3))
resnet_v2_152 = resnet_utils.standard(resnet_v2, resnet_v2_block, (3, 8, 36, 3))
resnet_v2_200 = resnet_utils.standard(resnet_v2, resnet_v2_block, (3, 24, 36, 3))
resnet_v2.default_image_size = 224
