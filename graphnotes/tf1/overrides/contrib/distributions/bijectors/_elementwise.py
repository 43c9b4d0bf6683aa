"""Bijectors of numbers, element by element (tf.contrib.distributions.bijectors)."""

from __future__ import annotations

from tensorflow.python.framework import tensor_util
from tensorflow.python.ops import control_flow_ops
from tensorflow.python.ops.distributions import bijector_impl

from graphnotes.tf1 import root as tf


class PowerTransform(bijector_impl.Bijector):
    """y = (1 + power x) ** (1 / power), and exp(x) for a power of 0.

    Args:
        power: a number >= 0, known when the graph is made.
        validate_args: check when run that values can be transformed.

    Raises:
        ValueError: the power is negative or not known.
    """

    def __init__(self, power=0.0, validate_args=False, name="power_transform"):
        self._graph_parents, self._name, self._validate_args = [], name, validate_args
        with self._name_scope("init", values=[power]):
            power = tensor_util.constant_value(tf.convert_to_tensor(power, name="power"))
        if power is None or power < 0:
            raise ValueError("`power` must be a non-negative TF constant.")
        self._power = power
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    @property
    def power(self):
        """The power."""
        return self._power

    def _forward(self, x):
        x = self._valid_x(x)
        return tf.exp(x) if self.power == 0.0 else tf.exp(tf.log1p(x * self.power) / self.power)

    def _inverse(self, y):
        y = self._valid_y(y)
        return tf.log(y) if self.power == 0.0 else tf.expm1(tf.log(y) * self.power) / self.power

    def _inverse_log_det_jacobian(self, y):
        y = self._valid_y(y)
        return (self.power - 1.0) * tf.log(y)

    def _forward_log_det_jacobian(self, x):
        x = self._valid_x(x)
        return x if self.power == 0.0 else (1.0 / self.power - 1.0) * tf.log1p(x * self.power)

    def _valid_x(self, x):
        if not self.validate_args or self.power == 0.0:
            return x
        message = f"Forward transformation input must be at least {-1.0 / self.power}."
        return control_flow_ops.with_dependencies([tf.assert_non_negative(1.0 + self.power * x, message=message)], x)

    def _valid_y(self, y):
        if not self.validate_args:
            return y
        message = "Inverse transformation input must be greater than 0."
        return control_flow_ops.with_dependencies([tf.assert_positive(y, message=message)], y)


class Exp(PowerTransform):
    """y = exp(x)."""

    def __init__(self, validate_args=False, name="exp"):
        super().__init__(validate_args=validate_args, name=name)


class Sigmoid(bijector_impl.Bijector):
    """y = 1 / (1 + exp(-x))."""

    def __init__(self, validate_args=False, name="sigmoid"):
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x):
        return tf.sigmoid(x)

    def _inverse(self, y):
        return tf.log(y) - tf.log1p(-y)

    def _inverse_log_det_jacobian(self, y):
        return -tf.log(y) - tf.log1p(-y)

    def _forward_log_det_jacobian(self, x):
        return -tf.nn.softplus(-x) - tf.nn.softplus(x)
