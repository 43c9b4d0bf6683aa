"""Which metric is computed of which prediction, label and weight (tf.contrib.learn.MetricSpec)."""

from __future__ import annotations

import functools
import inspect

from graphnotes.tf1 import root as tf

_NAMES = {
    "labels": ("labels", "label", "targets", "target"),
    "predictions": ("predictions", "prediction", "logits", "logit"),
    "weights": ("weights", "weight"),
}


class MetricSpec:
    """A metric function and the keys of what it gets.

    Args:
        metric_fn: function of labels and predictions (and weights) by one of their usual names, or of predictions alone.
        prediction_key, label_key, weight_key: which of several predictions, labels, features; None: there is only one.

    Raises:
        ValueError: a key is given for something that the function doesn't take.
    """

    def __init__(self, metric_fn, prediction_key=None, label_key=None, weight_key=None):
        self._name = getattr(metric_fn, "__name__", None) or getattr(getattr(metric_fn, "func", None), "__name__", str(metric_fn))
        needed = {"labels": label_key is not None, "predictions": False, "weights": weight_key is not None}
        self._metric_fn = _by_usual_names(metric_fn, self._name, needed)
        self._prediction_key, self._label_key, self._weight_key = prediction_key, label_key, weight_key

    @property
    def prediction_key(self):
        return self._prediction_key

    @property
    def label_key(self):
        return self._label_key

    @property
    def weight_key(self):
        return self._weight_key

    @property
    def metric_fn(self):
        """The function, taking `labels`, `predictions` and `weights` by these names."""
        return self._metric_fn

    def __str__(self):
        keys = f"prediction_key={self.prediction_key}, label_key={self.label_key}, weight_key={self.weight_key}"
        return f"MetricSpec(metric_fn={self._name}, {keys})"

    def create_metric_ops(self, inputs, labels, predictions):
        """Call the metric function on what the keys choose.

        Raises:
            ValueError: there are several to choose from and no key, or a key and nothing to choose from.
            KeyError: nothing has the key.
        """
        prediction = _chosen("prediction", predictions, self.prediction_key)
        label = _chosen("label", labels, self.label_key)
        weights = inputs[self.weight_key] if self.weight_key else None
        try:
            return self.metric_fn(labels=label, predictions=prediction, weights=weights)
        except Exception as error:
            tf.logging.error(f"Could not create metric ops for {self}, {error}.")
            raise


def _chosen(what, values, key):
    if key:
        if not isinstance(values, dict):
            raise ValueError(
                f"MetricSpec with {what}_key specified requires {what}s dict, got {values}.\n"
                f"You must not provide a {what}_key if you only have a single Tensor as {what}s."
            )
        if key not in values:
            raise KeyError(f"Key '{key}' missing from {values.keys()}.")
        return values[key]
    if isinstance(values, dict):
        if len(values) != 1:
            raise ValueError(
                f"MetricSpec without specified {what}_key requires {what}s tensor or single element dict, got {values}"
            )
        return next(iter(values.values()))
    return values


def _arguments(function) -> list[str]:
    if isinstance(function, functools.partial):
        return [name for name in _arguments(function.func) if name not in function.keywords]
    return [name for name, p in inspect.signature(function).parameters.items() if p.kind is p.POSITIONAL_OR_KEYWORD]


def _by_usual_names(function, name, needed):
    """The function with `labels`, `predictions` and `weights` for arguments."""
    arguments = _arguments(function)
    own = {}
    for role, names in _NAMES.items():
        found = [n for n in arguments if n in names]
        if len(found) > 1:
            raise ValueError(f"Ambiguous arguments {found}, must provide only one of {names}.")
        if not found and needed[role]:
            raise ValueError(f"{names} missing from {name}({arguments}).")
        own[role] = found[0] if found else None

    def call(*, labels=None, predictions=None, weights=None):
        given, positional = {}, []
        if own["labels"]:
            given[own["labels"]] = labels
        if own["predictions"]:
            given[own["predictions"]] = predictions
        elif own["labels"] and own["labels"] == arguments[0]:
            positional = [given.pop(own["labels"]), predictions]
        else:
            positional = [predictions]
        if weights is not None:
            given[own["weights"]] = weights
        return function(*positional, **given)

    return call
