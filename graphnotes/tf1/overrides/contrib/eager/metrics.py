"""tf.contrib.eager.metrics: metrics as objects that hold their variables."""

from __future__ import annotations

import re

from tensorflow.python.framework import smart_cond
from tensorflow.python.ops import summary_ops_v2
from tensorflow.python.trackable.base import Trackable

from graphnotes.tf1 import root as tf

__all__ = ["Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "Mean", "Metric", "SparseAccuracy"]


class Metric(Trackable):
    """A metric: calling it takes a batch into account, `result()` is its value so far.

    A subclass makes its variables in `build` (with `add_variable`, from the first call's arguments), changes them in `call` and
    computes its value in `result`.

    Args:
        name: of the metric and its variables' scope; default: that of the class.
        use_global_variables: make global variables instead of local ones, in a graph.
    """

    def __init__(self, name=None, use_global_variables=False):
        self._built, self._vars, self._initial_values = False, [], {}
        self._use_global_variables = use_global_variables
        name = name or type(self).__name__
        scope_name = re.sub("[^A-Za-z0-9.]", "_", name)
        with tf.variable_scope(scope_name, use_resource=True, reuse=False) as scope:
            place = scope.name.rfind(scope_name)
            self._name = name + scope.name[place + len(scope_name) :]
            self._scope = scope
        if not tf.executing_eagerly():
            self.call = tf.contrib.eager.defun(self.call)

    def __call__(self, *args, **kwargs):
        """Take a batch into account; what `call` returns (in a graph, the tensors to run for it)."""
        if not self._built:
            with tf.variable_scope(self._scope):
                self.build(*args, **kwargs)
            self._built = True
        return self.call(*args, **kwargs)

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    @property
    def variables(self) -> list:
        """What it remembers."""
        return self._vars

    def init_variables(self):
        """Forget everything: at once when executing eagerly, in a graph by the operation returned."""
        if not tf.executing_eagerly():
            return tf.group([v.initializer for v in self._vars])
        for variable, value in zip(self._vars, self._initial_values.values()):
            variable.assign(value)
        return None

    def build(self, *args, **kwargs):
        """Make the variables."""
        raise NotImplementedError("Metrics must define a build() member function")

    def call(self, *args, **kwargs):
        """Change the variables."""
        raise NotImplementedError("Metrics must define a call() member function")

    def result(self):
        """The value."""
        raise NotImplementedError("Metrics must define a result() member function")

    def value(self):
        """In a graph the value, else the function that computes it."""
        return self.result if tf.executing_eagerly() else self.result()

    def aggregate(self, metrics) -> None:
        """Add what other metrics of this class remember.

        Raises:
            TypeError: one is of another class.
            ValueError: its variables have other names.
        """
        for metric in metrics:
            if type(self) is not type(metric):
                raise TypeError(f"All metrics must be the same type, '{type(self)}' != '{type(metric)}'.")
        for i, variable in enumerate(self._vars):
            if any(metric._vars[i].name != variable.name for metric in metrics):
                raise ValueError("All metrics must have variables in the same order.")
            variable.assign_add(tf.add_n([metric._vars[i] for metric in metrics]))

    def add_variable(self, name, shape=None, dtype=None, initializer=None):
        """Make a variable, not trainable; in `build` alone.

        Raises:
            RuntimeError: somewhere else.
        """
        if self._built:
            raise RuntimeError("Can't call add_variable() except in build().")
        keys = tf.GraphKeys
        collections = None
        if not tf.executing_eagerly():
            first = keys.GLOBAL_VARIABLES if self._use_global_variables else keys.LOCAL_VARIABLES
            collections = [first, keys.METRIC_VARIABLES]
        variable = self._add_variable_with_custom_getter(
            name=name,
            shape=shape,
            dtype=dtype,
            initializer=initializer,
            trainable=False,
            collections=collections,
            use_resource=True,
            getter=tf.get_variable,
            overwrite=True,
        )
        self._vars.append(variable)
        if tf.executing_eagerly():
            self._initial_values[len(self._vars)] = variable.value()
        return variable


class Mean(Metric):
    """The (weighted) mean of all values; `dtype` is that of the sums."""

    def __init__(self, name=None, dtype=tf.float64, use_global_variables=False):
        super().__init__(name=name, use_global_variables=use_global_variables)
        self.dtype = dtype

    def build(self, *args, **kwargs):
        """Make the sums."""
        zeros = tf.zeros_initializer
        self.numer = self.add_variable(name="numer", shape=(), dtype=self.dtype, initializer=zeros)
        self.denom = self.add_variable(name="denom", shape=(), dtype=self.dtype, initializer=zeros)

    def call(self, values, weights=None):
        """Add values; returns the arguments (their sum when there are no weights, as 1.15 did)."""
        if weights is None:
            self.denom.assign_add(tf.cast(tf.identity(tf.size(values)), self.dtype))
            values = tf.reduce_sum(values)
            self.numer.assign_add(tf.cast(values, self.dtype))
            return values
        weights = tf.cast(weights, self.dtype)
        self.denom.assign_add(tf.reduce_sum(weights))
        values = tf.cast(values, self.dtype) * weights
        self.numer.assign_add(tf.reduce_sum(values))
        return values, weights

    def result(self, write_summary=True):
        """The mean; with a scalar summary of it where summaries are written (tf.contrib.summary)."""
        if not tf.is_tensor(write_summary):
            write_summary = tf.convert_to_tensor(write_summary)
        mean = self.numer / self.denom

        def with_summary():
            summary_ops_v2.scalar(name=self.name, tensor=mean)
            return mean

        smart_cond.smart_cond(write_summary, with_summary, lambda: mean, name="")
        return mean


class _Share(Mean):
    """The share of examples for which `_matches` is true."""

    def __init__(self, name=None, dtype=tf.float64):
        super().__init__(name=name, dtype=dtype)

    def _check(self, labels, predictions) -> None:
        message = "Shapes of labels and predictions are unequal"
        tf.assert_equal(tf.shape(labels), tf.shape(predictions), message=message)

    def _compared(self, labels, predictions):
        return labels, predictions

    def call(self, labels, predictions, weights=None):
        """Compare a batch; returns what was compared."""
        self._check(labels, predictions)
        labels, predictions = self._compared(labels, predictions)
        super().call(tf.cast(tf.equal(labels, predictions), self.dtype), weights=weights)
        return (labels, predictions) if weights is None else (labels, predictions, weights)


class Accuracy(_Share):
    """The share of predictions that equal their labels."""


class CategoricalAccuracy(_Share):
    """The share of predictions [..., classes] with the largest number where the label [..., classes] has it."""

    def _compared(self, labels, predictions):
        return tf.argmax(labels, axis=-1), tf.argmax(predictions, axis=-1)


class BinaryAccuracy(_Share):
    """The share of predictions on their label's side of `threshold`."""

    def __init__(self, threshold, name=None, dtype=tf.float64):
        super().__init__(name=name, dtype=dtype)
        self.threshold = threshold

    def _compared(self, labels, predictions):
        return tf.cast(labels, tf.bool), tf.convert_to_tensor(predictions) > self.threshold


class SparseAccuracy(_Share):
    """The share of predictions [batch, classes] with the largest number at the label."""

    def _check(self, labels, predictions) -> None:
        message = "First axis of labels and predictions is unequal"
        tf.assert_equal(tf.shape(labels), tf.shape(predictions)[0], message=message)

    def _compared(self, labels, predictions):
        return tf.cast(labels, tf.int64), tf.argmax(predictions, axis=-1)
