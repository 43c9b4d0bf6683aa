"""The estimators that bring their model: linear and deep ones."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn._estimators._dnn import dnn_model_fn
from graphnotes.tf1.overrides.contrib.learn._estimators._estimator import Estimator
from graphnotes.tf1.overrides.contrib.learn._estimators._heads import (
    multi_class_head,
    regression_head,
)
from graphnotes.tf1.overrides.contrib.learn._estimators._linear import linear_model_fn
from graphnotes.tf1.overrides.contrib.learn._estimators._sdca import (
    is_sdca,
    sdca_model_fn,
    sdca_params,
)
from graphnotes.tf1.overrides.contrib.learn._metric_spec import MetricSpec
from graphnotes.tf1.overrides.contrib.learn._modes import PredictionKey


class Predicting(Estimator):
    """Gives one of its model's predictions unless `outputs` are asked for."""

    _default = None

    def predict(self, x=None, input_fn=None, batch_size=None, outputs=None, as_iterable=True):
        """The predicted classes or numbers; a dictionary of `outputs` when they are given."""
        if not outputs:
            return self._one(self._default, x, input_fn, batch_size, as_iterable)
        return super().predict(x, input_fn, batch_size, outputs, as_iterable)

    def _one(self, key, x, input_fn, batch_size, as_iterable):
        predictions = super().predict(x, input_fn, batch_size, [key], as_iterable)
        return (prediction[key] for prediction in predictions) if as_iterable else predictions[key]


class Classifier(Predicting):
    _default = PredictionKey.CLASSES

    def predict_classes(self, x=None, input_fn=None, batch_size=None, as_iterable=True):
        """The class of each example."""
        return self._one(PredictionKey.CLASSES, x, input_fn, batch_size, as_iterable)

    def predict_proba(self, x=None, input_fn=None, batch_size=None, as_iterable=True):
        """The probabilities of each example's classes."""
        return self._one(PredictionKey.PROBABILITIES, x, input_fn, batch_size, as_iterable)


class Regressor(Predicting):
    _default = PredictionKey.SCORES

    def predict_scores(self, x=None, input_fn=None, batch_size=None, as_iterable=True):
        """The number predicted for each example."""
        return self._one(PredictionKey.SCORES, x, input_fn, batch_size, as_iterable)


class ScoredRegressor(Regressor):
    def evaluate(
        self,
        x=None,
        y=None,
        input_fn=None,
        feed_fn=None,
        batch_size=None,
        steps=None,
        metrics=None,
        name=None,
        checkpoint_path=None,
        hooks=None,
    ):
        """As `Estimator.evaluate`; bare metric functions get the scores."""
        named = {}
        for key, metric in (metrics or {}).items():
            is_named = isinstance(metric, MetricSpec) or isinstance(key, tuple)
            named[key if is_named else (key, PredictionKey.SCORES)] = metric
        return super().evaluate(x, y, input_fn, feed_fn, batch_size, steps, named, name, checkpoint_path, hooks)


def _dnn_params(head, hidden_units, columns, optimizer, activation_fn, dropout, clip, multipliers, slice_size):
    return {
        "head": head,
        "hidden_units": hidden_units,
        "feature_columns": tuple(columns or []),
        "optimizer": optimizer,
        "activation_fn": activation_fn,
        "dropout": dropout,
        "gradient_clip_norm": clip,
        "embedding_lr_multipliers": multipliers,
        "input_layer_min_slice_size": slice_size,
    }


class DNNClassifier(Classifier):
    """A network that tells classes apart (tf.contrib.learn.DNNClassifier).

    Args:
        hidden_units: the hidden layers' widths.
        feature_columns: contrib.layers' or tf.feature_column's columns.
        weight_column_name: the feature with the examples' weights.
        optimizer: object, name or function; default: Adagrad with a learning rate of 0.05.
        dropout: share of units that are dropped while training.
        embedding_lr_multipliers: {embedding column: factor of its learning rate}.
    """

    def __init__(
        self,
        hidden_units,
        feature_columns,
        model_dir=None,
        n_classes=2,
        weight_column_name=None,
        optimizer=None,
        activation_fn=tf.nn.relu,
        dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
        label_keys=None,
    ):
        head = multi_class_head(
            n_classes,
            weight_column_name=weight_column_name,
            enable_centered_bias=enable_centered_bias,
            label_keys=label_keys,
        )
        params = _dnn_params(
            head,
            hidden_units,
            feature_columns,
            optimizer,
            activation_fn,
            dropout,
            gradient_clip_norm,
            embedding_lr_multipliers,
            input_layer_min_slice_size,
        )
        super().__init__(dnn_model_fn, model_dir, config, params, feature_engineering_fn)


