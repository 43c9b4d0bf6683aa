"""tensorflow.contrib.metrics.python.ops.confusion_matrix_ops: the confusion matrix."""

from graphnotes.tf1.overrides.contrib.metrics import confusion_matrix

__all__ = ["confusion_matrix"]
