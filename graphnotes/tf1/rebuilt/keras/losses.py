"""Keras' losses: one that had another sign; in a model, weights are spread over the losses, and both are single precision."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import math_ops, nn, weights_broadcast_ops
from tensorflow.python.ops.losses import util
from tf_keras.src import backend
from tf_keras.src.utils import losses_utils

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tf_keras.src.utils.losses_utils", "compute_weighted_loss")
def compute_weighted_loss(losses, sample_weight=None, reduction="sum_over_batch_size", name=None):
    """The losses of examples, times their weights (1 when None), reduced as asked, in the dtype of the losses."""
    losses_utils.ReductionV2.validate(reduction)
    if reduction == losses_utils.ReductionV2.AUTO:
        reduction = losses_utils.ReductionV2.SUM_OVER_BATCH_SIZE
    with backend.name_scope(name or "weighted_loss"):
        ops.get_default_graph()._last_loss_reduction = reduction
        losses = ops.convert_to_tensor(losses)
        single = math_ops.cast(losses, dtypes.float32)
        weights = math_ops.cast(1.0 if sample_weight is None else sample_weight, dtypes.float32)
        single, _, weights = util.squeeze_or_expand_dimensions(single, None, weights)
        weights = weights_broadcast_ops.broadcast_weights(weights, single)
        weighted = math_ops.multiply(single, weights)
        return math_ops.cast(losses_utils.reduce_weighted_loss(weighted, reduction), losses.dtype)


@rebuild("tf_keras.src.losses", "cosine_similarity")
def cosine_similarity(y_true, y_pred, axis=-1):
    """`tf.keras.losses.cosine_similarity`: 1 where both point the same way, as the metric; today's loss is its negative."""
    y_true = nn.l2_normalize(y_true, axis=axis)
    y_pred = nn.l2_normalize(y_pred, axis=axis)
    return math_ops.reduce_sum(y_true * y_pred, axis=axis)
