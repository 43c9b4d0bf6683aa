"""Keras' losses that meant something else."""

from __future__ import annotations

from tensorflow.python.ops import math_ops, nn

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.losses", "cosine_similarity")
def cosine_similarity(y_true, y_pred, axis=-1):
    """`tf.keras.losses.cosine_similarity`: 1 where both point the same way, as the metric; today's loss is its negative."""
    y_true = nn.l2_normalize(y_true, axis=axis)
    y_pred = nn.l2_normalize(y_pred, axis=axis)
    return math_ops.reduce_sum(y_true * y_pred, axis=axis)
