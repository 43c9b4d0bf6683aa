"""tf.contrib.learn.Estimator: an estimator of a model function."""

from __future__ import annotations

import functools
import inspect
import os
import pathlib
import time

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn._estimators._base import (
    BaseEstimator,
    placeholders_like,
)
from graphnotes.tf1.overrides.contrib.learn._estimators._head_metrics import MetricKey
from graphnotes.tf1.overrides.contrib.learn._estimators._model_fn import ModelFnOps
from graphnotes.tf1.overrides.contrib.learn._metric_spec import MetricSpec
from graphnotes.tf1.overrides.contrib.learn._modes import ModeKeys, ProblemType


class Estimator(BaseEstimator):
    """Fits, evaluates and asks a model (tf.contrib.learn.Estimator).

    Args:
        model_fn: function of features and labels, and those of mode, params, config and model_dir that it has for
            arguments; gives `ModelFnOps`, or predictions, loss and training op.
        params: passed on to it.
        feature_engineering_fn: changes (features, labels) before the model gets them.

    Raises:
        ValueError: params for a function that takes none.
    """

    def __init__(self, model_fn=None, model_dir=None, config=None, params=None, feature_engineering_fn=None):
        super().__init__(model_dir=model_dir, config=config)
        if model_fn is not None and params is not None and "params" not in _arguments(model_fn):
            raise ValueError(
                f"Estimator's model_fn ({model_fn}) does not have a params argument, but params ({params}) were passed to "
                "the Estimator's constructor."
            )
        self._model_fn, self.params = model_fn, params
        self._feature_engineering_fn = feature_engineering_fn

    @property
    def model_fn(self):
        """The model function, of features, labels, mode and config."""

        def model_fn(features, labels, mode, config):
            return self._call_model_fn(features, labels, mode, config=config)

        return model_fn

    def _call_model_fn(self, features, labels, mode, metrics=None, config=None):
        if self._feature_engineering_fn is not None:
            features, labels = self._feature_engineering_fn(features, labels)
        has = _arguments(self._model_fn)
        offered = {"mode": mode, "params": self.params, "config": config or self.config, "model_dir": self.model_dir}
        results = self._model_fn(features, labels, **{k: v for k, v in offered.items() if k in has})
        if not isinstance(results, ModelFnOps):
            if len(results) != 3:
                raise ValueError("Unrecognized value returned by model_fn, please return ModelFnOps.")
            predictions, loss, train_op = results
            results = ModelFnOps(mode=mode, predictions=predictions, loss=loss, train_op=train_op)
        if metrics:
            results.eval_metric_ops.update(_metric_ops(metrics, features, labels, results.predictions))
        return results

    def _get_train_ops(self, features, labels):
        return self._call_model_fn(features, labels, ModeKeys.TRAIN)

    def _get_eval_ops(self, features, labels, metrics):
        model = self._call_model_fn(features, labels, ModeKeys.EVAL, metrics)
        if MetricKey.LOSS not in model.eval_metric_ops:
            model.eval_metric_ops[MetricKey.LOSS] = tf.metrics.mean(model.loss)
        return model

    def _get_predict_ops(self, features):
        return self._call_model_fn(features, placeholders_like(self._labels), ModeKeys.INFER)

    def export_savedmodel(
        self,
        export_dir_base,
        serving_input_fn,
        default_output_alternative_key=None,
        assets_extra=None,
        as_text=False,
        checkpoint_path=None,
        strip_default_attrs=False,
    ):
        """Write the model with its variables as a SavedModel into a new folder of `export_dir_base`.

        Args:
            serving_input_fn: gives `InputFnOps`: features, labels, and the placeholders that are fed.
            default_output_alternative_key: which output is the default one.
            assets_extra: {path in the SavedModel's assets.extra: file}.

        Returns:
            The folder, named by the time, as bytes.

        Raises:
            ValueError: no input function, or several outputs and no default.
            NotFittedError: there is no checkpoint.
        """
        if serving_input_fn is None:
            raise ValueError("serving_input_fn must be defined.")
        checkpoint_path = self._checkpoint(checkpoint_path)
        folder = _new_folder(os.fsdecode(export_dir_base))
        unfinished = os.path.join(os.path.dirname(folder), "temp-" + os.path.basename(folder))
        builder = tf.saved_model.builder.SavedModelBuilder(unfinished)
        with tf.Graph().as_default() as graph:
            tf.train.create_global_step(graph)
            inputs = serving_input_fn()
            model = self._call_model_fn(inputs.features, None, ModeKeys.INFER)
            start = tf.group(tf.local_variables_initializer(), tf.tables_initializer())
            with tf.Session("") as session:
                scaffold = model.scaffold
                saver = scaffold.saver if scaffold is not None and scaffold.saver is not None else tf.train.Saver(sharded=True)
                saver.restore(session, checkpoint_path)
                builder.add_meta_graph_and_variables(
                    session,
                    ["serve"],
                    signature_def_map=_signatures(inputs.default_inputs, model, default_output_alternative_key),
                    assets_collection=tf.get_collection(tf.GraphKeys.ASSET_FILEPATHS),
                    main_op=start,
                    strip_default_attrs=strip_default_attrs,
                )
        for target, source in (assets_extra or {}).items():
            path = os.path.join(unfinished, "assets.extra", os.fsdecode(target))
            tf.gfile.MakeDirs(os.path.dirname(path))
            tf.gfile.Copy(source, path)
        builder.save(as_text)
        tf.gfile.Rename(unfinished, folder)
        return os.fsencode(folder)


