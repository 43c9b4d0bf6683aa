"""tensorflow.contrib.learn.python.learn.estimators.model_fn: modes and what a model function gives."""

from graphnotes.tf1.overrides.contrib.learn._estimators._model_fn import (
    ModelFnOps,
)
from graphnotes.tf1.overrides.contrib.learn._modes import (
    ModeKeys,
)

__all__ = [
    "ModeKeys",
    "ModelFnOps",
]
