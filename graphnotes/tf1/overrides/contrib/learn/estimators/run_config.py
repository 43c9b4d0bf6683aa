"""tensorflow.contrib.learn.python.learn.estimators.run_config: how estimators run."""

from graphnotes.tf1.overrides.contrib.learn._run_config import (
    RunConfig,
    TaskType,
)

__all__ = [
    "RunConfig",
    "TaskType",
]
