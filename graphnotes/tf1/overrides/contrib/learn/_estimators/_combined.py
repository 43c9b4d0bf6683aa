"""A linear model and a network whose logits are added (wide and deep)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.learn._estimators import _dnn as dnn
from graphnotes.tf1.overrides.contrib.learn._estimators import _linear as linear


def combined_model_fn(features, labels, mode, params, config=None):
    """The model of contrib.learn's DNNLinearCombined estimators; `params` are their arguments."""
    head, dimension = params["head"], params["head"].logits_dimension
    linear_columns, dnn_columns = params["linear_feature_columns"], params["dnn_feature_columns"]
    features = dnn.as_dictionary(features)
    linear_optimizer = _made(params["linear_optimizer"] or "Ftrl")
    dnn_optimizer = _made(params["dnn_optimizer"] or "Adagrad")
    partitioner = params["input_layer_partitioner"] or dnn.input_partitioner(config)
    dnn_logits = linear_logits = None
    if dnn_columns:
        if not params["dnn_hidden_units"]:
            raise ValueError("dnn_hidden_units must be defined when dnn_feature_columns is specified.")
        activation = params["dnn_activation_fn"] or tf.nn.relu
        hidden, dropout = params["dnn_hidden_units"], params["dnn_dropout"]
        with dnn.dnn_scope(features, config):
            dnn_logits, input_scope = dnn.network(
                features, dnn_columns, hidden, dimension, mode, activation, dropout, partitioner, "/"
            )
    if linear_columns:
        with linear.linear_scope(features, config) as scope:
            linear_logits = linear.weighted_sum(
                features, linear_columns, dimension, params["joint_linear_weights"], scope
            )
            dnn.summarize(linear_logits, scope.name, "/")
    if dnn_logits is None or linear_logits is None:
        logits = linear_logits if dnn_logits is None else dnn_logits
    else:
        logits = dnn_logits + linear_logits
    once = params["fix_global_step_increment_bug"]  # else both optimizers count the step, as 1.15 did

    def train_op_fn(loss):
        step, train_ops = tf.train.get_global_step(), []
        common = {
            "loss": loss,
            "global_step": step,
            "clip_gradients": params["gradient_clip_norm"],
            "summaries": [],
            "increment_global_step": not once,
        }
        if dnn_logits is not None:
            factors = dnn.multipliers(params["embedding_lr_multipliers"], input_scope.name)
            train_ops.append(
                layers.optimize_loss(
                    learning_rate=dnn.LEARNING_RATE,
                    optimizer=dnn_optimizer,
                    gradient_multipliers=factors,
                    variables=tf.get_collection("dnn"),
                    name="dnn",
                    **common,
                )
            )
        if linear_logits is not None:
            train_ops.append(
                layers.optimize_loss(
                    learning_rate=linear.learning_rate(linear_columns),
                    optimizer=linear_optimizer,
                    variables=tf.get_collection("linear"),
                    name="linear",
                    **common,
                )
            )
        train_op = tf.group(*train_ops)
        if not once:
            return train_op
        with tf.control_dependencies([train_op]), tf.colocate_with(step):
            return tf.assign_add(step, 1).op

    return head.create_model_fn_ops(features, mode, labels, train_op_fn, logits)


def _made(optimizer):
    optimizer = dnn.made(optimizer)
    if isinstance(optimizer, tf.train.SyncReplicasOptimizer):
        raise ValueError(
            "SyncReplicasOptimizer is not supported in DNNLinearCombined model. If you want to use this optimizer, please "
            "use either DNN or Linear model."
        )
    return optimizer
