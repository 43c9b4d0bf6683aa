"""tf.contrib.metrics: tf.metrics with predictions first, and a few of its own."""

from __future__ import annotations

from tensorflow.python.ops import metrics_impl, sets_impl

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.metrics._agreement import (
    cohen_kappa,
    streaming_concat,
)
from graphnotes.tf1.overrides.contrib.metrics._scores import accuracy, count, f1_score
from graphnotes.tf1.overrides.contrib.metrics._statistics import (
    streaming_covariance,
    streaming_mean_cosine_distance,
    streaming_pearson_correlation,
)
from graphnotes.tf1.overrides.contrib.metrics._thresholds import (
    precision_at_recall,
    recall_at_precision,
    streaming_curve_points,
    streaming_false_negative_rate,
    streaming_false_negative_rate_at_thresholds,
    streaming_false_negatives_at_thresholds,
    streaming_false_positive_rate,
    streaming_false_positive_rate_at_thresholds,
    streaming_false_positives_at_thresholds,
    streaming_true_negatives_at_thresholds,
    streaming_true_positives_at_thresholds,
)

_metrics = tf.metrics
confusion_matrix = tf.confusion_matrix
set_difference, set_intersection = sets_impl.set_difference, sets_impl.set_intersection
set_size, set_union = sets_impl.set_size, sets_impl.set_union


def _predictions_first(name: str, metric):
    """tf.metrics' `metric` with the arguments in contrib's order."""

    def streaming(
        predictions, labels, weights=None, metrics_collections=None, updates_collections=None, name=None
    ):
        return metric(
            predictions=predictions,
            labels=labels,
            weights=weights,
            metrics_collections=metrics_collections,
            updates_collections=updates_collections,
            name=name,
        )

    streaming.__name__ = streaming.__qualname__ = name
    streaming.__doc__ = f"`tf.metrics.{metric.__name__}` with predictions before labels."
    return streaming


streaming_accuracy = _predictions_first("streaming_accuracy", _metrics.accuracy)
streaming_precision = _predictions_first("streaming_precision", _metrics.precision)
streaming_recall = _predictions_first("streaming_recall", _metrics.recall)
streaming_true_positives = _predictions_first("streaming_true_positives", _metrics.true_positives)
streaming_true_negatives = _predictions_first("streaming_true_negatives", _metrics.true_negatives)
streaming_false_positives = _predictions_first("streaming_false_positives", _metrics.false_positives)
streaming_false_negatives = _predictions_first("streaming_false_negatives", _metrics.false_negatives)
streaming_mean_absolute_error = _predictions_first(
    "streaming_mean_absolute_error", _metrics.mean_absolute_error
)
streaming_mean_squared_error = _predictions_first("streaming_mean_squared_error", _metrics.mean_squared_error)
streaming_root_mean_squared_error = _predictions_first(
    "streaming_root_mean_squared_error", _metrics.root_mean_squared_error
)


def _collections(metrics_collections, updates_collections, name) -> dict:
    return {
        "metrics_collections": metrics_collections,
        "updates_collections": updates_collections,
        "name": name,
    }


def streaming_mean(values, weights=None, metrics_collections=None, updates_collections=None, name=None):
    """`tf.metrics.mean`."""
    return _metrics.mean(values, weights, **_collections(metrics_collections, updates_collections, name))


def streaming_mean_tensor(values, weights=None, metrics_collections=None, updates_collections=None, name=None):
    """`tf.metrics.mean_tensor`."""
    return _metrics.mean_tensor(values, weights, **_collections(metrics_collections, updates_collections, name))


