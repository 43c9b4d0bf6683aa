"""tf.contrib.training: training loops, gradients, hyperparameters."""

from __future__ import annotations

from graphnotes.tf1.overrides.contrib.training._gradients import (
    add_gradients_summaries,
    clip_gradient_norms,
    clip_gradient_norms_fn,
    create_train_op,
    multiply_gradients,
)
from graphnotes.tf1.overrides.contrib.training._hparams import HParams, parse_values
from graphnotes.tf1.overrides.contrib.training._train import train

__all__ = [
    "HParams",
    "add_gradients_summaries",
    "clip_gradient_norms",
    "clip_gradient_norms_fn",
    "create_train_op",
    "multiply_gradients",
    "parse_values",
    "train",
]
