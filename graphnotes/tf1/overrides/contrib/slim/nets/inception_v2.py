"""Inception v2 (S. Ioffe, C. Szegedy, arXiv:1502.03167)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.framework import arg_scope
from graphnotes.tf1.overrides.contrib.slim.nets import _inception as inception
from graphnotes.tf1.overrides.contrib.slim.nets._classic import trunc_normal

__all__ = [
    "inception_v2",
    "inception_v2_arg_scope",
    "inception_v2_base",
    "trunc_normal",
]

_STAGES = """
MaxPool_2a_3x3/2
Conv2d_2b_1x1:64@0.1
Conv2d_2c_3x3:192
MaxPool_3a_3x3/2
Mixed_3b; Conv2d_0a_1x1:64; Conv2d_0a_1x1:64@0.09 Conv2d_0b_3x3:64; Conv2d_0a_1x1:64@0.09 Conv2d_0b_3x3:96 Conv2d_0c_3x3:96; AvgPool_0a_3x3 Conv2d_0b_1x1:32@0.1
Mixed_3c; Conv2d_0a_1x1:64; Conv2d_0a_1x1:64@0.09 Conv2d_0b_3x3:96; Conv2d_0a_1x1:64@0.09 Conv2d_0b_3x3:96 Conv2d_0c_3x3:96; AvgPool_0a_3x3 Conv2d_0b_1x1:64@0.1
Mixed_4a; Conv2d_0a_1x1:128@0.09 Conv2d_1a_3x3:160/2; Conv2d_0a_1x1:64@0.09 Conv2d_0b_3x3:96 Conv2d_1a_3x3:96/2; MaxPool_1a_3x3/2
Mixed_4b; Conv2d_0a_1x1:224; Conv2d_0a_1x1:64@0.09 Conv2d_0b_3x3:96; Conv2d_0a_1x1:96@0.09 Conv2d_0b_3x3:128 Conv2d_0c_3x3:128; AvgPool_0a_3x3 Conv2d_0b_1x1:128@0.1
Mixed_4c; Conv2d_0a_1x1:192; Conv2d_0a_1x1:96@0.09 Conv2d_0b_3x3:128; Conv2d_0a_1x1:96@0.09 Conv2d_0b_3x3:128 Conv2d_0c_3x3:128; AvgPool_0a_3x3 Conv2d_0b_1x1:128@0.1
Mixed_4d; Conv2d_0a_1x1:160; Conv2d_0a_1x1:128@0.09 Conv2d_0b_3x3:160; Conv2d_0a_1x1:128@0.09 Conv2d_0b_3x3:160 Conv2d_0c_3x3:160; AvgPool_0a_3x3 Conv2d_0b_1x1:96@0.1
Mixed_4e; Conv2d_0a_1x1:96; Conv2d_0a_1x1:128@0.09 Conv2d_0b_3x3:192; Conv2d_0a_1x1:160@0.09 Conv2d_0b_3x3:192 Conv2d_0c_3x3:192; AvgPool_0a_3x3 Conv2d_0b_1x1:96@0.1
Mixed_5a; Conv2d_0a_1x1:128@0.09 Conv2d_1a_3x3:192/2; Conv2d_0a_1x1:192@0.09 Conv2d_0b_3x3:256 Conv2d_1a_3x3:256/2; MaxPool_1a_3x3/2
Mixed_5b; Conv2d_0a_1x1:352; Conv2d_0a_1x1:192@0.09 Conv2d_0b_3x3:320; Conv2d_0a_1x1:160@0.09 Conv2d_0b_3x3:224 Conv2d_0c_3x3:224; AvgPool_0a_3x3 Conv2d_0b_1x1:128@0.1
Mixed_5c; Conv2d_0a_1x1:352; Conv2d_0a_1x1:192@0.09 Conv2d_0b_3x3:320; Conv2d_0a_1x1:192@0.09 Conv2d_0b_3x3:224 Conv2d_0c_3x3:224; MaxPool_0a_3x3 Conv2d_0b_1x1:128@0.1
"""


def inception_v2_base(inputs, final_endpoint="Mixed_5c", min_depth=16, depth_multiplier=1.0, scope=None):
    """The layers until `final_endpoint`: (its tensor, {name: tensor of a stage}).

    Args:
        depth_multiplier: scales all layers' depths, down to `min_depth`.

    Raises:
        ValueError: no stage has that name, or a multiplier of 0 or less.
    """
    depth = inception.depth_of(depth_multiplier, min_depth)
    end_points = {}
    stage_layers = [layers.conv2d, layers.max_pool2d, layers.avg_pool2d, layers.separable_conv2d]
    with (
        tf.variable_scope(scope, "InceptionV2", [inputs]),
        arg_scope(stage_layers, stride=1, padding="SAME"),
    ):
        first = "Conv2d_1a_7x7"
        net = layers.separable_conv2d(
            inputs,
            depth(64),
            [7, 7],
            depth_multiplier=min(int(depth(64) / 3), 8),
            stride=2,
            weights_initializer=trunc_normal(1.0),
            scope=first,
        )
        end_points[first] = net
        if final_endpoint == first:
            return net, end_points
        net, found = inception.stages(net, _STAGES, depth, end_points, final_endpoint)
    if not found:
        raise ValueError(f"Unknown final endpoint {final_endpoint}")
    return net, end_points


def inception_v2(
    inputs,
    num_classes=1000,
    is_training=True,
    dropout_keep_prob=0.8,
    min_depth=16,
    depth_multiplier=1.0,
    prediction_fn=layers.softmax,
    spatial_squeeze=True,
    reuse=None,
    scope="InceptionV2",
):
    """Inception v2 on images [batch, 224, 224, channels].

    Returns:
        Logits [batch, num_classes], {name: tensor of a stage} with "Logits" and "Predictions".

    Raises:
        ValueError: a depth multiplier of 0 or less.
    """
    inception.depth_of(depth_multiplier, min_depth)
    with (
        tf.variable_scope(scope, "InceptionV2", [inputs, num_classes], reuse=reuse) as sc,
        arg_scope([layers.batch_norm, layers.dropout], is_training=is_training),
    ):
        net, end_points = inception_v2_base(
            inputs, scope=sc, min_depth=min_depth, depth_multiplier=depth_multiplier
        )
        with tf.variable_scope("Logits"):
            kernel = inception.smaller_kernel(net, [7, 7])
            net = layers.avg_pool2d(net, kernel, padding="VALID", scope="AvgPool_1a_{}x{}".format(*kernel))
            net = layers.dropout(net, keep_prob=dropout_keep_prob, scope="Dropout_1b")
            logits = inception.logits_of(net, num_classes, spatial_squeeze, "Conv2d_1c_1x1")
        end_points["Logits"] = logits
        end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


inception_v2.default_image_size = 224


def inception_v2_arg_scope(weight_decay=4e-5, batch_norm_var_collection="moving_vars"):
    """The argument scope that `inception_v2` is built in."""
    return inception.inception_scope(
        weight_decay, layers.batch_norm, inception.normalization(batch_norm_var_collection)
    )
