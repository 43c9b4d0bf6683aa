"""Counts of true and false positives and negatives (`AUC`, `Precision`, `Recall`) as TensorFlow 1.15 made them."""

from __future__ import annotations

import numpy as np
from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import (
    array_ops,
    array_ops_stack,
    check_ops,
    control_flow_ops,
    math_ops,
    weights_broadcast_ops,
)
from tensorflow.python.ops.losses import util
from tf_keras.src.utils import metrics_utils
from tf_keras.src.utils.generic_utils import to_list

from graphnotes.tf1.rebuilt import rebuild

_KINDS = metrics_utils.ConfusionMatrix


@rebuild("tf_keras.src.utils.metrics_utils", "update_confusion_matrix_variables")
def update_confusion_matrix_variables(
    variables_to_update,
    y_true,
    y_pred,
    thresholds,
    top_k=None,
    class_id=None,
    sample_weight=None,
    multi_label=False,
    label_weights=None,
    thresholds_distributed_evenly=False,
):
    """An op that adds the counts at each threshold to the variables; predictions must lie between 0 and 1.

    `multi_label` and `label_weights`, which 1.15 didn't have, are today's.

    Raises:
        ValueError: an unknown kind of count, or shapes that don't fit.
        InvalidArgumentError: in the session, for predictions outside of [0, 1].
    """
    if multi_label or label_weights is not None:
        return update_confusion_matrix_variables.original(
            variables_to_update, y_true, y_pred, thresholds, top_k, class_id, sample_weight, multi_label, label_weights
        )
    if variables_to_update is None:
        return None
    y_true = math_ops.cast(y_true, dtypes.float32)
    y_pred = math_ops.cast(y_pred, dtypes.float32)
    flat = metrics_utils.ragged_assert_compatible_and_get_flat_values([y_pred, y_true], sample_weight)
    (y_pred, y_true), _ = flat
    y_pred.shape.assert_is_compatible_with(y_true.shape)
    unknown = [kind for kind in variables_to_update if kind not in list(_KINDS)]
    if unknown or not variables_to_update:
        raise ValueError(f"Invalid keys: {unknown}. Valid variable key options are: {list(_KINDS)}")

    y_pred, y_true, sample_weight = _of_equal_ranks(y_pred, y_true, sample_weight)
    if top_k is not None:
        y_pred = metrics_utils._filter_top_k(y_pred, top_k)
    if class_id is not None:
        y_true, y_pred = y_true[..., class_id], y_pred[..., class_id]

    thresholds = to_list(thresholds.tolist() if isinstance(thresholds, np.ndarray) else thresholds)
    count = len(thresholds)
    size = array_ops.size(y_pred)
    predictions = array_ops.reshape(y_pred, [1, -1])
    labels = array_ops.reshape(math_ops.cast(y_true, dtypes.bool), [1, -1])
    limits = array_ops.expand_dims(ops.convert_to_tensor(thresholds, dtypes.float32), 1)
    limits = array_ops.tile(limits, array_ops_stack.stack([1, size]))
    positive = math_ops.greater(array_ops.tile(predictions, [count, 1]), limits)
    true = array_ops.tile(labels, [count, 1])
    weights = None
    if sample_weight is not None:
        weights = weights_broadcast_ops.broadcast_weights(math_ops.cast(sample_weight, dtypes.float32), y_pred)
        weights = array_ops.tile(array_ops.reshape(weights, [1, -1]), [count, 1])

    pairs = {_KINDS.TRUE_POSITIVES: (true, positive)}
    wanted = variables_to_update.keys()
    if wanted & {_KINDS.FALSE_NEGATIVES, _KINDS.TRUE_NEGATIVES}:
        negative = math_ops.logical_not(positive)
        pairs[_KINDS.FALSE_NEGATIVES] = true, negative
    if wanted & {_KINDS.FALSE_POSITIVES, _KINDS.TRUE_NEGATIVES}:
        false = math_ops.logical_not(true)
        pairs[_KINDS.FALSE_POSITIVES] = false, positive
        if _KINDS.TRUE_NEGATIVES in wanted:
            pairs[_KINDS.TRUE_NEGATIVES] = false, negative

    updates = []
    for kind, (label, prediction) in pairs.items():
        if kind in wanted:
            counted = math_ops.cast(math_ops.logical_and(label, prediction), dtypes.float32)
            if weights is not None:
                counted *= weights
            updates.append(variables_to_update[kind].assign_add(math_ops.reduce_sum(counted, 1)))
    return control_flow_ops.group(updates)


def _of_equal_ranks(y_pred, y_true, sample_weight):
    """The three, with sizes of 1 at the end removed or added where ranks differ by one, once predictions are known to be in [0, 1]."""
    least = math_ops.cast(0.0, dtype=y_pred.dtype)
    bounds = [check_ops.assert_greater_equal(y_pred, least, message="predictions must be >= 0")]
    most = math_ops.cast(1.0, dtype=y_pred.dtype)
    bounds.append(check_ops.assert_less_equal(y_pred, most, message="predictions must be <= 1"))
    with ops.control_dependencies(bounds):
        if sample_weight is None:
            return *util.squeeze_or_expand_dimensions(y_pred, y_true)[:2], None
        return util.squeeze_or_expand_dimensions(y_pred, y_true, sample_weight=sample_weight)
