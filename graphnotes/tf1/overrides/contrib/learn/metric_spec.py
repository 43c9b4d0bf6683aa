"""tensorflow.contrib.learn.python.learn.metric_spec: which metric is computed of what."""

from graphnotes.tf1.overrides.contrib.learn._metric_spec import (
    MetricSpec,
)

__all__ = [
    "MetricSpec",
]
