"""Inception v3 (C. Szegedy et al., arXiv:1512.00567)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.framework import arg_scope
from graphnotes.tf1.overrides.contrib.slim.nets import _inception as inception
from graphnotes.tf1.overrides.contrib.slim.nets._classic import trunc_normal

__all__ = [
    "inception_v3",
    "inception_v3_arg_scope",
    "inception_v3_base",
    "trunc_normal",
]

_ROOT = """
Conv2d_1a_3x3:32/2
Conv2d_2a_3x3:32
Conv2d_2b_3x3:64~
MaxPool_3a_3x3/2
Conv2d_3b_1x1:80
Conv2d_4a_3x3:192
MaxPool_5a_3x3/2
"""
_STAGES = """
Mixed_5b; Conv2d_0a_1x1:64; Conv2d_0a_1x1:48 Conv2d_0b_5x5:64; Conv2d_0a_1x1:64 Conv2d_0b_3x3:96 Conv2d_0c_3x3:96; AvgPool_0a_3x3 Conv2d_0b_1x1:32
Mixed_5c; Conv2d_0a_1x1:64; Conv2d_0b_1x1:48 Conv_1_0c_5x5:64; Conv2d_0a_1x1:64 Conv2d_0b_3x3:96 Conv2d_0c_3x3:96; AvgPool_0a_3x3 Conv2d_0b_1x1:64
Mixed_5d; Conv2d_0a_1x1:64; Conv2d_0a_1x1:48 Conv2d_0b_5x5:64; Conv2d_0a_1x1:64 Conv2d_0b_3x3:96 Conv2d_0c_3x3:96; AvgPool_0a_3x3 Conv2d_0b_1x1:64
Mixed_6a; Conv2d_1a_1x1:384=3x3/2^; Conv2d_0a_1x1:64 Conv2d_0b_3x3:96 Conv2d_1a_1x1:96=3x3/2^; MaxPool_1a_3x3/2^
Mixed_6b; Conv2d_0a_1x1:192; Conv2d_0a_1x1:128 Conv2d_0b_1x7:128 Conv2d_0c_7x1:192; Conv2d_0a_1x1:128 Conv2d_0b_7x1:128 Conv2d_0c_1x7:128 Conv2d_0d_7x1:128 Conv2d_0e_1x7:192; AvgPool_0a_3x3 Conv2d_0b_1x1:192
Mixed_6c; Conv2d_0a_1x1:192; Conv2d_0a_1x1:160 Conv2d_0b_1x7:160 Conv2d_0c_7x1:192; Conv2d_0a_1x1:160 Conv2d_0b_7x1:160 Conv2d_0c_1x7:160 Conv2d_0d_7x1:160 Conv2d_0e_1x7:192; AvgPool_0a_3x3 Conv2d_0b_1x1:192
Mixed_6d; Conv2d_0a_1x1:192; Conv2d_0a_1x1:160 Conv2d_0b_1x7:160 Conv2d_0c_7x1:192; Conv2d_0a_1x1:160 Conv2d_0b_7x1:160 Conv2d_0c_1x7:160 Conv2d_0d_7x1:160 Conv2d_0e_1x7:192; AvgPool_0a_3x3 Conv2d_0b_1x1:192
Mixed_6e; Conv2d_0a_1x1:192; Conv2d_0a_1x1:192 Conv2d_0b_1x7:192 Conv2d_0c_7x1:192; Conv2d_0a_1x1:192 Conv2d_0b_7x1:192 Conv2d_0c_1x7:192 Conv2d_0d_7x1:192 Conv2d_0e_1x7:192; AvgPool_0a_3x3 Conv2d_0b_1x1:192
Mixed_7a; Conv2d_0a_1x1:192 Conv2d_1a_3x3:320/2^; Conv2d_0a_1x1:192 Conv2d_0b_1x7:192 Conv2d_0c_7x1:192 Conv2d_1a_3x3:192/2^; MaxPool_1a_3x3/2^
Mixed_7b; Conv2d_0a_1x1:320; Conv2d_0a_1x1:384 Conv2d_0b_1x3:384|Conv2d_0b_3x1:384; Conv2d_0a_1x1:448 Conv2d_0b_3x3:384 Conv2d_0c_1x3:384|Conv2d_0d_3x1:384; AvgPool_0a_3x3 Conv2d_0b_1x1:192
Mixed_7c; Conv2d_0a_1x1:320; Conv2d_0a_1x1:384 Conv2d_0b_1x3:384|Conv2d_0c_3x1:384; Conv2d_0a_1x1:448 Conv2d_0b_3x3:384 Conv2d_0c_1x3:384|Conv2d_0d_3x1:384; AvgPool_0a_3x3 Conv2d_0b_1x1:192
"""
_LAYERS = [layers.conv2d, layers.max_pool2d, layers.avg_pool2d]


def inception_v3_base(inputs, final_endpoint="Mixed_7c", min_depth=16, depth_multiplier=1.0, scope=None):
    """The layers until `final_endpoint`: (its tensor, {name: tensor of a stage}).

    Args:
        depth_multiplier: scales all layers' depths, down to `min_depth`.

    Raises:
        ValueError: no stage has that name, or a multiplier of 0 or less.
    """
    depth = inception.depth_of(depth_multiplier, min_depth)
    end_points = {}
    with tf.variable_scope(scope, "InceptionV3", [inputs]):
        net, found = inputs, False
        for table, padding in ((_ROOT, "VALID"), (_STAGES, "SAME")):
            if not found:
                with arg_scope(_LAYERS, stride=1, padding=padding):
                    net, found = inception.stages(net, table, depth, end_points, final_endpoint)
    if not found:
        raise ValueError(f"Unknown final endpoint {final_endpoint}")
    return net, end_points


def inception_v3(
    inputs,
    num_classes=1000,
    is_training=True,
    dropout_keep_prob=0.8,
    min_depth=16,
    depth_multiplier=1.0,
    prediction_fn=layers.softmax,
    spatial_squeeze=True,
    reuse=None,
    scope="InceptionV3",
):
    """Inception v3 on images [batch, 299, 299, channels].

    Returns:
        Logits [batch, num_classes], {name: tensor of a stage} with "AuxLogits", "PreLogits", "Logits", "Predictions".

    Raises:
        ValueError: a depth multiplier of 0 or less.
    """
    depth = inception.depth_of(depth_multiplier, min_depth)
    with (
        tf.variable_scope(scope, "InceptionV3", [inputs, num_classes], reuse=reuse) as sc,
        arg_scope([layers.batch_norm, layers.dropout], is_training=is_training),
    ):
        net, end_points = inception_v3_base(
            inputs, scope=sc, min_depth=min_depth, depth_multiplier=depth_multiplier
        )
        with arg_scope(_LAYERS, stride=1, padding="SAME"), tf.variable_scope("AuxLogits"):
            end_points["AuxLogits"] = _auxiliary(end_points["Mixed_6e"], num_classes, depth, spatial_squeeze)
        with tf.variable_scope("Logits"):
            kernel = inception.smaller_kernel(net, [8, 8])
            net = layers.avg_pool2d(net, kernel, padding="VALID", scope="AvgPool_1a_{}x{}".format(*kernel))
            net = layers.dropout(net, keep_prob=dropout_keep_prob, scope="Dropout_1b")
            end_points["PreLogits"] = net
            logits = inception.logits_of(net, num_classes, spatial_squeeze, "Conv2d_1c_1x1")
        end_points["Logits"] = logits
        end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


def _auxiliary(net, num_classes, depth, spatial_squeeze):
    """The logits of an inner stage, which help the training."""
    net = layers.avg_pool2d(net, [5, 5], stride=3, padding="VALID", scope="AvgPool_1a_5x5")
    net = layers.conv2d(net, depth(128), [1, 1], scope="Conv2d_1b_1x1")
    kernel = inception.smaller_kernel(net, [5, 5])
    name = "Conv2d_2a_{}x{}".format(*kernel)
    start = trunc_normal(0.01)
    net = layers.conv2d(net, depth(768), kernel, weights_initializer=start, padding="VALID", scope=name)
    with arg_scope([layers.conv2d], weights_initializer=trunc_normal(0.001)):
        return inception.logits_of(net, num_classes, spatial_squeeze, "Conv2d_2b_1x1")


inception_v3.default_image_size = 299


def inception_v3_arg_scope(
    weight_decay=4e-5,
    batch_norm_var_collection="moving_vars",
    batch_norm_decay=0.9997,
    batch_norm_epsilon=0.001,
    updates_collections=tf.GraphKeys.UPDATE_OPS,
    use_fused_batchnorm=True,
):
    """The argument scope that `inception_v3` is built in."""
    params = inception.normalization(
        batch_norm_var_collection,
        decay=batch_norm_decay,
        epsilon=batch_norm_epsilon,
        updates_collections=updates_collections,
        fused=use_fused_batchnorm,
    )
    return inception.inception_scope(weight_decay, layers.batch_norm, params)
