"""The heads of contrib.learn's models, alone and several together."""

from __future__ import annotations

import inspect

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn._estimators import _losses as losses
from graphnotes.tf1.overrides.contrib.learn._estimators._model_fn import ModelFnOps
from graphnotes.tf1.overrides.contrib.learn._estimators._single_heads import (
    Head,
    _BinaryLogisticHead,
    _BinarySvmHead,
    _MultiClassHead,
    _MultiLabelHead,
    _RegressionHead,
)
from graphnotes.tf1.overrides.contrib.learn._modes import ModeKeys


class _MultiHead(Head):
    """Several heads with names, on logits side by side."""

    def __init__(self, heads, loss_weights):
        if loss_weights and len(loss_weights) != len(heads):
            raise ValueError("heads and loss_weights must have same size")
        if not all(head.head_name for head in heads):
            raise ValueError("Members of MultiHead must have names.")
        self._heads, self._loss_weights = list(heads), loss_weights

    @property
    def logits_dimension(self):
        return sum(head.logits_dimension for head in self._heads)

    def create_model_fn_ops(
        self, features, mode, labels=None, train_op_fn=None, logits=None, logits_input=None, scope=None
    ):
        parts = [None] * len(self._heads) if logits is None else self._split(logits)
        models = []
        for head, part in zip(self._heads, parts):
            models.append(head.create_model_fn_ops(features, mode, labels, no_op_train_fn, part, logits_input, scope))
        names = [head.head_name for head in self._heads]
        predictions = {(name, k): v for name, m in zip(names, models) for k, v in m.predictions.items()}
        if mode == ModeKeys.INFER:
            alternatives = {name: m.output_alternatives[name] for name, m in zip(names, models)}
            return ModelFnOps(mode, predictions, output_alternatives=alternatives)
        found = {k: v for m in models for k, v in m.eval_metric_ops.items()}
        if mode == ModeKeys.EVAL:
            return ModelFnOps(mode, predictions, self._merged([m.loss for m in models]), eval_metric_ops=found)
        if train_op_fn is None:
            raise ValueError("train_op_fn can not be None in TRAIN mode.")
        loss = self._merged([m.loss for m in models])
        train_op = tf.group(train_op_fn(loss), *[m.train_op for m in models])
        return ModelFnOps(mode, loss=loss, train_op=train_op, eval_metric_ops=found)

    def _merged(self, losses):
        if self._loss_weights:
            losses = [tf.multiply(loss, weight) for loss, weight in zip(losses, self._loss_weights)]
        return tf.add_n(losses)

    def _split(self, logits):
        if isinstance(logits, dict):
            return [logits[head.head_name] for head in self._heads]
        parts, begin = [], 0
        for head in self._heads:
            parts.append(tf.slice(logits, [0, begin], [-1, head.logits_dimension]))
            begin += head.logits_dimension
        return parts


def regression_head(
    label_name=None,
    weight_column_name=None,
    label_dimension=1,
    enable_centered_bias=False,
    head_name=None,
    link_fn=None,
):
    """Numbers, with the squared error (tf.contrib.learn.regression_head)."""
    rest = (label_dimension, label_name, weight_column_name, enable_centered_bias, head_name)
    return _RegressionHead(link_fn or tf.identity, losses.mean_squared_loss, *rest)


def poisson_regression_head(
    label_name=None, weight_column_name=None, label_dimension=1, enable_centered_bias=False, head_name=None
):
    """Counts, with the Poisson loss (tf.contrib.learn.poisson_regression_head)."""
    rest = (label_dimension, label_name, weight_column_name, enable_centered_bias, head_name)
    return _RegressionHead(tf.exp, losses.poisson_loss, *rest)


def multi_class_head(
    n_classes,
    label_name=None,
    weight_column_name=None,
    enable_centered_bias=False,
    head_name=None,
    thresholds=None,
    metric_class_ids=None,
    loss_fn=None,
    label_keys=None,
):
    """One of `n_classes` classes; two are a logistic regression (tf.contrib.learn.multi_class_head).

    Args:
        thresholds: probabilities at which two classes' accuracy, precision and recall are evaluated; default 0.5.
        metric_class_ids: classes with metrics of their own.
        loss_fn: function of labels, logits and weights instead of the cross entropy.
        label_keys: the classes' names, when labels are strings.

    Raises:
        ValueError: fewer than two classes, or options that two classes don't have.
    """
    if n_classes is None or n_classes < 2:
        raise ValueError(f"n_classes must be > 1 for classification: {n_classes}.")
    own_loss = _checked_loss(loss_fn)
    rest = (label_name, weight_column_name, enable_centered_bias, head_name)
    if n_classes > 2:
        return _MultiClassHead(
            label_keys, metric_class_ids, own_loss or losses.softmax_cross_entropy_loss, n_classes, *rest
        )
    if metric_class_ids:
        raise ValueError("metric_class_ids invalid for n_classes==2.")
    if label_keys:
        raise ValueError("label_keys is not supported for n_classes=2.")
    return _BinaryLogisticHead(thresholds, own_loss or losses.log_loss_with_two_classes, 1, *rest)


def binary_svm_head(
    label_name=None, weight_column_name=None, enable_centered_bias=False, head_name=None, thresholds=None
):
    """Two classes, with the hinge loss (tf.contrib.learn.binary_svm_head); `thresholds` are not used."""
    return _BinarySvmHead(losses.hinge_loss, 1, label_name, weight_column_name, enable_centered_bias, head_name)


def multi_label_head(
    n_classes,
    label_name=None,
    weight_column_name=None,
    enable_centered_bias=False,
    head_name=None,
    thresholds=None,
    metric_class_ids=None,
    loss_fn=None,
):
    """Any of `n_classes` labels (tf.contrib.learn.multi_label_head); `thresholds` are not used.

    Raises:
        ValueError: fewer than two classes.
    """
    if n_classes < 2:
        raise ValueError("n_classes must be > 1 for classification.")
    loss = _checked_loss(loss_fn) or losses.sigmoid_cross_entropy_loss
    rest = (n_classes, label_name, weight_column_name, enable_centered_bias, head_name)
    return _MultiLabelHead(metric_class_ids, loss, *rest)


def multi_head(heads, loss_weights=None):
    """Several heads; the loss is the (weighted) sum of theirs (tf.contrib.learn.multi_head).

    Raises:
        ValueError: a head without a name, or not one weight for each.
    """
    return _MultiHead(heads, loss_weights)


def no_op_train_fn(loss):
    """A step that does nothing (tf.contrib.learn.no_op_train_fn)."""
    return tf.no_op()


def _checked_loss(loss_fn):
    if not loss_fn:
        return None
    arguments = inspect.signature(loss_fn).parameters
    for name in ("labels", "logits", "weights"):
        if name not in arguments:
            raise ValueError(f"Argument {name} not found in loss_fn.")
    return losses.custom(loss_fn)
