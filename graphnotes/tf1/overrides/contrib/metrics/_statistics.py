"""Covariance, correlation and cosine distance of what was seen so far (tf.contrib.metrics)."""

from __future__ import annotations

from tensorflow.python.ops import metrics_impl, weights_broadcast_ops

from graphnotes.tf1 import root as tf


def _collected(value, update, metrics_collections, updates_collections):
    if metrics_collections:
        tf.add_to_collections(metrics_collections, value)
    if updates_collections:
        tf.add_to_collections(updates_collections, update)
    return value, update


def streaming_covariance(
    predictions, labels, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """The sample covariance of predictions and labels, nan until two were seen: the value and its update."""
    with tf.variable_scope(name, "covariance", (predictions, labels, weights)):
        predictions, labels, weights = metrics_impl._remove_squeezable_dimensions(predictions, labels, weights)
        predictions.get_shape().assert_is_compatible_with(labels.get_shape())
        count = metrics_impl.metric_variable([], tf.float32, name="count")
        mean_prediction = metrics_impl.metric_variable([], tf.float32, name="mean_prediction")
        mean_label = metrics_impl.metric_variable([], tf.float32, name="mean_label")
        comoment = metrics_impl.metric_variable([], tf.float32, name="comoment")
        if weights is None:
            size = tf.cast(tf.size(labels), tf.float32)
            weighted_predictions, weighted_labels = predictions, labels
        else:
            weights = weights_broadcast_ops.broadcast_weights(weights, labels)
            size = tf.reduce_sum(weights)
            weighted_predictions = tf.multiply(predictions, weights)
            weighted_labels = tf.multiply(labels, weights)
        new_count = tf.assign_add(count, size)
        old_count = new_count - size

        def moved(mean, weighted):
            """The batch's mean and the one before it; the variable moves on."""
            batch_mean = tf.div_no_nan(tf.reduce_sum(weighted), size)
            delta = tf.div_no_nan((batch_mean - mean) * size, new_count)
            return batch_mean, tf.assign_add(mean, delta) - delta

        batch_prediction, old_prediction = moved(mean_prediction, weighted_predictions)
        batch_label, old_label = moved(mean_label, weighted_labels)
        residuals = (predictions - batch_prediction) * (labels - batch_label)
        batch_comoment = tf.reduce_sum(residuals if weights is None else residuals * weights)
        delta = batch_comoment + (old_prediction - batch_prediction) * (old_label - batch_label) * (
            old_count * size / new_count
        )
        new_comoment = tf.assign_add(comoment, delta)

        def covariance(name):
            return tf.where(
                tf.less_equal(count, 1.0), float("nan"), tf.truediv(comoment, count - 1), name=name
            )

        value = covariance("covariance")
        with tf.control_dependencies([new_comoment]):
            update = covariance("update_op")
    return _collected(value, update, metrics_collections, updates_collections)


def streaming_pearson_correlation(
    predictions, labels, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """The correlation of predictions and labels: the value and its update."""
    with tf.variable_scope(name, "pearson_r", (predictions, labels, weights)):
        predictions, labels, weights = metrics_impl._remove_squeezable_dimensions(predictions, labels, weights)
        predictions.get_shape().assert_is_compatible_with(labels.get_shape())
        if weights is not None:
            weights = weights_broadcast_ops.broadcast_weights(weights, labels)
        both = streaming_covariance(predictions, labels, weights=weights, name="covariance")
        first = streaming_covariance(predictions, predictions, weights=weights, name="variance_predictions")
        second = streaming_covariance(labels, labels, weights=weights, name="variance_labels")

        def correlation(i, name):
            scale = tf.multiply(tf.sqrt(first[i]), tf.sqrt(second[i]))
            return tf.truediv(both[i], scale, name=name)

        value, update = correlation(0, "pearson_r"), correlation(1, "update_op")
    return _collected(value, update, metrics_collections, updates_collections)


def streaming_mean_cosine_distance(
    predictions, labels, dim, weights=None, metrics_collections=None, updates_collections=None, name=None
):
    """The mean of 1 - cos between vectors of length 1 along `dim`: the value and its update."""
    predictions, labels, weights = metrics_impl._remove_squeezable_dimensions(predictions, labels, weights)
    predictions.get_shape().assert_is_compatible_with(labels.get_shape())
    products = tf.reduce_sum(tf.multiply(predictions, labels), axis=[dim], keepdims=True)
    value, update = tf.metrics.mean(products, weights, None, None, name or "mean_cosine_distance")
    value, update = tf.subtract(1.0, value), tf.subtract(1.0, update)
    return _collected(value, update, metrics_collections, updates_collections)
