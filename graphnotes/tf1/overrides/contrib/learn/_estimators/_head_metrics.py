"""The metrics that heads evaluate, under 1.15's names."""

from __future__ import annotations

from tensorflow.python.ops.weights_broadcast_ops import broadcast_weights

from graphnotes.tf1 import root as tf


class MetricKey:
    """The names of metrics (tf.contrib.learn.MetricKey)."""

    LOSS = "loss"
    AUC = "auc"
    AUC_PR = "auc_precision_recall"
    CLASS_AUC = "auc/class%d"
    CLASS_AUC_PR = "auc_precision_recall/class%d"
    PREDICTION_MEAN = "labels/prediction_mean"
    CLASS_PREDICTION_MEAN = "labels/prediction_mean/class%d"
    CLASS_LOGITS_MEAN = "labels/logits_mean/class%d"
    CLASS_PROBABILITY_MEAN = "labels/probability_mean/class%d"
    LABEL_MEAN = "labels/actual_label_mean"
    CLASS_LABEL_MEAN = "labels/actual_label_mean/class%d"
    ACCURACY = "accuracy"
    ACCURACY_BASELINE = "accuracy/baseline_label_mean"
    ACCURACY_MEAN = "accuracy/threshold_%f_mean"
    PRECISION_MEAN = "precision/positive_threshold_%f_mean"
    RECALL_MEAN = "recall/positive_threshold_%f_mean"


def _float_weights(weights):
    if weights is None:
        return None
    with tf.name_scope(None, "float_weights", (weights,)) as name:
        return tf.cast(weights, tf.float32, name=name)


def mean_of(values, weights=None, class_id=None):
    """The mean of predictions or labels, or of those of one class."""
    values = tf.cast(values, tf.float32)
    weights = _float_weights(weights)
    if weights is not None:
        weights = broadcast_weights(weights, values)
    if class_id is not None:
        if weights is not None:
            weights = weights[:, class_id]
        values = values[:, class_id]
    return tf.metrics.mean(values, weights)


def share_of_class(classes, weights, class_id):
    """How many of the classes are `class_id`."""
    is_class = tf.equal(tf.cast(class_id, tf.int32), tf.cast(classes, tf.int32))
    return tf.metrics.mean(tf.where(is_class, tf.ones_like(classes), tf.zeros_like(classes)), weights=weights)


def auc(predictions, labels, weights=None, class_id=None, curve="ROC"):
    predictions = tf.cast(predictions, tf.float32)
    if labels.dtype.base_dtype != tf.bool:
        tf.logging.warning(f"Casting {labels.dtype} labels to bool.")
        labels = tf.cast(labels, tf.bool)
    weights = _float_weights(weights)
    if weights is not None:
        weights = broadcast_weights(weights, predictions)
    if class_id is not None:
        if weights is not None:
            weights = weights[:, class_id]
        predictions, labels = predictions[:, class_id], labels[:, class_id]
    return tf.metrics.auc(labels, predictions, weights, curve=curve)


def at_threshold(logistic, labels, weights, threshold):
    """{name: metric} of one threshold: accuracy, precision and recall."""
    reached = tf.cast(tf.greater_equal(logistic, threshold), tf.float32)
    found = {MetricKey.ACCURACY_MEAN % threshold: tf.metrics.accuracy(labels, reached, weights)}
    for key, metric in (
        (MetricKey.PRECISION_MEAN, tf.metrics.precision_at_thresholds),
        (MetricKey.RECALL_MEAN, tf.metrics.recall_at_thresholds),
    ):
        value, update = metric(labels, logistic, (threshold,), _float_weights(weights))
        found[key % threshold] = (tf.squeeze(value), tf.squeeze(update))
    return found
