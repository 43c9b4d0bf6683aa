"""tensorflow.contrib.tensor_forest.client.random_forest: estimators of random forests."""

from __future__ import annotations

from tensorflow.python.ops import resource_variable_ops

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.layers import transform_features
from graphnotes.tf1.overrides.contrib.learn import Estimator, ModeKeys, ProblemType
from graphnotes.tf1.overrides.contrib.learn._estimators._model_fn import ModelFnOps
from graphnotes.tf1.overrides.contrib.learn.estimators import head as heads
from graphnotes.tf1.overrides.contrib.tensor_forest.client import eval_metrics
from graphnotes.tf1.overrides.contrib.tensor_forest.python import tensor_forest

_LATER = {"CoreTensorForestEstimator": "client._core"}  # its base comes with the estimator package
__all__ = list(_LATER) + [
    "ALL_SERVING_KEY",
    "EPSILON",
    "KEYS_NAME",
    "LOSS_NAME",
    "TREE_PATHS_PREDICTION_KEY",
    "VARIANCE_PREDICTION_KEY",
    "ModelBuilderOutputType",
    "MultiForestMultiHeadEstimator",
    "TensorForestEstimator",
    "TensorForestLossHook",
    "TensorForestRunOpAtEndHook",
    "get_combined_model_fn",
    "get_model_fn",
]

KEYS_NAME = "keys"
LOSS_NAME = "rf_training_loss"
TREE_PATHS_PREDICTION_KEY = "tree_paths"
VARIANCE_PREDICTION_KEY = "prediction_variance"
ALL_SERVING_KEY = "tensorforest_all"
EPSILON = 0.000001


class ModelBuilderOutputType:
    """What a model function gives: contrib.learn's ModelFnOps, or tf.estimator's EstimatorSpec."""

    MODEL_FN_OPS = 0
    ESTIMATOR_SPEC = 1


class TensorForestRunOpAtEndHook(tf.train.SessionRunHook):
    """Runs ops when a session ends, in the order of their names, and logs what they give."""

    def __init__(self, op_dict):
        self._ops = op_dict

    def end(self, session):
        for name in sorted(self._ops):
            tf.logging.info(f"{name}: {session.run(self._ops[name])}")


class TensorForestLossHook(tf.train.SessionRunHook):
    """Ends training when the loss has not gone down for `early_stopping_rounds` steps.

    Args:
        early_stopping_loss_threshold: by which share of itself it has to go down.
        loss_op: the loss; else the graph's op of the name LOSS_NAME.
    """

    def __init__(self, early_stopping_rounds, early_stopping_loss_threshold=None, loss_op=None):
        self.early_stopping_rounds = early_stopping_rounds
        self.early_stopping_loss_threshold = early_stopping_loss_threshold
        self.loss_op = loss_op
        self.min_loss, self.last_step, self.steps = None, -1, 0

    def before_run(self, run_context):
        loss = self.loss_op
        if loss is None:
            loss = run_context.session.graph.get_operation_by_name(LOSS_NAME).outputs[0]
        return tf.train.SessionRunArgs({"global_step": tf.train.get_global_step(), "current_loss": loss})

    def after_run(self, run_context, run_values):
        loss, step = run_values.results["current_loss"], run_values.results["global_step"]
        self.steps += 1
        if self.last_step == -1 or self.last_step > step:  # the first, or one after a recovery
            tf.logging.info("TensorForestLossHook resetting last_step.")
            self.last_step, self.steps, self.min_loss = step, 0, None
            return
        self.last_step = step
        if self.min_loss is None or loss < self.min_loss - self.min_loss * self.early_stopping_loss_threshold:
            self.min_loss, self.steps = loss, 0
        if self.steps > self.early_stopping_rounds:
            tf.logging.info("TensorForestLossHook requesting stop.")
            run_context.request_stop()


def _default_head(params, weights_name, output_type, name=None):
    if output_type == ModelBuilderOutputType.MODEL_FN_OPS:
        given = {"weight_column_name": weights_name, "enable_centered_bias": False, "head_name": name}
        if params.regression:
            return heads.regression_head(label_dimension=params.num_outputs, **given)
        return heads.multi_class_head(params.num_classes, **given)
    core = tf.contrib.estimator
    given = {"weight_column": weights_name, "name": name, "loss_reduction": tf.losses.Reduction.SUM_OVER_BATCH_SIZE}
    if params.regression:
        return core.regression_head(label_dimension=params.num_outputs, **given)
    if params.num_classes == 2:
        return core.binary_classification_head(**given)
    return core.multi_class_head(n_classes=params.num_classes, **given)


