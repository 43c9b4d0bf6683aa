"""A network's logits: feature columns, hidden layers, a last layer."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.layers._columns._base import FeatureColumn
from graphnotes.tf1.overrides.contrib.layers._columns._embedding import _EmbeddingColumn
from graphnotes.tf1.overrides.contrib.learn._modes import ModeKeys

LEARNING_RATE = 0.05
_SLICE = 64 << 20  # bytes: what one parameter server holds at least
_ACTIVATIONS = {"relu": tf.nn.relu, "tanh": tf.nn.tanh, "sigmoid": tf.nn.sigmoid}


def replicas(config) -> int:
    """How many parameter servers there are."""
    return config.num_ps_replicas if config else 0


def as_dictionary(features) -> dict:
    return features if isinstance(features, dict) else {"": features}


def made(optimizer):
    return optimizer() if callable(optimizer) else optimizer


def activation(function):
    """The activation function of a name. ValueError for another name than relu, tanh, sigmoid."""
    if not isinstance(function, str):
        return function
    if function not in _ACTIVATIONS:
        raise ValueError(f"Activation name should be one of [{', '.join(_ACTIVATIONS)}], you provided {function}.")
    return _ACTIVATIONS[function]


def are_contrib(columns) -> bool:
    return all(isinstance(column, FeatureColumn) for column in columns)


def dnn_scope(features, config):
    """The scope of a network's variables."""
    partitioner = tf.min_max_variable_partitioner(max_partitions=replicas(config))
    return tf.variable_scope("dnn", values=tuple(features.values()), partitioner=partitioner)


def input_partitioner(config, slice_size=None):
    """Splits the input layer's variables over parameter servers."""
    return tf.min_max_variable_partitioner(max_partitions=replicas(config), min_slice_size=slice_size or _SLICE)


def network(features, columns, hidden_units, dimension, mode, activation_fn, dropout, partitioner, separator):
    """(logits [batch, dimension], the input layer's scope), inside of `dnn_scope`; all variables in the collection "dnn"."""
    values = tuple(features.values())
    with tf.variable_scope("input_from_feature_columns", values=values, partitioner=partitioner) as input_scope:
        if are_contrib(columns):
            net = layers.input_from_feature_columns(features, columns, weight_collections=["dnn"], scope=input_scope)
        else:
            net = tf.feature_column.input_layer(features=features, feature_columns=columns, weight_collections=["dnn"])
    for i, units in enumerate(hidden_units):
        with tf.variable_scope(f"hiddenlayer_{i}", values=(net,)) as scope:
            net = layers.fully_connected(
                net, units, activation_fn=activation_fn, variables_collections=["dnn"], scope=scope
            )
            if dropout is not None and mode == ModeKeys.TRAIN:
                net = layers.dropout(net, keep_prob=1.0 - dropout)
        summarize(net, scope.name, separator)
    with tf.variable_scope("logits", values=(net,)) as scope:
        logits = layers.fully_connected(net, dimension, activation_fn=None, variables_collections=["dnn"], scope=scope)
    summarize(logits, scope.name, separator)
    return logits, input_scope


def summarize(value, tag, separator):
    tf.summary.scalar(f"{tag}{separator}fraction_of_zero_values", tf.nn.zero_fraction(value))
    tf.summary.histogram(f"{tag}{separator}activation", value)


def multipliers(by_column, scope_name):
    """{embedding variable: factor of its learning rate}, or None.

    Raises:
        ValueError: a column without an embedding.
    """
    if not by_column:
        return None
    factors = {}
    for column, factor in by_column.items():
        if not isinstance(column, _EmbeddingColumn):
            raise ValueError(
                f"learning rate multipler can only be defined for embedding columns. It is defined for {column}"
            )
        variables = tf.get_collection("dnn", f"{scope_name}/{column.name}")
        if not variables:
            raise ValueError(f"Couldn't find a variable for column {column}")
        factors.update(dict.fromkeys(variables, factor))
    return factors


def dnn_model_fn(features, labels, mode, params, config=None):
    """The model of contrib.learn's DNN estimators; `params` are their arguments."""
    features, head = as_dictionary(features), params["head"]
    with dnn_scope(features, config):
        logits, input_scope = network(
            features,
            params["feature_columns"],
            params["hidden_units"],
            head.logits_dimension,
            mode,
            activation(params["activation_fn"]),
            params["dropout"],
            input_partitioner(config, params["input_layer_min_slice_size"]),
            "_",
        )

        def train_op_fn(loss):
            return layers.optimize_loss(
                loss=loss,
                global_step=tf.train.get_global_step(),
                learning_rate=LEARNING_RATE,
                optimizer=made(params["optimizer"] or "Adagrad"),
                gradient_multipliers=multipliers(params["embedding_lr_multipliers"], input_scope.name),
                clip_gradients=params["gradient_clip_norm"],
                name="dnn",
                summaries=[],
            )

        return head.create_model_fn_ops(features, mode, labels, train_op_fn, logits)
