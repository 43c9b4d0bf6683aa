"""The estimators of a linear model and a network together."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn._estimators._canned import (
    Classifier,
    ScoredRegressor,
)
from graphnotes.tf1.overrides.contrib.learn._estimators._combined import (
    combined_model_fn,
)
from graphnotes.tf1.overrides.contrib.learn._estimators._dnn import input_partitioner
from graphnotes.tf1.overrides.contrib.learn._estimators._estimator import Estimator
from graphnotes.tf1.overrides.contrib.learn._estimators._heads import (
    multi_class_head,
    regression_head,
)


class _Combined:
    """What the three wide and deep estimators have in common."""

    def _start_with(
        self,
        head,
        model_dir,
        linear_feature_columns,
        linear_optimizer,
        _joint_linear_weights,
        dnn_feature_columns,
        dnn_optimizer,
        dnn_hidden_units,
        dnn_activation_fn,
        dnn_dropout,
        gradient_clip_norm,
        config,
        feature_engineering_fn,
        embedding_lr_multipliers,
        partitioner,
        fix_global_step_increment_bug,
    ):
        linear_columns, dnn_columns = tuple(linear_feature_columns or ()), tuple(dnn_feature_columns or ())
        if not linear_columns + dnn_columns:
            raise ValueError("Either linear_feature_columns or dnn_feature_columns must be defined.")
        params = {
            "head": head,
            "linear_feature_columns": linear_columns,
            "linear_optimizer": linear_optimizer,
            "joint_linear_weights": _joint_linear_weights,
            "dnn_feature_columns": dnn_columns,
            "dnn_optimizer": dnn_optimizer,
            "dnn_hidden_units": dnn_hidden_units,
            "dnn_activation_fn": dnn_activation_fn,
            "dnn_dropout": dnn_dropout,
            "gradient_clip_norm": gradient_clip_norm,
            "embedding_lr_multipliers": embedding_lr_multipliers,
            "input_layer_partitioner": partitioner,
            "fix_global_step_increment_bug": fix_global_step_increment_bug,
        }
        Estimator.__init__(self, combined_model_fn, model_dir, config, params, feature_engineering_fn)


def _partitioner(slice_size, config):
    return None if slice_size is None else input_partitioner(config, slice_size)


class DNNLinearCombinedEstimator(_Combined, Estimator):
    """A linear model and a network with a head of one's own (tf.contrib.learn.DNNLinearCombinedEstimator)."""

    def __init__(
        self,
        head,
        model_dir=None,
        linear_feature_columns=None,
        linear_optimizer=None,
        _joint_linear_weights=False,
        dnn_feature_columns=None,
        dnn_optimizer=None,
        dnn_hidden_units=None,
        dnn_activation_fn=None,
        dnn_dropout=None,
        gradient_clip_norm=None,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        fix_global_step_increment_bug=False,
        input_layer_partitioner=None,
    ):
        self._start_with(
            head,
            model_dir,
            linear_feature_columns,
            linear_optimizer,
            _joint_linear_weights,
            dnn_feature_columns,
            dnn_optimizer,
            dnn_hidden_units,
            dnn_activation_fn,
            dnn_dropout,
            gradient_clip_norm,
            config,
            feature_engineering_fn,
            embedding_lr_multipliers,
            input_layer_partitioner,
            fix_global_step_increment_bug,
        )


class DNNLinearCombinedClassifier(_Combined, Classifier):
    """A linear model and a network that tell classes apart (tf.contrib.learn.DNNLinearCombinedClassifier).

    Args:
        fix_global_step_increment_bug: count each step once; by default it is counted by both optimizers, as in 1.15.
    """

    def __init__(
        self,
        model_dir=None,
        n_classes=2,
        weight_column_name=None,
        linear_feature_columns=None,
        linear_optimizer=None,
        _joint_linear_weights=False,
        dnn_feature_columns=None,
        dnn_optimizer=None,
        dnn_hidden_units=None,
        dnn_activation_fn=tf.nn.relu,
        dnn_dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
        label_keys=None,
        fix_global_step_increment_bug=False,
    ):
        self._start_with(
            multi_class_head(
                n_classes,
                weight_column_name=weight_column_name,
                enable_centered_bias=enable_centered_bias,
                label_keys=label_keys,
            ),
            model_dir,
            linear_feature_columns,
            linear_optimizer,
            _joint_linear_weights,
            dnn_feature_columns,
            dnn_optimizer,
            dnn_hidden_units,
            dnn_activation_fn,
            dnn_dropout,
            gradient_clip_norm,
            config,
            feature_engineering_fn,
            embedding_lr_multipliers,
            _partitioner(input_layer_min_slice_size, config),
            fix_global_step_increment_bug,
        )


class DNNLinearCombinedRegressor(_Combined, ScoredRegressor):
    """A linear model and a network that predict numbers (tf.contrib.learn.DNNLinearCombinedRegressor)."""

    def __init__(
        self,
        model_dir=None,
        weight_column_name=None,
        linear_feature_columns=None,
        linear_optimizer=None,
        _joint_linear_weights=False,
        dnn_feature_columns=None,
        dnn_optimizer=None,
        dnn_hidden_units=None,
        dnn_activation_fn=tf.nn.relu,
        dnn_dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        label_dimension=1,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
        fix_global_step_increment_bug=False,
    ):
        self._start_with(
            regression_head(None, weight_column_name, label_dimension, enable_centered_bias),
            model_dir,
            linear_feature_columns,
            linear_optimizer,
            _joint_linear_weights,
            dnn_feature_columns,
            dnn_optimizer,
            dnn_hidden_units,
            dnn_activation_fn,
            dnn_dropout,
            gradient_clip_norm,
            config,
            feature_engineering_fn,
            embedding_lr_multipliers,
            _partitioner(input_layer_min_slice_size, config),
            fix_global_step_increment_bug,
        )
