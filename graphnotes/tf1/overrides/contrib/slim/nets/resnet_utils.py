"""What both kinds of residual networks are made of: blocks of units, and strides that become dilations."""

from __future__ import annotations

import collections

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.framework import add_arg_scope, arg_scope
from graphnotes.tf1.overrides.contrib.layers import _outputs as utils

__all__ = ["Block", "conv2d_same", "resnet_arg_scope", "stack_blocks_dense", "subsample"]

Block = collections.namedtuple("Block", ["scope", "unit_fn", "args"])


def subsample(inputs, factor, scope=None):
    """Every `factor`-th pixel of images."""
    return inputs if factor == 1 else layers.max_pool2d(inputs, [1, 1], stride=factor, scope=scope)


def conv2d_same(inputs, num_outputs, kernel_size, stride, rate=1, scope=None):
    """A convolution whose padding does not depend on the image's size, also with a stride."""
    if stride == 1:
        return layers.conv2d(inputs, num_outputs, kernel_size, stride=1, rate=rate, padding="SAME", scope=scope)
    total = (kernel_size - 1) * rate
    before = total // 2
    sides = [before, total - before]
    inputs = tf.pad(inputs, [[0, 0], sides, sides, [0, 0]])
    return layers.conv2d(inputs, num_outputs, kernel_size, stride=stride, rate=rate, padding="VALID", scope=scope)


@add_arg_scope
def stack_blocks_dense(net, blocks, output_stride=None, outputs_collections=None):
    """The blocks one after the other; strides beyond `output_stride` become dilations.

    Raises:
        ValueError: the blocks' strides don't reach `output_stride`.
    """
    stride = rate = 1
    for block in blocks:
        with tf.variable_scope(block.scope, "block", [net]) as scope:
            for i, unit in enumerate(block.args, 1):
                if output_stride is not None and stride > output_stride:
                    raise ValueError("The target output_stride cannot be reached.")
                with tf.variable_scope(f"unit_{i}", values=[net]):
                    if output_stride is not None and stride == output_stride:
                        net = block.unit_fn(net, rate=rate, **{**unit, "stride": 1})
                        rate *= unit.get("stride", 1)
                    else:
                        net = block.unit_fn(net, rate=1, **unit)
                        stride *= unit.get("stride", 1)
            net = utils.collect_named_outputs(outputs_collections, scope.name, net)
    if output_stride is not None and stride != output_stride:
        raise ValueError("The target output_stride cannot be reached.")
    return net


def resnet_arg_scope(
    weight_decay=0.0001, batch_norm_decay=0.997, batch_norm_epsilon=1e-5, batch_norm_scale=True
):
    """The argument scope that residual networks are built in."""
    normalization = {
        "decay": batch_norm_decay,
        "epsilon": batch_norm_epsilon,
        "scale": batch_norm_scale,
        "updates_collections": tf.GraphKeys.UPDATE_OPS,
    }
    with (
        arg_scope(
            [layers.conv2d],
            weights_regularizer=layers.l2_regularizer(weight_decay),
            weights_initializer=layers.variance_scaling_initializer(),
            activation_fn=tf.nn.relu,
            normalizer_fn=layers.batch_norm,
            normalizer_params=normalization,
        ),
        arg_scope([layers.batch_norm], **normalization),
        arg_scope([layers.max_pool2d], padding="SAME") as scope,
    ):
        return scope


def block(unit_fn, scope, base_depth, num_units, stride):
    """`num_units` bottleneck units, the last one with a stride."""
    unit = {"depth": base_depth * 4, "depth_bottleneck": base_depth, "stride": 1}
    return Block(scope, unit_fn, [unit] * (num_units - 1) + [{**unit, "stride": stride}])


def standard(network, block_fn, units):
    """The function that makes `network` of four blocks with `units` units in each."""
    depth = 3 * sum(units) + 2  # three layers in a unit, one before and one after
    default = f"{network.__name__}_{depth}"

    def build(
        inputs,
        num_classes=None,
        is_training=True,
        global_pool=True,
        output_stride=None,
        reuse=None,
        scope=default,
    ):
        shapes = zip((64, 128, 256, 512), units, (2, 2, 2, 1))
        blocks = [block_fn(f"block{i}", *shape) for i, shape in enumerate(shapes, 1)]
        return network(inputs, blocks, num_classes, is_training, global_pool, output_stride, True, reuse, scope)

    build.__name__ = build.__qualname__ = default
    build.__module__ = network.__module__
    build.__doc__ = f"The network with {depth} layers; see `{network.__name__}`."
    return build


def root_stride(output_stride):
    """What is left of `output_stride` after the first two layers. ValueError unless it is a multiple of 4."""
    if output_stride is not None and output_stride % 4 != 0:
        raise ValueError("The output_stride needs to be a multiple of 4.")
    return None if output_stride is None else output_stride / 4


def top(net, collection, num_classes, global_pool):
    """(logits or features, {name: tensor of a layer}) of the last block."""
    if global_pool:
        net = tf.reduce_mean(net, [1, 2], name="pool5", keepdims=True)
    if num_classes is not None:
        net = layers.conv2d(net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None, scope="logits")
    end_points = utils.convert_collection_to_dict(collection)
    if num_classes is not None:
        end_points["predictions"] = layers.softmax(net, scope="predictions")
    return net, end_points
