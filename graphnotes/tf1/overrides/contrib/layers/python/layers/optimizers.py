"""tf.contrib.layers.python.layers.optimizers: a part of tf.contrib.layers under its own name."""

from graphnotes.tf1.overrides.contrib.layers._optimize import (
    OPTIMIZER_CLS_NAMES,
    OPTIMIZER_SUMMARIES,
    adaptive_clipping_fn,
    optimize_loss,
)

__all__ = [
    "OPTIMIZER_CLS_NAMES",
    "OPTIMIZER_SUMMARIES",
    "adaptive_clipping_fn",
    "optimize_loss",
]
