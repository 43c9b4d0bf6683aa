"""One class of several, as a vector: exactly one, or softly (tf.contrib.distributions)."""

from __future__ import annotations

import numpy as np
from tensorflow.python.ops import control_flow_ops
from tensorflow.python.ops.distributions import distribution, kullback_leibler
from tensorflow.python.ops.distributions import util as distribution_util

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.distributions.bijectors._elementwise import Exp
from graphnotes.tf1.overrides.python.ops.distributions.transformed_distribution import (
    TransformedDistribution,
)


class _OfLogits(tf.distributions.Distribution):
    """Distributions of vectors [..., classes] with a logit for each class."""

    def _set_sizes(self) -> None:
        """The rank of the batch and the number of classes, in the graph as 1.15 had them."""
        rank = self._logits.shape.with_rank_at_least(1).ndims
        if rank is not None:
            self._batch_rank = tf.convert_to_tensor(rank - 1, dtype=tf.int32, name="batch_rank")
        else:
            with tf.name_scope(name="batch_rank"):
                self._batch_rank = tf.rank(self._logits) - 1
        with tf.name_scope(name="event_size"):
            self._event_size = tf.shape(self._logits)[-1]

    @property
    def event_size(self):
        """The number of classes."""
        return self._event_size

    @property
    def logits(self):
        """Logarithms of probabilities, up to a constant."""
        return self._logits

    @property
    def probs(self):
        """Probabilities."""
        return self._probs

    def _batch_shape_tensor(self):
        return tf.shape(self.logits)[:-1]

    def _batch_shape(self):
        return self.logits.shape[:-1]

    def _event_shape_tensor(self):
        return tf.shape(self.logits)[-1:]

    def _event_shape(self):
        return self.logits.shape.with_rank_at_least(1)[-1:]

    def _broadcast(self, x):
        """A value and the logits in one shape."""
        logits = self.logits
        if not (x.shape.is_fully_defined() and logits.shape.is_fully_defined() and x.shape == logits.shape):
            logits = tf.ones_like(x, dtype=logits.dtype) * logits
            x = tf.ones_like(logits, dtype=x.dtype) * x
        return x, logits

    def _assert_valid_sample(self, x):
        if not self.validate_args:
            return x
        near = tf.assert_near(tf.zeros([], dtype=self.dtype), tf.reduce_logsumexp(x, axis=[-1]))
        return control_flow_ops.with_dependencies([tf.assert_non_positive(x), near], x)


class OneHotCategorical(_OfLogits):
    """Vectors of zeros with one 1.

    Args:
        logits: [..., classes].
        probs: [..., classes], instead of `logits`.
        dtype: of the vectors.
        validate_args: check when run.

    Raises:
        ValueError: neither logits nor probs, or both.
    """

    def __init__(
        self,
        logits=None,
        probs=None,
        dtype=tf.int32,
        validate_args=False,
        allow_nan_stats=True,
        name="OneHotCategorical",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs]) as name:
            self._logits, self._probs = distribution_util.get_logits_and_probs(
                name=name, logits=logits, probs=probs, validate_args=validate_args, multidimensional=True
            )
            self._set_sizes()
        super().__init__(
            dtype=dtype,
            reparameterization_type=distribution.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._logits, self._probs],
            name=name,
        )

    def _sample_n(self, n, seed=None):
        sample_shape = tf.concat([[n], tf.shape(self.logits)], 0)
        logits = self.logits
        if logits.shape.ndims != 2:
            logits = tf.reshape(logits, [-1, self.event_size])
        samples = tf.transpose(tf.multinomial(logits, n, seed=seed))
        return tf.reshape(tf.one_hot(samples, self.event_size, dtype=self.dtype), sample_shape)

    def _log_prob(self, x):
        x, logits = self._broadcast(self._assert_valid_sample(x))
        shape = tf.shape(tf.reduce_sum(logits, -1))
        logits = tf.reshape(logits, [-1, self.event_size])
        x = tf.reshape(x, [-1, self.event_size])
        return tf.reshape(-tf.nn.softmax_cross_entropy_with_logits(labels=x, logits=logits), shape)

    def _entropy(self):
        return -tf.reduce_sum(tf.nn.log_softmax(self.logits) * self.probs, axis=-1)

    def _mode(self):
        mode = tf.one_hot(tf.argmax(self.logits, axis=self._batch_rank), self.event_size, dtype=self.dtype)
        mode.set_shape(self.logits.shape)
        return mode

    def _covariance(self):
        p = self.probs
        return tf.matrix_set_diag(-tf.matmul(p[..., None], p[..., None, :]), self._variance())

    def _variance(self):
        return self.probs * (1.0 - self.probs)


