"""tf.contrib.learn: estimators, experiments, monitors, data sets and the processing of text.

`tensorflow.contrib.learn.python.learn` is the same namespace. Each name is imported when it is touched: those of estimators
need the estimator package.
"""

from __future__ import annotations

import importlib

from graphnotes.tf1.overrides.contrib.learn._modes import (
    ModeKeys,
    PredictionKey,
    ProblemType,
)

_HERE = "graphnotes.tf1.overrides.contrib.learn"
_LATER = {
    "_estimators._base": [
        "BaseEstimator",
        "Evaluable",
        "NotFittedError",
        "SKCompat",
        "Trainable",
        "infer_real_valued_columns_from_input",
        "infer_real_valued_columns_from_input_fn",
    ],
    "_estimators._canned": [
        "DNNClassifier",
        "DNNEstimator",
        "DNNRegressor",
        "LinearClassifier",
        "LinearEstimator",
        "LinearRegressor",
    ],
    "_estimators._estimator": ["Estimator"],
    "_estimators._head_metrics": ["MetricKey"],
    "_estimators._heads": [
        "Head",
        "binary_svm_head",
        "multi_class_head",
        "multi_head",
        "multi_label_head",
        "no_op_train_fn",
        "poisson_regression_head",
        "regression_head",
    ],
    "_estimators._model_fn": ["ModelFnOps"],
    "_estimators._wide_and_deep": [
        "DNNLinearCombinedClassifier",
        "DNNLinearCombinedEstimator",
        "DNNLinearCombinedRegressor",
    ],
    "_experiment": ["Experiment"],
    "_export": ["ExportStrategy", "InputFnOps", "build_parsing_serving_input_fn", "make_export_strategy"],
    "_metric_spec": ["MetricSpec"],
    "_pandas": ["extract_pandas_data", "extract_pandas_labels", "extract_pandas_matrix"],
    "_run_config": ["RunConfig", "TaskType"],
    "monitors": ["NanLossDuringTrainingError"],
}
_MODULES = {name: module for module, names in _LATER.items() for name in names}

__all__ = ["ModeKeys", "PredictionKey", "ProblemType", *_MODULES]  # noqa: PLE0604


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"{_HERE}.{_MODULES[name]}"), name)
