"""tf.contrib.estimator: heads and extenders of estimators that the last estimator package still has.

Heads average the loss over the batch, as contrib's did (tf.estimator's canned ones sum it).
"""

from __future__ import annotations

import functools
import importlib

from graphnotes.tf1 import _estimator
from graphnotes.tf1._advice import advice

_AVERAGE = "weighted_sum_over_batch_size"
_PACKAGE = "tensorflow_estimator.python.estimator"
_SAME = {
    "InMemoryEvaluatorHook": "hooks.hooks",
    "SavedModelEstimator": "canned.saved_model_estimator",
    "add_metrics": "extenders",
    "build_raw_supervised_input_receiver_fn": "export.export",
    "build_supervised_input_receiver_fn_from_input_fn": "export.export",
    "call_logit_fn": "model_fn",
    "dnn_logit_fn_builder": "canned.dnn",
    "linear_logit_fn_builder": "canned.linear",
    "make_early_stopping_hook": "early_stopping",
    "make_stop_at_checkpoint_step_hook": "hooks.hooks",
    "stop_if_higher_hook": "early_stopping",
    "stop_if_lower_hook": "early_stopping",
    "stop_if_no_decrease_hook": "early_stopping",
    "stop_if_no_increase_hook": "early_stopping",
}
__all__ = list(_SAME) + [
    "binary_classification_head",
    "clip_gradients_by_norm",
    "logistic_regression_head",
    "multi_class_head",
    "poisson_regression_head",
    "regression_head",
]


def _package(module: str):
    loaded = _estimator.load(f"{_PACKAGE}.{module}")
    if loaded is None:
        raise AttributeError(f"tf.contrib.estimator: {advice('estimator.Estimator')}")
    return loaded


def __getattr__(name: str) -> object:
    if name in _SAME:
        return getattr(_package(_SAME[name]), name)
    raise AttributeError(name)


def multi_class_head(n_classes, weight_column=None, label_vocabulary=None, loss_reduction=_AVERAGE, loss_fn=None, name=None):
    """Head for one label of `n_classes` >= 3 (tf.contrib.estimator.multi_class_head): logits [batch, n_classes]."""
    make = _package("canned.head")._multi_class_head_with_softmax_cross_entropy_loss
    return make(n_classes, weight_column, label_vocabulary, loss_reduction, loss_fn, name)


def binary_classification_head(
    weight_column=None, thresholds=None, label_vocabulary=None, loss_reduction=_AVERAGE, loss_fn=None, name=None
):
    """Head for a label of 0 or 1 (tf.contrib.estimator.binary_classification_head): logits [batch, 1]."""
    make = _package("canned.head")._binary_logistic_head_with_sigmoid_cross_entropy_loss
    return make(weight_column, thresholds, label_vocabulary, loss_reduction, loss_fn, name)


def regression_head(
    weight_column=None, label_dimension=1, loss_reduction=_AVERAGE, loss_fn=None, inverse_link_fn=None, name=None
):
    """Head for numbers with the squared error (tf.contrib.estimator.regression_head): logits [batch, label_dimension]."""
    make = _package("canned.head")._regression_head
    return make(weight_column, label_dimension, loss_reduction, loss_fn, inverse_link_fn, name)


def poisson_regression_head(
    weight_column=None, label_dimension=1, loss_reduction=_AVERAGE, compute_full_loss=True, name=None
):
    """Head for counts: log link and the Poisson loss (tf.contrib.estimator.poisson_regression_head)."""
    tf = importlib.import_module("graphnotes.tf1")

    def loss(labels, logits):
        return tf.nn.log_poisson_loss(labels, logits, compute_full_loss=compute_full_loss)

    return regression_head(weight_column, label_dimension, loss_reduction, loss, tf.exp, name)


def logistic_regression_head(weight_column=None, loss_reduction=_AVERAGE, name=None):
    """Head for labels in [0, 1] with the log loss (tf.contrib.estimator.logistic_regression_head)."""
    tf = importlib.import_module("graphnotes.tf1")

    def loss(labels, logits):
        checked = tf.Assert(tf.reduce_all(tf.logical_and(labels >= 0.0, labels <= 1.0)), ["Labels must be in [0, 1]", labels])
        with tf.control_dependencies([checked]):
            return tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)

    return regression_head(weight_column, 1, loss_reduction, loss, tf.sigmoid, name)


def clip_gradients_by_norm(optimizer, clip_norm):
    """The optimizer, its gradients clipped to `clip_norm` one by one (tf.contrib.estimator.clip_gradients_by_norm)."""
    tf = importlib.import_module("graphnotes.tf1")
    apply = optimizer.apply_gradients

    @functools.wraps(apply)
    def clipped(grads_and_vars, global_step=None, name=None):
        pairs = [(g if g is None else tf.clip_by_norm(g, clip_norm), v) for g, v in grads_and_vars]
        return apply(pairs, global_step, name)

    optimizer.apply_gradients = clipped
    return optimizer