def get_model_fn(
    params,
    graph_builder_class,
    device_assigner,
    feature_columns=None,
    weights_name=None,
    model_head=None,
    keys_name=None,
    early_stopping_rounds=100,
    early_stopping_loss_threshold=0.001,
    num_trainers=1,
    trainer_id=0,
    report_feature_importances=False,
    local_eval=False,
    head_scope=None,
    include_all_in_serving=False,
    output_type=ModelBuilderOutputType.MODEL_FN_OPS,
):
    """The model function of a forest. Its arguments are those of `TensorForestEstimator`."""
    if model_head is None:
        model_head = _default_head(params, weights_name, output_type)
    contribs = output_type == ModelBuilderOutputType.MODEL_FN_OPS

    def model_fn(features, labels, mode):
        features = _as_columns(features, feature_columns, contribs)
        weights = features.pop(weights_name) if weights_name and weights_name in features else None
        keys = features.pop(keys_name) if keys_name and keys_name in features else None
        alone = mode == ModeKeys.INFER or (local_eval and mode == ModeKeys.EVAL)
        forest = graph_builder_class(params, device_assigner=None if alone else device_assigner)
        answers, tree_paths, variance = forest.inference_graph(features)
        tf.summary.scalar("average_tree_size", forest.average_size())
        if not params.regression and params.num_classes == 2:
            answers = _log_odds(answers)
        train = None
        if labels is not None and mode == ModeKeys.TRAIN:
            with tf.control_dependencies([answers.op]):
                step = forest.training_graph(
                    features, labels, input_weights=weights, num_trainers=num_trainers, trainer_id=trainer_id
                )
                train = tf.group(step, tf.assign_add(tf.train.get_global_step(), 1))
        if weights is not None:
            features[weights_name] = weights
        hooks = [TensorForestRunOpAtEndHook(_at_end(forest, report_feature_importances))]
        create = model_head.create_model_fn_ops if contribs else model_head.create_estimator_spec
        given = {"scope": head_scope} if contribs else {}
        model = create(
            features=features, mode=mode, labels=labels, train_op_fn=lambda loss: train, logits=answers, **given
        )
        if early_stopping_rounds:
            hook = TensorForestLossHook(early_stopping_rounds, early_stopping_loss_threshold, model.loss)
            hooks.insert(len(hooks) if contribs else 1, hook)
        if keys is not None:
            model.predictions[keys_name] = keys
        if params.inference_tree_paths:
            model.predictions[TREE_PATHS_PREDICTION_KEY] = tree_paths
        model.predictions[VARIANCE_PREDICTION_KEY] = variance
        if contribs:
            model.training_hooks.extend(hooks)
            if include_all_in_serving:
                alternatives = {**(model.output_alternatives or {}), ALL_SERVING_KEY: (ProblemType.UNSPECIFIED, model.predictions)}
                model = model._replace(output_alternatives=alternatives)
            return model
        if include_all_in_serving:
            output = tf.estimator.export.PredictOutput(model.predictions)
            model = model._replace(export_outputs={ALL_SERVING_KEY: output})
        return model._replace(training_hooks=hooks + list(model.training_hooks))

    return model_fn


def _as_columns(features, feature_columns, contribs):
    if isinstance(features, (tf.Tensor, tf.SparseTensor)):
        features = {"features": features}
    if not feature_columns:
        return features
    features = features.copy()
    if contribs:
        features.update(transform_features(features, feature_columns))
    else:
        from tensorflow.python.feature_column import feature_column

        for column in feature_columns:
            features[column.name] = feature_column._transform_features(features, [column])[column]
    return features


def _log_odds(probabilities):
    of_1 = tf.slice(probabilities, [0, 1], [-1, 1])
    return tf.log(tf.maximum(of_1 / tf.maximum(1.0 - of_1, EPSILON), EPSILON))


def _at_end(forest, report_feature_importances):
    handles = [handle for handle in forest.get_all_resource_handles() if handle is not None]
    ops = {"9: clean up resources": tf.group(*map(resource_variable_ops.destroy_resource_op, handles))}
    if report_feature_importances:
        ops["1: feature_importances"] = forest.feature_importances()
    return ops


def _trainers(config, num_trainers, trainer_id):
    """How many trainers there are and which this is, by the configuration when not given."""
    if config is not None:
        num_trainers = max(1, config.num_worker_replicas) if num_trainers == 1 else num_trainers
        trainer_id = config.global_id_in_cluster if trainer_id == 0 else trainer_id
    return {"num_trainers": num_trainers, "trainer_id": trainer_id}


