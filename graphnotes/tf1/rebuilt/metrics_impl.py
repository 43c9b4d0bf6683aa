"""Metrics divide with `div`, which names its node so."""

from __future__ import annotations

import contextlib
import threading

from tensorflow.python.ops import math_ops

from graphnotes.tf1.rebuilt import rebuild

_METRICS = (
    "auc",
    "mean_iou",
    "mean_relative_error",
    "precision",
    "precision_at_thresholds",
    "recall",
    "recall_at_top_k",
    "recall_at_thresholds",
    "sensitivity_at_specificity",
    "_sparse_average_precision_at_top_k",
    "precision_at_top_k",
    "specificity_at_sensitivity",
)
_inside = threading.local()


@contextlib.contextmanager
def _divide_is_div():
    before = getattr(_inside, "metric", False)
    _inside.metric = True
    try:
        yield
    finally:
        _inside.metric = before


@rebuild("tensorflow.python.ops.math_ops", "divide")
def divide(x, y, name=None):
    """`tf.divide` is the operator `/`, whatever its operands are; inside a metric it is `tf.div`."""
    if getattr(_inside, "metric", False):
        return math_ops.div(x, y, name)
    return divide.original(x, y, name) if name is not None else x / y


def _rebuild_metric(name: str) -> None:
    @rebuild("tensorflow.python.ops.metrics_impl", name)
    def metric(*args, **kwargs):
        with _divide_is_div():
            return metric.original(*args, **kwargs)


for _name in _METRICS:
    _rebuild_metric(_name)
