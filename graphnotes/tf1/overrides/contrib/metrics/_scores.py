"""Accuracy of a batch, counts and the F1 score (tf.contrib.metrics)."""

from __future__ import annotations

from tensorflow.python.ops import metrics_impl, weights_broadcast_ops

from graphnotes.tf1 import root as tf


def accuracy(predictions, labels, weights=None, name=None):
    """The (weighted) share of predictions that equal their labels, of this batch alone.

    Raises:
        ValueError: labels are no integers, booleans or strings, or of another type than predictions.
    """
    if not (labels.dtype.is_integer or labels.dtype in (tf.bool, tf.string)):
        raise ValueError(f"Labels should have bool, integer, or string dtype, not {labels.dtype!r}")
    if not labels.dtype.is_compatible_with(predictions.dtype):
        raise ValueError(
            "Dtypes of predictions and labels should match. Given: "
            f"predictions ({predictions.dtype!r}) and labels ({labels.dtype!r})"
        )
    with tf.name_scope(name, "accuracy", values=[predictions, labels]):
        correct = tf.cast(tf.equal(predictions, labels), tf.float32)
        if weights is None:
            return tf.reduce_mean(correct)
        correct = tf.multiply(correct, weights)
        total = tf.multiply(weights, tf.ones_like(correct))
        return tf.div(tf.reduce_sum(correct), tf.reduce_sum(total))


def count(values, weights=None, metrics_collections=None, updates_collections=None, name=None):
    """How many values (or the sum of their weights) there were so far: the count and the op that adds a batch."""
    if tf.executing_eagerly():
        raise RuntimeError("tf.contrib.metrics.count is not supported when eager execution is enabled.")
    with tf.variable_scope(name, "count", (values, weights)):
        total = metrics_impl.metric_variable([], tf.float32, name="count")
        if weights is None:
            number = tf.cast(tf.size(values), tf.float32)
        else:
            values = tf.cast(values, tf.float32)
            values, _, weights = metrics_impl._remove_squeezable_dimensions(
                predictions=values, labels=None, weights=weights
            )
            weights = weights_broadcast_ops.broadcast_weights(tf.cast(weights, tf.float32), values)
            number = tf.reduce_sum(weights)
        with tf.control_dependencies([values]):
            update = tf.assign_add(total, number)
        total = metrics_impl._aggregate_variable(total, metrics_collections)
        if updates_collections:
            tf.add_to_collections(updates_collections, update)
        return total, update


def f1_score(
    labels,
    predictions,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """The best F1 score over `num_thresholds` thresholds of predictions in [0, 1]: the value and its update."""
    with tf.variable_scope(name, "f1", (labels, predictions, weights)):
        predictions, labels, weights = metrics_impl._remove_squeezable_dimensions(
            predictions=predictions, labels=labels, weights=weights
        )
        epsilon = 1e-7  # the first and last thresholds lie beyond 0 and 1
        inner = [(i + 1) * 1.0 / (num_thresholds - 1) for i in range(num_thresholds - 2)]
        thresholds = [0.0 - epsilon, *inner, 1.0 + epsilon]
        values, updates = metrics_impl._confusion_matrix_at_thresholds(
            labels, predictions, thresholds, weights, includes=("tp", "fp", "fn")
        )

        def best(name, tp, fp, fn):
            precision = tf.div(tp, epsilon + tp + fp, name="precision_" + name)
            recall = tf.div(tp, epsilon + tp + fn, name="recall_" + name)
            return tf.reduce_max(2.0 * precision * recall / (precision + recall + epsilon))

        score = best("value", **values)
        if metrics_collections:
            tf.add_to_collections(metrics_collections, score)
        update = best("update", **updates)
        if updates_collections:
            tf.add_to_collections(updates_collections, update)
        return score, update
