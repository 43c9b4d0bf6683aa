"""tensorflow.contrib.learn.python.learn.experiment: a training run and its evaluations."""

from graphnotes.tf1.overrides.contrib.learn._experiment import (
    Experiment,
)

__all__ = [
    "Experiment",
]
