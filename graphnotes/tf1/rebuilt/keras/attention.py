"""Attention layers as TensorFlow 1.15 built them: nothing of theirs depends on the learning phase."""

from __future__ import annotations

from tensorflow.python.framework import dtypes
from tensorflow.python.ops import math_ops, nn_ops
from tf_keras.src import backend

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.layers.attention.base_dense_attention", "BaseDenseAttention._apply_scores")
def apply_scores(self, scores, value, scores_mask=None, training=None):
    """(values `[batch, Tq, dim]` weighted by the softmax of their scores, the weights `[batch, Tq, Tv]`)."""
    if self.dropout > 0 or scores.dtype == dtypes.float16:  # 1.15 knew no dropout of scores
        return apply_scores.original(self, scores, value, scores_mask, training)
    if scores_mask is not None:
        scores -= 1.0e9 * math_ops.cast(math_ops.logical_not(scores_mask), backend.floatx())
    weights = nn_ops.softmax(scores)
    return math_ops.matmul(weights, value), weights
