"""tensorflow.contrib.learn.python.learn.estimators.prediction_key: the names of predictions."""

from graphnotes.tf1.overrides.contrib.learn._modes import (
    PredictionKey,
)

__all__ = [
    "PredictionKey",
]
