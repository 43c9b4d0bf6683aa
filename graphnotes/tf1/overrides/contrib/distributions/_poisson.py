"""Counts of independent events (tf.contrib.distributions.Poisson)."""

from __future__ import annotations

from tensorflow.python.ops.distributions import distribution
from tensorflow.python.ops.distributions import util as distribution_util

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.distributions._scalar import Scalar


class Poisson(Scalar):
    """Poisson distributions.

    Args:
        rate: the means, positive, floating point.
        log_rate: their logarithms, instead of `rate`.
        validate_args: check the rate, and that values are whole numbers >= 0, when run.

    Raises:
        ValueError: neither of the two, or both.
        TypeError: it is not floating point.
    """

    _batch_parameters = ("rate",)

    def __init__(self, rate=None, log_rate=None, validate_args=False, allow_nan_stats=True, name="Poisson"):
        parameters = dict(locals())
        with tf.name_scope(name, values=[rate]) as name:
            if (rate is None) == (log_rate is None):
                raise ValueError("Must specify exactly one of `rate` and `log_rate`.")
            given = "rate" if log_rate is None else "log_rate"
            value = tf.convert_to_tensor(rate if log_rate is None else log_rate, name=given)
            if not value.dtype.is_floating:
                raise TypeError(f"{given}.dtype ({value.dtype.name}) is a not a float-type.")
            if log_rate is None:
                with tf.control_dependencies([tf.assert_positive(value)] if validate_args else []):
                    self._rate = tf.identity(value, name="rate")
                    self._log_rate = tf.log(value, name="log_rate")
            else:
                self._rate = tf.exp(value, name="rate")
                self._log_rate = value
        super().__init__(
            dtype=self._rate.dtype,
            reparameterization_type=distribution.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._rate],
            name=name,
        )

    @property
    def rate(self):
        """The means."""
        return self._rate

    @property
    def log_rate(self):
        """Their logarithms."""
        return self._log_rate

    def _checked(self, x):
        return distribution_util.embed_check_nonnegative_integer_form(x) if self.validate_args else x

    def _log_prob(self, x):
        return self._log_unnormalized_prob(x) - self._log_normalization()

    def _log_unnormalized_prob(self, x):
        x = self._checked(x)
        return x * self.log_rate - tf.lgamma(1.0 + x)

    def _log_normalization(self):
        return self.rate

    def _log_cdf(self, x):
        return tf.log(self.cdf(x))

    def _cdf(self, x):
        return tf.igammac(1.0 + self._checked(x), self.rate)

    def _mean(self):
        return tf.identity(self.rate)

    def _variance(self):
        return tf.identity(self.rate)

    def _mode(self):
        return tf.floor(self.rate)

    def _sample_n(self, n, seed=None):
        return tf.random_poisson(self.rate, [n], dtype=self.dtype, seed=seed)
