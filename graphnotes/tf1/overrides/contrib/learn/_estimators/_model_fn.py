"""What a model function of contrib.learn gives to its estimator."""

from __future__ import annotations

import collections

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn._modes import (
    ModeKeys,
    PredictionKey,
    ProblemType,
)

_FIELDS = [
    "predictions",
    "loss",
    "train_op",
    "eval_metric_ops",
    "output_alternatives",
    "training_chief_hooks",
    "training_hooks",
    "scaffold",
    "mode",
]


class ModelFnOps(collections.namedtuple("ModelFnOps", _FIELDS)):
    """A model for one mode (tf.contrib.learn.ModelFnOps).

    Args:
        mode: one of `ModeKeys`.
        predictions: tensor or dictionary of tensors; needed to evaluate and infer.
        loss: scalar; needed to train and evaluate.
        train_op: needed to train.
        eval_metric_ops: {name: (value, update op)}.
        output_alternatives: {head: (problem type, {name: tensor})}, for exports.

    Raises:
        ValueError: something that the mode needs is missing, or the loss is no scalar.
        TypeError: a hook is none.
    """

    def __new__(
        cls,
        mode,
        predictions=None,
        loss=None,
        train_op=None,
        eval_metric_ops=None,
        output_alternatives=None,
        training_chief_hooks=None,
        training_hooks=None,
        scaffold=None,
    ):
        ModeKeys.validate(mode)
        if train_op is None and mode == ModeKeys.TRAIN:
            raise ValueError("Missing train_op.")
        if train_op is not None and not isinstance(train_op, tf.Operation):
            train_op = tf.convert_to_tensor(train_op).op
        if predictions is None and mode != ModeKeys.TRAIN:
            raise ValueError("Missing predictions.")
        if isinstance(predictions, dict):
            predictions = {k: tf.convert_to_tensor_or_sparse_tensor(v) for k, v in predictions.items()}
        elif predictions is not None:
            predictions = tf.convert_to_tensor_or_sparse_tensor(predictions)
        if eval_metric_ops is not None and not isinstance(eval_metric_ops, dict):
            raise ValueError("eval_metric_ops must be a dict.")
        hooks, chief_hooks = list(training_hooks or ()), list(training_chief_hooks or ())
        for hook in hooks + chief_hooks:
            if not isinstance(hook, tf.train.SessionRunHook):
                raise TypeError(
                    f"All hooks returned from model_fn must be SessionRunHook instances, got instance of {type(hook)}: {hook}"
                )
        return super().__new__(
            cls,
            predictions,
            _scalar(loss, mode),
            train_op,
            {} if eval_metric_ops is None else eval_metric_ops,
            output_alternatives,
            chief_hooks,
            hooks,
            scaffold,
            mode,
        )

    def estimator_spec(self, default_serving_output_alternative_key=None):
        """The same as a `tf.estimator.EstimatorSpec`."""
        modes = {ModeKeys.TRAIN: "train", ModeKeys.EVAL: "eval", ModeKeys.INFER: "infer"}
        outputs = dict(self.output_alternatives or {})
        if len(outputs) > 1 and "serving_default" not in outputs:
            outputs["serving_default"] = outputs[default_serving_output_alternative_key]
        return tf.estimator.EstimatorSpec(
            mode=modes[self.mode],
            predictions=self.predictions,
            loss=self.loss,
            train_op=self.train_op,
            eval_metric_ops={k: v for k, v in self.eval_metric_ops.items() if k != "loss"},
            export_outputs={key: _export_output(*output) for key, output in outputs.items()} or None,
            training_chief_hooks=self.training_chief_hooks,
            training_hooks=self.training_hooks,
            scaffold=self.scaffold,
        )


def _scalar(loss, mode):
    if loss is None:
        if mode != ModeKeys.INFER:
            raise ValueError("Missing loss.")
        return None
    loss = tf.convert_to_tensor(loss)
    if loss.get_shape().num_elements() not in (None, 1):
        raise ValueError(f"Loss must be scalar: {loss}.")
    return loss if loss.get_shape().is_compatible_with([]) else tf.reshape(loss, [])


def _export_output(problem_type, predictions):
    export = tf.estimator.export
    scores = predictions.get(PredictionKey.SCORES, predictions.get(PredictionKey.PROBABILITIES))
    if problem_type == ProblemType.LINEAR_REGRESSION:
        return export.RegressionOutput(scores)
    if problem_type in (ProblemType.CLASSIFICATION, ProblemType.LOGISTIC_REGRESSION):
        classes = predictions.get(PredictionKey.CLASSES)
        if classes is not None and classes.dtype != tf.string:
            classes = None
        return export.ClassificationOutput(scores=scores, classes=classes)
    if problem_type == ProblemType.UNSPECIFIED:
        return export.PredictOutput(predictions)
    raise ValueError(f"Unknown problem_type={problem_type}")
