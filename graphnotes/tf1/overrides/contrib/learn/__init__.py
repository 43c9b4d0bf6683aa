"""tf.contrib.learn: its data sets, the processing of text, and the keys of modes and predictions.

`tensorflow.contrib.learn.python.learn` is the same namespace.
"""

from graphnotes.tf1.overrides.contrib.learn._modes import (
    ModeKeys,
    PredictionKey,
    ProblemType,
)

__all__ = ["ModeKeys", "PredictionKey", "ProblemType"]
