"""Inception v1, GoogLeNet (C. Szegedy et al., arXiv:1409.4842)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.framework import arg_scope
from graphnotes.tf1.overrides.contrib.slim.nets import _inception as inception
from graphnotes.tf1.overrides.contrib.slim.nets._classic import trunc_normal

__all__ = [
    "inception_v1",
    "inception_v1_arg_scope",
    "inception_v1_base",
    "trunc_normal",
]

_STAGES = """
Conv2d_1a_7x7:64/2
MaxPool_2a_3x3/2
Conv2d_2b_1x1:64
Conv2d_2c_3x3:192
MaxPool_3a_3x3/2
Mixed_3b; Conv2d_0a_1x1:64; Conv2d_0a_1x1:96 Conv2d_0b_3x3:128; Conv2d_0a_1x1:16 Conv2d_0b_3x3:32; MaxPool_0a_3x3 Conv2d_0b_1x1:32
Mixed_3c; Conv2d_0a_1x1:128; Conv2d_0a_1x1:128 Conv2d_0b_3x3:192; Conv2d_0a_1x1:32 Conv2d_0b_3x3:96; MaxPool_0a_3x3 Conv2d_0b_1x1:64
MaxPool_4a_3x3/2
Mixed_4b; Conv2d_0a_1x1:192; Conv2d_0a_1x1:96 Conv2d_0b_3x3:208; Conv2d_0a_1x1:16 Conv2d_0b_3x3:48; MaxPool_0a_3x3 Conv2d_0b_1x1:64
Mixed_4c; Conv2d_0a_1x1:160; Conv2d_0a_1x1:112 Conv2d_0b_3x3:224; Conv2d_0a_1x1:24 Conv2d_0b_3x3:64; MaxPool_0a_3x3 Conv2d_0b_1x1:64
Mixed_4d; Conv2d_0a_1x1:128; Conv2d_0a_1x1:128 Conv2d_0b_3x3:256; Conv2d_0a_1x1:24 Conv2d_0b_3x3:64; MaxPool_0a_3x3 Conv2d_0b_1x1:64
Mixed_4e; Conv2d_0a_1x1:112; Conv2d_0a_1x1:144 Conv2d_0b_3x3:288; Conv2d_0a_1x1:32 Conv2d_0b_3x3:64; MaxPool_0a_3x3 Conv2d_0b_1x1:64
Mixed_4f; Conv2d_0a_1x1:256; Conv2d_0a_1x1:160 Conv2d_0b_3x3:320; Conv2d_0a_1x1:32 Conv2d_0b_3x3:128; MaxPool_0a_3x3 Conv2d_0b_1x1:128
MaxPool_5a_2x2/2
Mixed_5b; Conv2d_0a_1x1:256; Conv2d_0a_1x1:160 Conv2d_0b_3x3:320; Conv2d_0a_1x1:32 Conv2d_0a_3x3:128; MaxPool_0a_3x3 Conv2d_0b_1x1:128
Mixed_5c; Conv2d_0a_1x1:384; Conv2d_0a_1x1:192 Conv2d_0b_3x3:384; Conv2d_0a_1x1:48 Conv2d_0b_3x3:128; MaxPool_0a_3x3 Conv2d_0b_1x1:128
"""


def inception_v1_base(inputs, final_endpoint="Mixed_5c", scope="InceptionV1"):
    """The layers until `final_endpoint`: (its tensor, {name: tensor of a stage}).

    Raises:
        ValueError: no stage has that name.
    """
    end_points = {}
    with (
        tf.variable_scope(scope, "InceptionV1", [inputs]),
        arg_scope([layers.conv2d, layers.fully_connected], weights_initializer=trunc_normal(0.01)),
        arg_scope([layers.conv2d, layers.max_pool2d], stride=1, padding="SAME"),
    ):
        net, found = inception.stages(inputs, _STAGES, int, end_points, final_endpoint)
    if not found:
        raise ValueError(f"Unknown final endpoint {final_endpoint}")
    return net, end_points


def inception_v1(
    inputs,
    num_classes=1000,
    is_training=True,
    dropout_keep_prob=0.8,
    prediction_fn=layers.softmax,
    spatial_squeeze=True,
    reuse=None,
    scope="InceptionV1",
):
    """Inception v1 on images [batch, 224, 224, channels].

    Returns:
        Logits [batch, num_classes], {name: tensor of a stage} with "Logits" and "Predictions".
    """
    with (
        tf.variable_scope(scope, "InceptionV1", [inputs, num_classes], reuse=reuse) as sc,
        arg_scope([layers.batch_norm, layers.dropout], is_training=is_training),
    ):
        net, end_points = inception_v1_base(inputs, scope=sc)
        with tf.variable_scope("Logits"):
            net = layers.avg_pool2d(net, [7, 7], stride=1, scope="MaxPool_0a_7x7")
            net = layers.dropout(net, dropout_keep_prob, scope="Dropout_0b")
            logits = inception.logits_of(net, num_classes, spatial_squeeze, "Conv2d_0c_1x1")
            end_points["Logits"] = logits
            end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


inception_v1.default_image_size = 224


def inception_v1_arg_scope(weight_decay=4e-5, use_batch_norm=True, batch_norm_var_collection="moving_vars"):
    """The argument scope that `inception_v1` is built in."""
    if not use_batch_norm:
        return inception.inception_scope(weight_decay, None, {})
    return inception.inception_scope(
        weight_decay, layers.batch_norm, inception.normalization(batch_norm_var_collection)
    )
