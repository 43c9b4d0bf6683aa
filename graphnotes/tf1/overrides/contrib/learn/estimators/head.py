"""tensorflow.contrib.learn.python.learn.estimators.head: the heads of models."""

from graphnotes.tf1.overrides.contrib.learn._estimators._heads import (
    Head,
    binary_svm_head,
    multi_class_head,
    multi_head,
    multi_label_head,
    no_op_train_fn,
    poisson_regression_head,
    regression_head,
)

__all__ = [
    "Head",
    "binary_svm_head",
    "multi_class_head",
    "multi_head",
    "multi_label_head",
    "no_op_train_fn",
    "poisson_regression_head",
    "regression_head",
]
