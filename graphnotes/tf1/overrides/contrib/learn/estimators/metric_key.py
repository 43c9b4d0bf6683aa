"""tensorflow.contrib.learn.python.learn.estimators.metric_key: the names of metrics."""

from graphnotes.tf1.overrides.contrib.learn._estimators._head_metrics import (
    MetricKey,
)

__all__ = [
    "MetricKey",
]
