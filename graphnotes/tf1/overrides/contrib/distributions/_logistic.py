"""The logistic distribution, and its relative that is nearly 0 or 1 (tf.contrib.distributions)."""

from __future__ import annotations

import math

import numpy as np
from tensorflow.python.ops import check_ops
from tensorflow.python.ops.distributions import distribution
from tensorflow.python.ops.distributions import util as distribution_util

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.distributions._scalar import Scalar
from graphnotes.tf1.overrides.contrib.distributions.bijectors._elementwise import (
    Sigmoid,
)
from graphnotes.tf1.overrides.python.ops.distributions.transformed_distribution import (
    TransformedDistribution,
)


class Logistic(Scalar):
    """Logistic distributions with means `loc` and scales `scale` (a scale of s has the deviation s pi / sqrt(3)).

    Args:
        loc: floating point.
        scale: positive, of the same dtype.
        validate_args: check the scale when run.

    Raises:
        TypeError: the dtypes differ.
    """

    _batch_parameters = ("loc", "scale")

    def __init__(self, loc, scale, validate_args=False, allow_nan_stats=True, name="Logistic"):
        parameters = dict(locals())
        with (
            tf.name_scope(name, values=[loc, scale]) as name,
            tf.control_dependencies([tf.assert_positive(scale)] if validate_args else []),
        ):
            self._loc = tf.identity(loc, name="loc")
            self._scale = tf.identity(scale, name="scale")
            check_ops.assert_same_float_dtype([self._loc, self._scale])
        super().__init__(
            dtype=self._scale.dtype,
            reparameterization_type=distribution.FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._loc, self._scale],
            name=name,
        )

    @staticmethod
    def _param_shapes(sample_shape):
        shape = tf.convert_to_tensor(sample_shape, dtype=tf.int32)
        return {"loc": shape, "scale": shape}

    @property
    def loc(self):
        """The means."""
        return self._loc

    @property
    def scale(self):
        """The scales."""
        return self._scale

    def _sample_n(self, n, seed=None):
        uniform = tf.random_uniform(
            shape=tf.concat([[n], self.batch_shape_tensor()], 0),
            minval=np.finfo(self.dtype.as_numpy_dtype).tiny,
            maxval=1.0,
            dtype=self.dtype,
            seed=seed,
        )
        sampled = tf.log(uniform) - tf.log1p(-1.0 * uniform)
        return sampled * self.scale + self.loc

    def _log_prob(self, x):
        return self._log_unnormalized_prob(x) - self._log_normalization()

    def _log_unnormalized_prob(self, x):
        z = self._z(x)
        return -z - 2.0 * tf.nn.softplus(-z)

    def _log_normalization(self):
        return tf.log(self.scale)

    def _log_cdf(self, x):
        return -tf.nn.softplus(-self._z(x))

    def _cdf(self, x):
        return tf.sigmoid(self._z(x))

    def _log_survival_function(self, x):
        return -tf.nn.softplus(self._z(x))

    def _survival_function(self, x):
        return tf.sigmoid(-self._z(x))

    def _entropy(self):
        scale = self.scale * tf.ones_like(self.loc)
        return 2 + tf.log(scale)

    def _mean(self):
        return self.loc * tf.ones_like(self.scale)

    def _stddev(self):
        return self.scale * tf.ones_like(self.loc) * math.pi / math.sqrt(3)

    def _mode(self):
        return self._mean()

    def _z(self, x):
        with tf.name_scope("standardize", values=[x]):
            return (x - self.loc) / self.scale


class RelaxedBernoulli(TransformedDistribution):
    """Numbers in (0, 1) near the ends: a logistic distribution through the sigmoid (arXiv:1611.00712, arXiv:1611.01144).

    Args:
        temperature: positive; the smaller, the nearer to 0 and 1.
        logits: log-odds of 1.
        probs: probabilities of 1, instead of `logits`.
        validate_args: check the temperature and the probabilities when run.

    Raises:
        ValueError: neither logits nor probs, or both.
    """

    def __init__(
        self, temperature, logits=None, probs=None, validate_args=False, allow_nan_stats=True, name="RelaxedBernoulli"
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs, temperature]) as name:
            with tf.control_dependencies([tf.assert_positive(temperature)] if validate_args else []):
                self._temperature = tf.identity(temperature, name="temperature")
            self._logits, self._probs = distribution_util.get_logits_and_probs(
                logits=logits, probs=probs, validate_args=validate_args
            )
            super().__init__(
                Logistic(
                    self._logits / self._temperature,
                    1.0 / self._temperature,
                    validate_args=validate_args,
                    allow_nan_stats=allow_nan_stats,
                    name=name + "/Logistic",
                ),
                Sigmoid(validate_args=validate_args),
                validate_args=validate_args,
                name=name,
            )
        self._parameters = parameters

    @staticmethod
    def _param_shapes(sample_shape):
        return {"logits": tf.convert_to_tensor(sample_shape, dtype=tf.int32)}

    @property
    def temperature(self):
        """How soft."""
        return self._temperature

    @property
    def logits(self):
        """Log-odds of 1."""
        return self._logits

    @property
    def probs(self):
        """Probabilities of 1."""
        return self._probs
