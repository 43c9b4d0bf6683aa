"""Residual networks, version 1 (K. He et al., arXiv:1512.03385)."""

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
    "resnet_v1",
    "resnet_v1_50",
    "resnet_v1_101",
    "resnet_v1_152",
    "resnet_v1_200",
    "resnet_v1_block",
]


@add_arg_scope
def bottleneck(inputs, depth, depth_bottleneck, stride, rate=1, outputs_collections=None, scope=None):
    """A unit: three convolutions beside a shortcut, normalised after each convolution."""
    with tf.variable_scope(scope, "bottleneck_v1", [inputs]) as sc:
        depth_in = utils.last_dimension(inputs.get_shape(), min_rank=4)
        if depth == depth_in:
            shortcut = resnet_utils.subsample(inputs, stride, "shortcut")
        else:
            shortcut = layers.conv2d(inputs, depth, [1, 1], stride=stride, activation_fn=None, scope="shortcut")
        residual = layers.conv2d(inputs, depth_bottleneck, [1, 1], stride=1, scope="conv1")
        residual = resnet_utils.conv2d_same(residual, depth_bottleneck, 3, stride, rate=rate, scope="conv2")
        residual = layers.conv2d(residual, depth, [1, 1], stride=1, activation_fn=None, scope="conv3")
        output = tf.nn.relu(shortcut + residual)
        return utils.collect_named_outputs(outputs_collections, sc.name, output)


def resnet_v1(
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
    with tf.variable_scope(scope, "resnet_v1", [inputs], reuse=reuse) as sc:
        collection = sc.original_name_scope + "_end_points"
        collected = [layers.conv2d, bottleneck, resnet_utils.stack_blocks_dense]
        with (
            arg_scope(collected, outputs_collections=collection),
            arg_scope([layers.batch_norm], is_training=is_training),
        ):
            net = inputs
            if include_root_block:
                output_stride = resnet_utils.root_stride(output_stride)
                net = resnet_utils.conv2d_same(net, 64, 7, stride=2, scope="conv1")
                net = layers.max_pool2d(net, [3, 3], stride=2, scope="pool1")
            net = resnet_utils.stack_blocks_dense(net, blocks, output_stride)
            return resnet_utils.top(net, collection, num_classes, global_pool)


def resnet_v1_block(scope, base_depth, num_units, stride):
    """`num_units` units of four times `base_depth`, the last one with a stride."""
    return resnet_utils.block(bottleneck, scope, base_depth, num_units, stride)


resnet_v1_50 = resnet_utils.standard(resnet_v1, resnet_v1_block, (3, 4, 6, 3))
resnet_v1_101 = resnet_utils.standard(resnet_v1, resnet_v1_block, (3, 4, 23, 3))
resnet_v1_152 = resnet_utils.standard(resnet_v1, resnet_v1_block, (3, 8, 36, 3))
resnet_v1_200 = resnet_utils.standard(resnet_v1, resnet_v1_block, (3, 24, 36, 3))
resnet_v1.default_image_size = 224
