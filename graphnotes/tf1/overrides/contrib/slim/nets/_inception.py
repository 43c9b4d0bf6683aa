"""Inception networks out of tables.

A layer is written `scope:depth`, the kernel being the end of its scope's name: `Conv2d_0b_3x3:96`; `MaxPool_0a_3x3` and
`AvgPool_0a_3x3` are poolings. `/2` is a stride, `^` the padding VALID, `~` SAME, `@0.09` the initializer's standard deviation,
`=3x3` another kernel than the name says, and `a|b` two layers of the same input side by side.
"""

from __future__ import annotations

import re

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.framework import arg_scope
from graphnotes.tf1.overrides.contrib.slim.nets._classic import trunc_normal

_LAYER = re.compile(r"(?P<scope>\w+?_(?P<kernel>\d+x\d+))(:(?P<depth>\d+))?(=(?P<other>\d+x\d+))?(/(?P<stride>\d))?(?P<padding>[\^~])?(@(?P<stddev>[\d.]+))?$")  # fmt: skip


def depth_of(depth_multiplier, min_depth):
    """The function that scales layers' depths. ValueError for a multiplier of 0 or less."""
    if depth_multiplier <= 0:
        raise ValueError("depth_multiplier is not greater than zero.")
    return lambda depth: max(int(depth * depth_multiplier), min_depth)


def layer(net, written, depth):
    """One layer of a table."""
    if "|" in written:
        return tf.concat([layer(net, one, depth) for one in written.split("|")], 3)
    found = _LAYER.match(written).groupdict()
    kernel = [int(size) for size in (found["other"] or found["kernel"]).split("x")]
    options = {"scope": found["scope"]}
    if found["stride"]:
        options["stride"] = int(found["stride"])
    if found["padding"]:
        options["padding"] = "VALID" if found["padding"] == "^" else "SAME"
    if found["stddev"]:
        options["weights_initializer"] = trunc_normal(float(found["stddev"]))
    if not found["depth"]:
        pool = layers.max_pool2d if found["scope"].startswith("MaxPool") else layers.avg_pool2d
        return pool(net, kernel, **options)
    return layers.conv2d(net, depth(int(found["depth"])), kernel, **options)


def mixed(net, scope, branches, depth):
    """A module: branches of layers, put side by side."""
    with tf.variable_scope(scope):
        outputs = []
        for i, branch in enumerate(branches):
            with tf.variable_scope(f"Branch_{i}"):
                output = net
                for written in branch.split():
                    output = layer(output, written, depth)
                outputs.append(output)
        return tf.concat(outputs, 3)


def stages(net, table, depth, end_points, final_endpoint):
    """Each line of a table, a layer or a module, until `final_endpoint`; (net, whether it was reached)."""
    for line in table.split("\n"):
        name, *branches = [part.strip() for part in line.split(";")]
        if not name:
            continue
        if branches:
            net = mixed(net, name, branches, depth)
        else:
            net = layer(net, name, depth)
            name = _LAYER.match(name)["scope"]
        end_points[name] = net
        if name == final_endpoint:
            return net, True
    return net, False


def smaller_kernel(tensor, kernel):
    """The kernel, no larger than the image, if its size is known."""
    _, height, width, _ = tensor.get_shape().as_list()
    if height is None or width is None:
        return kernel
    return [min(height, kernel[0]), min(width, kernel[1])]


def logits_of(net, num_classes, squeeze, scope):
    """The last layer [batch, num_classes]."""
    logits = layers.conv2d(net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None, scope=scope)
    return tf.squeeze(logits, [1, 2], name="SpatialSqueeze") if squeeze else logits


def inception_scope(weight_decay, normalizer_fn, normalizer_params):
    """The argument scope that inception networks are built in."""
    regularizer = layers.l2_regularizer(weight_decay)
    with (
        arg_scope([layers.conv2d, layers.fully_connected], weights_regularizer=regularizer),
        arg_scope(
            [layers.conv2d],
            weights_initializer=layers.variance_scaling_initializer(),
            activation_fn=tf.nn.relu,
            normalizer_fn=normalizer_fn,
            normalizer_params=normalizer_params,
        ) as scope,
    ):
        return scope


def normalization(collection, **options):
    """Batch normalisation's parameters; the moving averages come into `collection`."""
    moving = {"beta": None, "gamma": None, "moving_mean": [collection], "moving_variance": [collection]}
    defaults = {"decay": 0.9997, "epsilon": 0.001, "updates_collections": tf.GraphKeys.UPDATE_OPS}
    return {**defaults, **options, "variables_collections": moving}
