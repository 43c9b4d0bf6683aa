"""tensorflow.contrib.tensor_forest.client.eval_metrics: metrics of forests, by name."""

from __future__ import annotations

import numpy as np

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn._modes import PredictionKey

__all__ = ["FEATURE_IMPORTANCE_NAME", "INFERENCE_PRED_NAME", "INFERENCE_PROB_NAME", "get_metric", "get_prediction_key"]

INFERENCE_PROB_NAME = PredictionKey.PROBABILITIES
INFERENCE_PRED_NAME = PredictionKey.CLASSES
FEATURE_IMPORTANCE_NAME = "global_feature_importance"

_THRESHOLDS = np.arange(0, 1, 0.01, dtype=np.float32)


def _top_5(probabilities, targets):
    targets = tf.cast(targets, tf.int32)
    if targets.get_shape().ndims > 1:
        targets = tf.squeeze(targets, axis=[1])
    return tf.metrics.mean(tf.nn.in_top_k(probabilities, targets, 5))


def _r2(probabilities, targets, weights=None):
    targets = tf.cast(targets, tf.float32)
    spread = tf.reduce_sum(tf.squared_difference(targets, tf.reduce_mean(targets, 0)), 0)
    left = tf.reduce_sum(tf.squared_difference(targets, probabilities), 0)
    return tf.metrics.mean(1 - tf.reduce_sum(left / spread), weights=weights)


def _one_hot(targets, probabilities):
    return tf.one_hot(tf.cast(tf.squeeze(targets, axis=[1]), tf.int32), tf.shape(probabilities)[1])


def _sigmoid_entropy(probabilities, targets, weights=None):
    loss = tf.contrib.losses.sigmoid_cross_entropy(probabilities, _one_hot(targets, probabilities))
    return tf.metrics.mean(loss, weights=weights)


def _softmax_entropy(probabilities, targets, weights=None):
    loss = tf.contrib.losses.sparse_softmax_cross_entropy(probabilities, tf.cast(targets, tf.int32))
    return tf.metrics.mean(loss, weights=weights)


def _log_loss(probabilities, targets, weights=None):
    loss = tf.contrib.losses.log_loss(probabilities, _one_hot(targets, probabilities))
    return tf.metrics.mean(loss, weights=weights)


def _classes(metric):
    """A metric of predicted classes."""
    return lambda predictions, targets, weights=None: getattr(tf.metrics, metric)(
        labels=targets, predictions=predictions, weights=weights
    )


def _class_1(metric, **kwargs):
    """A metric of the probabilities of class 1."""
    return lambda probabilities, targets, weights=None: getattr(tf.metrics, metric)(
        labels=targets, predictions=tf.slice(probabilities, [0, 1], [-1, 1]), weights=weights, **kwargs
    )


_METRICS = {  # name: (metric, the prediction it is of)
    "auc": (_class_1("auc"), INFERENCE_PROB_NAME),
    "sigmoid_entropy": (_sigmoid_entropy, INFERENCE_PROB_NAME),
    "softmax_entropy": (_softmax_entropy, INFERENCE_PROB_NAME),
    "accuracy": (_classes("accuracy"), INFERENCE_PRED_NAME),
    "r2": (_r2, PredictionKey.SCORES),
    "predictions": (lambda predictions, targets, **kwargs: predictions, INFERENCE_PRED_NAME),
    "classification_log_loss": (_log_loss, INFERENCE_PROB_NAME),
    "precision": (_classes("precision"), INFERENCE_PRED_NAME),
    "precision_at_thresholds": (_class_1("precision_at_thresholds", thresholds=_THRESHOLDS), INFERENCE_PROB_NAME),
    "recall": (_classes("recall"), INFERENCE_PRED_NAME),
    "recall_at_thresholds": (_class_1("recall_at_thresholds", thresholds=_THRESHOLDS), INFERENCE_PROB_NAME),
    "top_5": (_top_5, INFERENCE_PROB_NAME),
}


def get_metric(metric_name):
    """The metric of a name: a function of (predictions, labels)."""
    return _METRICS[metric_name][0]


def get_prediction_key(metric_name):
    """Which prediction the metric of a name is of."""
    return _METRICS[metric_name][1]