def streaming_percentage_less(
    values, threshold, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """`tf.metrics.percentage_below`."""
    more = _collections(metrics_collections, updates_collections, name)
    return _metrics.percentage_below(values, threshold, weights, **more)


def streaming_auc(
    predictions,
    labels,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    curve="ROC",
    name=None,
):
    """`tf.metrics.auc` with predictions before labels."""
    more = _collections(metrics_collections, updates_collections, name)
    return _metrics.auc(labels, predictions, weights, num_thresholds=num_thresholds, curve=curve, **more)


def streaming_specificity_at_sensitivity(
    predictions,
    labels,
    sensitivity,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """`tf.metrics.specificity_at_sensitivity` with predictions before labels."""
    more = _collections(metrics_collections, updates_collections, name)
    return _metrics.specificity_at_sensitivity(
        labels, predictions, sensitivity, weights, num_thresholds=num_thresholds, **more
    )


def streaming_sensitivity_at_specificity(
    predictions,
    labels,
    specificity,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """`tf.metrics.sensitivity_at_specificity` with predictions before labels."""
    more = _collections(metrics_collections, updates_collections, name)
    return _metrics.sensitivity_at_specificity(
        labels, predictions, specificity, weights, num_thresholds=num_thresholds, **more
    )


def streaming_precision_at_thresholds(
    predictions, labels, thresholds, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """`tf.metrics.precision_at_thresholds` with predictions before labels."""
    more = _collections(metrics_collections, updates_collections, name)
    return _metrics.precision_at_thresholds(labels, predictions, thresholds, weights, **more)


def streaming_recall_at_thresholds(
    predictions, labels, thresholds, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """`tf.metrics.recall_at_thresholds` with predictions before labels."""
    more = _collections(metrics_collections, updates_collections, name)
    return _metrics.recall_at_thresholds(labels, predictions, thresholds, weights, **more)


def streaming_recall_at_k(
    predictions, labels, k, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """The share of examples whose label is among the `k` largest predictions [batch, classes]."""
    hits = tf.cast(tf.nn.in_top_k(predictions, labels, k), tf.float32)
    return streaming_mean(
        hits, weights, metrics_collections, updates_collections, name or f"recall_at_{k}"
    )


def streaming_sparse_recall_at_k(
    predictions,
    labels,
    k,
    class_id=None,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """`tf.metrics.recall_at_k` with predictions before labels."""
    more = _collections(metrics_collections, updates_collections, name)
    return _metrics.recall_at_k(labels, predictions, k, class_id, weights, **more)


def streaming_sparse_precision_at_k(
    predictions,
    labels,
    k,
    class_id=None,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """`tf.metrics.precision_at_k` with predictions before labels."""
    more = _collections(metrics_collections, updates_collections, name)
    return _metrics.precision_at_k(labels, predictions, k, class_id, weights, **more)


def _top_k(metric, word, labels, top_k_predictions, class_id, weights, collections, name):
    default = f"{word}_at_k" if class_id is None else f"{word}_at_k_class{class_id}"
    with tf.name_scope(name, default, (top_k_predictions, labels, weights)) as scope:
        return metric(
            labels=labels,
            predictions_idx=top_k_predictions,
            class_id=class_id,
            weights=weights,
            **{**collections, "name": scope},
        )


def streaming_sparse_precision_at_top_k(
    top_k_predictions,
    labels,
    class_id=None,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """`tf.metrics.precision_at_top_k` with predictions before labels."""
    more = _collections(metrics_collections, updates_collections, name)
    metric = metrics_impl.precision_at_top_k
    return _top_k(metric, "precision", labels, top_k_predictions, class_id, weights, more, name)


def sparse_recall_at_top_k(
    labels,
    top_k_predictions,
    class_id=None,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """`tf.metrics.recall_at_top_k`."""
    more = _collections(metrics_collections, updates_collections, name)
    metric = metrics_impl.recall_at_top_k
    return _top_k(metric, "recall", labels, top_k_predictions, class_id, weights, more, name)


def streaming_sparse_average_precision_at_k(
    predictions, labels, k, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """`tf.metrics.average_precision_at_k` with predictions before labels."""
    more = _collections(metrics_collections, updates_collections, name)
    return _metrics.average_precision_at_k(labels, predictions, k, weights, **more)


def streaming_sparse_average_precision_at_top_k(
    top_k_predictions, labels, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """The average precision of the classes [batch, k] that were predicted: the value and its update."""
    more = _collections(metrics_collections, updates_collections, name)
    return metrics_impl._streaming_sparse_average_precision_at_top_k(
        predictions_idx=top_k_predictions, labels=labels, weights=weights, **more
    )


def streaming_mean_relative_error(
    predictions, labels, normalizer, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """`tf.metrics.mean_relative_error` with predictions before labels."""
    more = _collections(metrics_collections, updates_collections, name)
    return _metrics.mean_relative_error(labels, predictions, normalizer, weights, **more)


def streaming_mean_iou(
    predictions, labels, num_classes, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """`tf.metrics.mean_iou` with predictions before labels."""
    more = _collections(metrics_collections, updates_collections, name)
    return _metrics.mean_iou(labels, predictions, num_classes, weights, **more)


def aggregate_metrics(*value_update_tuples):
    """(value, update) pairs as a list of values and a list of updates; ValueError when there are none."""
    if not value_update_tuples:
        raise ValueError("Expected at least one value_tensor/update_op pair")
    values, updates = zip(*value_update_tuples)
    return list(values), list(updates)


def aggregate_metric_map(names_to_tuples):
    """A dict of (value, update) pairs as a dict of values and a dict of updates."""
    values = {name: value for name, (value, _) in names_to_tuples.items()}
    return values, {name: update for name, (_, update) in names_to_tuples.items()}


__all__ = [
    "accuracy",
    "aggregate_metric_map",
    "aggregate_metrics",
    "cohen_kappa",
    "confusion_matrix",
    "count",
    "f1_score",
    "precision_at_recall",
    "recall_at_precision",
    "set_difference",
    "set_intersection",
    "set_size",
    "set_union",
    "sparse_recall_at_top_k",
    "streaming_accuracy",
    "streaming_auc",
    "streaming_concat",
    "streaming_covariance",
    "streaming_curve_points",
    "streaming_false_negative_rate",
    "streaming_false_negative_rate_at_thresholds",
    "streaming_false_negatives",
    "streaming_false_negatives_at_thresholds",
    "streaming_false_positive_rate",
    "streaming_false_positive_rate_at_thresholds",
    "streaming_false_positives",
    "streaming_false_positives_at_thresholds",
    "streaming_mean",
    "streaming_mean_absolute_error",
    "streaming_mean_cosine_distance",
    "streaming_mean_iou",
    "streaming_mean_relative_error",
    "streaming_mean_squared_error",
    "streaming_mean_tensor",
    "streaming_pearson_correlation",
    "streaming_percentage_less",
    "streaming_precision",
    "streaming_precision_at_thresholds",
    "streaming_recall",
    "streaming_recall_at_k",
    "streaming_recall_at_thresholds",
    "streaming_root_mean_squared_error",
    "streaming_sensitivity_at_specificity",
    "streaming_sparse_average_precision_at_k",
    "streaming_sparse_average_precision_at_top_k",
    "streaming_sparse_precision_at_k",
    "streaming_sparse_precision_at_top_k",
    "streaming_sparse_recall_at_k",
    "streaming_specificity_at_sensitivity",
    "streaming_true_negatives",
    "streaming_true_negatives_at_thresholds",
    "streaming_true_positives",
    "streaming_true_positives_at_thresholds",
]
