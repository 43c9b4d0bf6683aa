"""Several distributions of a batch as one of their joint events (tf.contrib.distributions.Independent)."""

from __future__ import annotations

import numpy as np
from tensorflow.python.framework import tensor_util
from tensorflow.python.ops.distributions import kullback_leibler

from graphnotes.tf1 import root as tf


class Independent(tf.distributions.Distribution):
    """A distribution whose last batch dimensions belong to the event; the log-probabilities are summed over them.

    Args:
        distribution: the distribution.
        reinterpreted_batch_ndims: how many dimensions; all but the first when None.
        validate_args: check their number when run.

    Raises:
        ValueError: the batch has fewer dimensions.
    """

    def __init__(self, distribution, reinterpreted_batch_ndims=None, validate_args=False, name=None):
        parameters = dict(locals())
        name = name or "Independent" + distribution.name
        self._distribution = distribution
        with tf.name_scope(name) as name:
            if reinterpreted_batch_ndims is None:
                reinterpreted_batch_ndims = self._all_but_first(distribution)
            ndims = tf.convert_to_tensor(reinterpreted_batch_ndims, tf.int32, name="reinterpreted_batch_ndims")
            self._static_ndims = tensor_util.constant_value(ndims)
            self._ndims = ndims if self._static_ndims is None else self._static_ndims
            super().__init__(
                dtype=distribution.dtype,
                reparameterization_type=distribution.reparameterization_type,
                validate_args=validate_args,
                allow_nan_stats=distribution.allow_nan_stats,
                parameters=parameters,
                graph_parents=[ndims, *distribution._graph_parents],
                name=name,
            )
            self._runtime_assertions = self._checks(ndims)

    @property
    def distribution(self):
        """The distribution inside."""
        return self._distribution

    @property
    def reinterpreted_batch_ndims(self):
        """How many of its batch dimensions belong to the event."""
        return self._ndims

    @staticmethod
    def _all_but_first(distribution):
        ndims = distribution.batch_shape.ndims
        if ndims is None:
            return tf.maximum(0, tf.shape(distribution.batch_shape_tensor())[0] - 1)
        return np.maximum(0, ndims - 1)

    def _checks(self, ndims) -> list:
        batch_ndims = self.distribution.batch_shape.ndims
        if batch_ndims is not None and self._static_ndims is not None:
            if self._static_ndims > batch_ndims:
                raise ValueError(
                    f"reinterpreted_batch_ndims({self._static_ndims}) cannot exceed distribution.batch_ndims({batch_ndims})"
                )
            return []
        if not self.validate_args:
            return []
        _, batch_ndims = self._batch()
        message = "reinterpreted_batch_ndims cannot exceed distribution.batch_ndims"
        return [tf.assert_less_equal(ndims, batch_ndims, message=message)]

    def _batch(self):
        """The shape of the batch inside, and its length: a number where it is known."""
        shape = self.distribution.batch_shape_tensor()
        length = tf.dimension_value(shape.shape.with_rank_at_least(1)[0])
        return shape, tf.shape(shape)[0] if length is None else length

    def _split(self):
        """How many batch dimensions stay; None where it isn't known."""
        ndims = self.distribution.batch_shape.ndims
        return None if ndims is None or self._static_ndims is None else ndims - self._static_ndims

    def _batch_shape_tensor(self):
        with tf.control_dependencies(self._runtime_assertions):
            shape, ndims = self._batch()
            return shape[: ndims - self._ndims]

    def _batch_shape(self):
        kept = self._split()
        return tf.TensorShape(None) if kept is None else self.distribution.batch_shape[:kept]

    def _event_shape_tensor(self):
        with tf.control_dependencies(self._runtime_assertions):
            shape, ndims = self._batch()
            return tf.concat([shape[ndims - self._ndims :], self.distribution.event_shape_tensor()], axis=0)

    def _event_shape(self):
        kept = self._split()
        if kept is None:
            return tf.TensorShape(None)
        return self.distribution.batch_shape[kept:].concatenate(self.distribution.event_shape)

    def _sample_n(self, n, seed=None):
        with tf.control_dependencies(self._runtime_assertions):
            return self.distribution.sample(sample_shape=n, seed=seed)

    def _log_prob(self, x):
        with tf.control_dependencies(self._runtime_assertions):
            return self._summed(self.distribution.log_prob(x))

    def _entropy(self):
        with tf.control_dependencies(self._runtime_assertions):
            return self._summed(self.distribution.entropy())

    def _mean(self):
        with tf.control_dependencies(self._runtime_assertions):
            return self.distribution.mean()

    def _variance(self):
        with tf.control_dependencies(self._runtime_assertions):
            return self.distribution.variance()

    def _stddev(self):
        with tf.control_dependencies(self._runtime_assertions):
            return self.distribution.stddev()

    def _mode(self):
        with tf.control_dependencies(self._runtime_assertions):
            return self.distribution.mode()

    def _summed(self, values):
        axes = tf.range(self._ndims) if self._static_ndims is None else np.arange(self._static_ndims)
        return tf.reduce_sum(values, axis=-1 - axes)


@kullback_leibler.RegisterKL(Independent, Independent)
def _kl(a, b, name="kl_independent"):
    p, q = a.distribution, b.distribution
    if not (a.event_shape.is_fully_defined() and b.event_shape.is_fully_defined()):
        raise NotImplementedError("KL between Independents is known for events of known shapes alone.")
    if a.event_shape != b.event_shape:
        raise ValueError("Event shapes do not match.")
    if p.event_shape != q.event_shape:
        raise NotImplementedError("KL between Independents with different event shapes not supported.")
    axes = [-i - 1 for i in range(a.event_shape.ndims - p.event_shape.ndims)]
    return tf.reduce_sum(kullback_leibler.kl_divergence(p, q, name=name), axis=axes)
