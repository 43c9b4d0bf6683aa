"""tf.contrib.training: training loops, evaluation, gradients, hyperparameters, batches of like sequences."""

from __future__ import annotations

from graphnotes.tf1.overrides.contrib.training._buckets import (
    bucket,
    bucket_by_sequence_length,
)
from graphnotes.tf1.overrides.contrib.training._evaluate import (
    StopAfterNEvalsHook,
    SummaryAtEndHook,
    checkpoints_iterator,
    evaluate_once,
    evaluate_repeatedly,
    get_or_create_eval_step,
    wait_for_new_checkpoint,
)
from graphnotes.tf1.overrides.contrib.training._gradients import (
    add_gradients_summaries,
    clip_gradient_norms,
    clip_gradient_norms_fn,
    create_train_op,
    multiply_gradients,
)
from graphnotes.tf1.overrides.contrib.training._hparams import HParams, parse_values
from graphnotes.tf1.overrides.contrib.training._placement import (
    GreedyLoadBalancingStrategy,
    RandomStrategy,
    byte_size_load_fn,
)
from graphnotes.tf1.overrides.contrib.training._sampling import (
    rejection_sample,
    resample_at_rate,
    stratified_sample,
    weighted_resample,
)
from graphnotes.tf1.overrides.contrib.training._train import train

__all__ = [
    "GreedyLoadBalancingStrategy",
    "HParams",
    "RandomStrategy",
    "StopAfterNEvalsHook",
    "SummaryAtEndHook",
    "add_gradients_summaries",
    "bucket",
    "bucket_by_sequence_length",
    "byte_size_load_fn",
    "checkpoints_iterator",
    "clip_gradient_norms",
    "clip_gradient_norms_fn",
    "create_train_op",
    "evaluate_once",
    "evaluate_repeatedly",
    "get_or_create_eval_step",
    "multiply_gradients",
    "parse_values",
    "rejection_sample",
    "resample_at_rate",
    "stratified_sample",
    "train",
    "wait_for_new_checkpoint",
    "weighted_resample",
]