def _arguments(function) -> list[str]:
    if isinstance(function, functools.partial):
        taken = set(function.keywords)
        return [name for name in _arguments(function.func)[len(function.args) :] if name not in taken]
    return list(inspect.signature(function).parameters)


def _new_folder(base) -> str:
    while True:
        folder = os.path.join(base, str(int(time.time())))
        if not tf.gfile.Exists(folder):
            pathlib.Path(base).mkdir(parents=True, exist_ok=True)
            return folder
        time.sleep(1)


def _signatures(inputs, model, default):
    """{name: signature} of a model's outputs, the default one also under the name of defaults."""
    outputs = dict(model.output_alternatives or {})
    if not outputs:
        predictions = model.predictions
        outputs = {"default_output_alternative": (None, predictions if isinstance(predictions, dict) else {"output": predictions})}
    if default is None:
        if len(outputs) > 1:
            raise ValueError(f"Please specify a default_output_alternative. Available: {sorted(map(str, outputs))}")
        default = next(iter(outputs))
    elif default not in outputs:
        raise ValueError(f"Requested default_output_alternative: {default}, but available are: {sorted(map(str, outputs))}")
    made = {f"default_input_alternative:{name}": _signature(inputs, *output) for name, output in outputs.items()}
    return {**made, "serving_default": _signature(inputs, *outputs[default])}


def _signature(inputs, problem_type, outputs):
    definitions = tf.saved_model.signature_def_utils
    first = next(iter(inputs.values())) if len(inputs) == 1 else None
    scores = outputs.get("scores", outputs.get("probabilities"))
    if first is not None and first.dtype == tf.string:
        if problem_type == ProblemType.LINEAR_REGRESSION:
            return definitions.regression_signature_def(first, scores)
        if problem_type in (ProblemType.CLASSIFICATION, ProblemType.LOGISTIC_REGRESSION):
            return definitions.classification_signature_def(first, outputs.get("classes"), scores)
    return definitions.predict_signature_def(inputs, outputs)


def _metric_ops(metrics, features, labels, predictions):
    """{name: metric} of `MetricSpec`s and bare functions of predictions and labels."""
    only = next(iter(labels.values())) if isinstance(labels, dict) and len(labels) == 1 else labels
    made = {}
    for name, metric in sorted(metrics.items(), key=lambda item: str(item[0])):
        if isinstance(metric, MetricSpec):
            made[name] = metric.create_metric_ops(features, labels, predictions)
        elif isinstance(name, tuple):
            if len(name) != 2:
                raise ValueError(f"Invalid metric for {name}. It returned a tuple with len {len(name)}, expected 2.")
            if not isinstance(predictions, dict):
                raise ValueError(
                    f"Metrics passed provide (name, prediction), but predictions are not dict. Metrics: {metrics}, "
                    f"Predictions: {predictions}."
                )
            label = labels[name[1]] if isinstance(labels, dict) and name[1] in labels else only
            made[name[0]] = metric(predictions[name[1]], label)
        elif isinstance(predictions, dict):
            raise ValueError(
                "Metrics passed provide only name, no prediction, but predictions are dict. "
                f"Metrics: {metrics}, Labels: {only}."
            )
        else:
            made[name] = metric(predictions, only)
    return made
