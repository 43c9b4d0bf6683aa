"""tf.contrib.learn: its data sets, the processing of text, and the keys of modes and predictions.

`tensorflow.contrib.learn.python.learn` is the same namespace.
"""

from graphnotes.tf1.overrides.contrib.learn._modes import (
    ModeKeys,
    PredictionKey,
    ProblemType,
)

__all__ = ["ModeKeys", "PredictionKey", "ProblemType", "RunConfig"]


def __getattr__(name: str) -> object:
    if name != "RunConfig":
        raise AttributeError(name)
    from graphnotes.tf1.overrides.contrib.learn._run_config import (
        RunConfig,  # needs the estimator package
    )

    return RunConfig