@kullback_leibler.RegisterKL(OneHotCategorical, OneHotCategorical)
def _kl(a, b, name=None):
    with tf.name_scope(name, "kl_categorical_categorical", values=[a.logits, b.logits]):
        ratio = tf.nn.softmax(a.logits) * (tf.nn.log_softmax(a.logits) - tf.nn.log_softmax(b.logits))
        return tf.reduce_sum(ratio, axis=-1)


class ExpRelaxedOneHotCategorical(_OfLogits):
    """The logarithms of a `RelaxedOneHotCategorical`'s vectors.

    Args:
        temperature: positive, scalar or of the batch's shape; the smaller, the nearer to one class.
        logits: [..., classes].
        probs: [..., classes], instead of `logits`.
        dtype: default: that of the logits.
        validate_args: check when run.

    Raises:
        ValueError: neither logits nor probs, or both.
    """

    def __init__(
        self,
        temperature,
        logits=None,
        probs=None,
        dtype=None,
        validate_args=False,
        allow_nan_stats=True,
        name="ExpRelaxedOneHotCategorical",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs, temperature]) as name:
            self._logits, self._probs = distribution_util.get_logits_and_probs(
                name=name, logits=logits, probs=probs, validate_args=validate_args, multidimensional=True
            )
            if dtype is None:
                dtype = self._logits.dtype
                if not validate_args:
                    temperature = tf.cast(temperature, dtype)
            with tf.control_dependencies([tf.assert_positive(temperature)] if validate_args else []):
                self._temperature = tf.identity(temperature, name="temperature")
                self._temperature_2d = tf.reshape(temperature, [-1, 1], name="temperature_2d")
            self._set_sizes()
        super().__init__(
            dtype=dtype,
            reparameterization_type=distribution.FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._logits, self._probs, self._temperature],
            name=name,
        )

    @property
    def temperature(self):
        """How soft."""
        return self._temperature

    def _sample_n(self, n, seed=None):
        sample_shape = tf.concat([[n], tf.shape(self.logits)], 0)
        logits = self.logits * tf.ones(sample_shape, dtype=self.dtype)
        logits = tf.reshape(logits, [-1, self.event_size])
        uniform = tf.random_uniform(
            shape=tf.shape(logits),
            minval=np.finfo(self.dtype.as_numpy_dtype).tiny,
            maxval=1.0,
            dtype=self.dtype,
            seed=seed,
        )
        gumbel = -tf.log(-tf.log(uniform))
        samples = tf.nn.log_softmax(tf.div(gumbel + logits, self._temperature_2d))
        return tf.reshape(samples, sample_shape)

    def _log_prob(self, x):
        x, logits = self._broadcast(self._assert_valid_sample(x))
        shape = tf.shape(tf.reduce_sum(logits, axis=[-1]))
        logits = tf.reshape(logits, [-1, self.event_size])
        x = tf.reshape(x, [-1, self.event_size])
        k = tf.cast(self.event_size, x.dtype)
        constant = tf.lgamma(k) + (k - 1.0) * tf.log(self.temperature)
        softmax = tf.nn.log_softmax(logits - x * self._temperature_2d)
        return tf.reshape(constant + tf.reduce_sum(softmax, [-1], keepdims=False), shape)


class RelaxedOneHotCategorical(TransformedDistribution):
    """Vectors of positive numbers that sum to 1, near a corner: the Gumbel-softmax or concrete distribution (arXiv:1611.01144, arXiv:1611.00712).

    Arguments and errors are those of `ExpRelaxedOneHotCategorical`.
    """

    def __init__(
        self,
        temperature,
        logits=None,
        probs=None,
        dtype=None,
        validate_args=False,
        allow_nan_stats=True,
        name="RelaxedOneHotCategorical",
    ):
        logarithms = ExpRelaxedOneHotCategorical(temperature, logits, probs, dtype, validate_args, allow_nan_stats)
        super().__init__(logarithms, Exp(), name=name)
