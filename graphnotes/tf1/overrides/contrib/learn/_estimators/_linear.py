"""A linear model's logits: the weighted sum of feature columns."""

from __future__ import annotations

import math

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.learn._estimators._dnn import (
    are_contrib,
    as_dictionary,
    input_partitioner,
)

LEARNING_RATE = 0.2


def linear_scope(features, config):
    """The scope of a linear model's variables."""
    return tf.variable_scope("linear", values=tuple(features.values()), partitioner=input_partitioner(config))


def weighted_sum(features, columns, dimension, joint, scope):
    """Logits [batch, dimension], inside of `linear_scope`; all variables in the collection "linear"."""
    if not are_contrib(columns):
        return tf.feature_column.linear_model(
            features=features, feature_columns=columns, units=dimension, weight_collections=["linear"]
        )
    layer = layers.joint_weighted_sum_from_feature_columns if joint else layers.weighted_sum_from_feature_columns
    logits, _, _ = layer(features, columns, dimension, weight_collections=["linear"], scope=scope)
    return logits


def learning_rate(columns) -> float:
    return min(LEARNING_RATE, 1.0 / math.sqrt(len(columns)))


def linear_model_fn(features, labels, mode, params, config=None):
    """The model of contrib.learn's linear estimators; `params` are their arguments."""
    features, head, columns = as_dictionary(features), params["head"], params["feature_columns"]
    optimizer = params["optimizer"] or tf.train.FtrlOptimizer(learning_rate=learning_rate(columns))
    with linear_scope(features, config) as scope:
        logits = weighted_sum(features, columns, head.logits_dimension, params["joint_weights"], scope)

        def train_op_fn(loss):
            step = tf.train.get_global_step()
            variables = tf.get_collection("linear")
            gradients = tf.gradients(loss, variables)
            if params["gradient_clip_norm"]:
                gradients, _ = tf.clip_by_global_norm(gradients, params["gradient_clip_norm"])
            return _made(optimizer).apply_gradients(zip(gradients, variables), global_step=step)

        return head.create_model_fn_ops(features, mode, labels, train_op_fn, logits)


def _made(optimizer):
    if isinstance(optimizer, str):
        return layers.OPTIMIZER_CLS_NAMES[optimizer](learning_rate=LEARNING_RATE)
    return optimizer() if callable(optimizer) else optimizer