class DNNRegressor(ScoredRegressor):
    """A network that predicts numbers (tf.contrib.learn.DNNRegressor); see DNNClassifier."""

    def __init__(
        self,
        hidden_units,
        feature_columns,
        model_dir=None,
        weight_column_name=None,
        optimizer=None,
        activation_fn=tf.nn.relu,
        dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        config=None,
        feature_engineering_fn=None,
        label_dimension=1,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
    ):
        head = regression_head(None, weight_column_name, label_dimension, enable_centered_bias)
        params = _dnn_params(
            head,
            hidden_units,
            feature_columns,
            optimizer,
            activation_fn,
            dropout,
            gradient_clip_norm,
            embedding_lr_multipliers,
            input_layer_min_slice_size,
        )
        super().__init__(dnn_model_fn, model_dir, config, params, feature_engineering_fn)


class DNNEstimator(Estimator):
    """A network with a head of one's own (tf.contrib.learn.DNNEstimator)."""

    def __init__(
        self,
        head,
        hidden_units,
        feature_columns,
        model_dir=None,
        optimizer=None,
        activation_fn=tf.nn.relu,
        dropout=None,
        gradient_clip_norm=None,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
    ):
        params = _dnn_params(
            head,
            hidden_units,
            feature_columns,
            optimizer,
            activation_fn,
            dropout,
            gradient_clip_norm,
            embedding_lr_multipliers,
            input_layer_min_slice_size,
        )
        super().__init__(dnn_model_fn, model_dir, config, params, feature_engineering_fn)


def _linear_params(head, columns, optimizer, clip, joint):
    if not columns:
        raise AssertionError("A linear model needs feature columns.")
    return {
        "head": head,
        "feature_columns": columns,
        "optimizer": optimizer,
        "gradient_clip_norm": clip,
        "joint_weights": joint,
    }


def _linear(head, columns, optimizer, clip, joint, weight_column_name, enable_centered_bias):
    """The model function of a linear estimator, by its optimizer, and its parameters."""
    if is_sdca(optimizer):
        return sdca_model_fn, sdca_params(head, columns, optimizer, weight_column_name, enable_centered_bias, joint)
    return linear_model_fn, _linear_params(head, columns, optimizer, clip, joint)


class LinearClassifier(Classifier):
    """A linear model that tells classes apart (tf.contrib.learn.LinearClassifier).

    Args:
        optimizer: object, name or function; default: Ftrl with a learning rate of 0.2, or 1 / sqrt(number of columns).
    """

    def __init__(
        self,
        feature_columns,
        model_dir=None,
        n_classes=2,
        weight_column_name=None,
        optimizer=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        _joint_weight=False,
        config=None,
        feature_engineering_fn=None,
        label_keys=None,
    ):
        head = multi_class_head(
            n_classes,
            weight_column_name=weight_column_name,
            enable_centered_bias=enable_centered_bias,
            label_keys=label_keys,
        )
        model_fn, params = _linear(
            head, feature_columns, optimizer, gradient_clip_norm, _joint_weight, weight_column_name, enable_centered_bias
        )
        super().__init__(model_fn, model_dir, config, params, feature_engineering_fn)


class LinearRegressor(Regressor):
    """A linear model that predicts numbers (tf.contrib.learn.LinearRegressor); see LinearClassifier."""

    def __init__(
        self,
        feature_columns,
        model_dir=None,
        weight_column_name=None,
        optimizer=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        label_dimension=1,
        _joint_weights=False,
        config=None,
        feature_engineering_fn=None,
    ):
        head = regression_head(None, weight_column_name, label_dimension, enable_centered_bias)
        model_fn, params = _linear(
            head, feature_columns, optimizer, gradient_clip_norm, _joint_weights, weight_column_name, enable_centered_bias
        )
        super().__init__(model_fn, model_dir, config, params, feature_engineering_fn)


class LinearEstimator(Estimator):
    """A linear model with a head of one's own (tf.contrib.learn.LinearEstimator); `weight_column_name` is not used."""

    def __init__(
        self,
        feature_columns,
        head,
        model_dir=None,
        weight_column_name=None,
        optimizer=None,
        gradient_clip_norm=None,
        _joint_weights=False,
        config=None,
        feature_engineering_fn=None,
    ):
        if is_sdca(optimizer):
            raise ValueError("LinearEstimator does not support SDCA optimizer.")
        params = _linear_params(head, feature_columns, optimizer, gradient_clip_norm, _joint_weights)
        super().__init__(linear_model_fn, model_dir, config, params, feature_engineering_fn)