class TensorForestEstimator(Estimator):
    """A random forest, trained online (tf.contrib.learn's kind of estimator).

    Args:
        params: a ForestHParams.
        device_assigner: a device function.
        feature_columns: tf.contrib.layers' feature columns.
        graph_builder_class: what builds the graphs.
        weight_column, keys_column: the feature that holds examples' weights; that which predictions are to name.
        early_stopping_rounds: end when the loss has not gone down for so many steps; a false value: never.
        num_trainers, trainer_id: how many train, each some of the trees, and which of them this is.
        report_feature_importances: log the features' share of tests at the end.
        head: what logits mean; by the parameters when None.
        include_all_in_serving: export all predictions under the key "tensorforest_all".
    """

    def __init__(
        self,
        params,
        device_assigner=None,
        model_dir=None,
        feature_columns=None,
        graph_builder_class=tensor_forest.RandomForestGraphs,
        config=None,
        weight_column=None,
        keys_column=None,
        feature_engineering_fn=None,
        early_stopping_rounds=100,
        early_stopping_loss_threshold=0.001,
        num_trainers=1,
        trainer_id=0,
        report_feature_importances=False,
        local_eval=False,
        version=None,
        head=None,
        include_all_in_serving=False,
    ):
        super().__init__(
            model_fn=get_model_fn(
                params.fill(),
                graph_builder_class,
                device_assigner,
                feature_columns=feature_columns,
                model_head=head,
                weights_name=weight_column,
                keys_name=keys_column,
                early_stopping_rounds=early_stopping_rounds,
                early_stopping_loss_threshold=early_stopping_loss_threshold,
                report_feature_importances=report_feature_importances,
                local_eval=local_eval,
                include_all_in_serving=include_all_in_serving,
                **_trainers(config, num_trainers, trainer_id),
            ),
            model_dir=model_dir,
            config=config,
            feature_engineering_fn=feature_engineering_fn,
        )


def get_combined_model_fn(model_fns):
    """The model function of several forests, forest i for column i of the labels: losses averaged, answers side by side."""

    def model_fn(features, labels, mode):
        models = []
        for i, make in enumerate(model_fns):
            with tf.variable_scope(f"label_{i}"):
                models.append(make(features, tf.slice(labels, [0, i], [-1, 1]), mode))
        predictions, loss, train_op = {}, None, None
        if mode in (ModeKeys.EVAL, ModeKeys.INFER):
            for key, join in ((eval_metrics.INFERENCE_PROB_NAME, tf.concat), (eval_metrics.INFERENCE_PRED_NAME, tf.stack)):
                predictions[key] = join([model.predictions[key] for model in models], axis=1)
        if mode in (ModeKeys.EVAL, ModeKeys.TRAIN):
            loss = tf.reduce_sum(tf.stack([model.loss for model in models])) / len(models)
        if mode == ModeKeys.TRAIN:
            train_op = tf.group(*[model.train_op for model in models])
        hooks = [hook for model in models for hook in model.training_hooks]
        return ModelFnOps(mode=mode, predictions=predictions, loss=loss, train_op=train_op, training_hooks=hooks)

    return model_fn


class MultiForestMultiHeadEstimator(Estimator):
    """A forest of its own for each column of the labels; `params_list` has the parameters of each, the rest is TensorForestEstimator's."""

    def __init__(
        self,
        params_list,
        device_assigner=None,
        model_dir=None,
        feature_columns=None,
        graph_builder_class=tensor_forest.RandomForestGraphs,
        config=None,
        weight_column=None,
        keys_column=None,
        feature_engineering_fn=None,
        early_stopping_rounds=100,
        num_trainers=1,
        trainer_id=0,
        report_feature_importances=False,
        local_eval=False,
    ):
        if num_trainers == 1 and config is not None:
            num_trainers = max(1, config.num_worker_replicas)
        kind = ModelBuilderOutputType.MODEL_FN_OPS
        model_fns = [
            get_model_fn(
                params.fill(),
                graph_builder_class,
                device_assigner,
                model_head=_default_head(params, weight_column, kind, name=f"head{i}"),
                weights_name=weight_column,
                keys_name=keys_column,
                early_stopping_rounds=early_stopping_rounds,
                num_trainers=num_trainers,
                trainer_id=trainer_id,
                report_feature_importances=report_feature_importances,
                local_eval=local_eval,
                head_scope=f"output{i}",
            )
            for i, params in enumerate(params_list)
        ]
        super().__init__(
            model_fn=get_combined_model_fn(model_fns),
            model_dir=model_dir,
            config=config,
            feature_engineering_fn=feature_engineering_fn,
        )


def __getattr__(name):
    if name in _LATER:
        from graphnotes.tf1.overrides.contrib.tensor_forest.client._core import (
            CoreTensorForestEstimator,
        )

        return CoreTensorForestEstimator
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
