"""tensorflow.contrib.learn.python.learn.estimators.estimator: estimators without a model."""

from graphnotes.tf1.overrides.contrib.learn._estimators._base import (
    BaseEstimator,
    SKCompat,
    infer_real_valued_columns_from_input,
    infer_real_valued_columns_from_input_fn,
)
from graphnotes.tf1.overrides.contrib.learn._estimators._estimator import (
    Estimator,
)

__all__ = [
    "BaseEstimator",
    "Estimator",
    "SKCompat",
    "infer_real_valued_columns_from_input",
    "infer_real_valued_columns_from_input_fn",
]
