"""Linear models trained by stochastic dual coordinate ascent (tf.contrib.linear_optimizer.SDCAOptimizer, of the long tail)."""

from __future__ import annotations

from tensorflow.python.framework import tensor_util

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import layers
from graphnotes.tf1.overrides.contrib.learn._estimators._dnn import as_dictionary

_BIAS = "tf_virtual_bias_column"
_LOSSES = {"_BinarySvmHead": "hinge_loss", "_BinaryLogisticHead": "logistic_loss", "_RegressionHead": "squared_loss"}


def is_sdca(optimizer) -> bool:
    """Whether it trains examples' dual weights instead of applying gradients."""
    return hasattr(optimizer, "get_train_step")


def sdca_params(head, columns, optimizer, weight_column_name, enable_centered_bias: bool, joint_weights: bool) -> dict:
    """What `sdca_model_fn` needs of an estimator's arguments.

    Raises:
        ValueError: a centered bias, joint weights, or a head that SDCA has no loss for.
    """
    if enable_centered_bias:
        raise ValueError("enable_centered_bias is not supported with SDCA")
    if joint_weights:
        raise ValueError("_joint_weights is incompatible with SDCAOptimizer")
    if type(head).__name__ not in _LOSSES:
        raise ValueError(f"Unsupported head type: {head}")
    if head.logits_dimension != 1:
        raise ValueError("SDCA only applies for logits_dimension=1.")
    return {"head": head, "feature_columns": columns, "optimizer": optimizer, "weight_column_name": weight_column_name}


def sdca_model_fn(features, labels, mode, params):
    """The model of a linear estimator whose optimizer is SDCA's; `params` are those of `sdca_params`."""
    head, columns, optimizer = params["head"], params["feature_columns"], params["optimizer"]
    tensors = as_dictionary(features)
    scope = tf.variable_scope("linear", values=tuple(tensors.values()), partitioner=optimizer.partitioner)
    with scope as scope:
        tensors = {**tensors, **layers.transform_features(tensors, columns)}
        logits, variables, bias = layers.weighted_sum_from_feature_columns(tensors, columns, num_outputs=1, scope=scope)
        bias_column = layers.real_valued_column(_BIAS)
        tensors[bias_column], variables[bias_column] = tf.ones([_batch_size(tensors), 1]), [bias]
    hook = _UpdateWeights()

    def train_op_fn(loss):
        step = tf.train.get_global_step()
        loss_type = _LOSSES[type(head).__name__]
        hook.model, hook.train_op = optimizer.get_train_step(variables, params["weight_column_name"], loss_type, tensors, labels, step)
        return hook.train_op

    model = head.create_model_fn_ops(tensors, mode, labels, train_op_fn, logits)
    return model._replace(training_chief_hooks=[*model.training_chief_hooks, hook])


def _batch_size(tensors: dict):
    for tensor in tensors.values():
        tensor = tensor[0] if isinstance(tensor, tuple) else tensor
        if not isinstance(tensor, tf.SparseTensor):
            return tf.shape(tensor)[0]
        shape = tensor_util.constant_value(tensor.dense_shape)
        if shape is not None:
            return shape[0]
    raise ValueError("Could not infer batch size from input features.")


class _UpdateWeights(tf.train.SessionRunHook):
    """Moves what a step has learned into the model's weights."""

    def begin(self):
        self._update = self.model.update_weights(self.train_op)

    def before_run(self, run_context):
        return tf.train.SessionRunArgs(self._update)
