"""A distribution of vectors made from independent scalars by a bijector (tf.contrib.distributions.TransformedDistribution).

The constants that say what of the shapes is known were part of 1.15's graphs, so they are built in its order.
"""

from __future__ import annotations

from tensorflow.python.framework import tensor_util
from tensorflow.python.ops.distributions import distribution as _base
from tensorflow.python.ops.distributions import util as distribution_util

from graphnotes.tf1 import root as tf


def _flag(value: bool) -> bool:
    """A fact that is known while the graph is built, and the constant 1.15 made of it."""
    tf.constant(value)
    return value


def _is_empty(shape, zero=0):
    """Whether a shape vector is (): a bool, or a tensor where its length isn't known."""
    if (length := shape.shape.as_list()[0] if shape.shape.ndims else None) is not None:
        tf.constant(length)
        if isinstance(zero, int):
            tf.constant(zero)
        return _flag(length == 0)
    length = tf.shape(shape)[0]
    if isinstance(zero, int):
        tf.constant(zero)
    return tf.equal(length, zero)


def _not(value):
    return _flag(not value) if isinstance(value, bool) else tf.logical_not(value)


class VectorOfIndependent(_base.Distribution):
    """bijector(x) for x of independent draws from a scalar distribution.

    Args:
        distribution: a scalar distribution without a batch.
        bijector: from vectors to vectors of the same length, of constant Jacobian.
        batch_shape: an int32 vector.
        event_shape: an int32 vector of length 1.
    """

    def __init__(self, distribution, bijector, batch_shape, event_shape, validate_args, name):
        parameters = dict(locals())
        with tf.name_scope(name, values=[*distribution._graph_parents, *bijector.graph_parents]) as name:
            zero = tf.constant(0, tf.int32, name="zero")
            self._empty = tf.constant([], tf.int32, name="empty")
            self._batch = self._vector(batch_shape, distribution.is_scalar_batch(), "batch_shape")
            self._has_batch = _not(_is_empty(self._batch, zero))
            self._event = self._vector(event_shape, distribution.is_scalar_event(), "event_shape")
            _not(_is_empty(self._event, zero))
            # whether event dimensions stand left of batch ones: never, since the scalars have no batch
            _not(self._has_batch)
            distribution.is_scalar_batch()
            _flag(False)
            _flag(False)
            ndims = tf.constant(1)
            self._event_axes = tf.range(0 - ndims, 0)
        self._distribution, self._bijector = distribution, bijector
        super().__init__(
            dtype=distribution.dtype,
            reparameterization_type=distribution.reparameterization_type,
            validate_args=validate_args,
            allow_nan_stats=distribution.allow_nan_stats,
            parameters=parameters,
            graph_parents=[*distribution._graph_parents, *bijector.graph_parents],
            name=name,
        )

    def _vector(self, shape, scalar_base, name):
        shape = tf.convert_to_tensor(shape, tf.int32, name=name)
        empty = _is_empty(shape)
        if empty is True:
            return self._empty
        known = tensor_util.constant_value(shape)
        if known is not None and any(size <= 0 for size in known):
            raise ValueError(f"shape override must have positive elements: {name} is {known.tolist()}")
        _flag(not tensor_util.constant_value(scalar_base))
        _not(empty)
        _flag(False)
        return shape

    @property
    def distribution(self):
        """The scalar distribution."""
        return self._distribution

    @property
    def bijector(self):
        """From the scalars to the vectors."""
        return self._bijector

    def _event_shape_tensor(self):
        # the scalars' shape gives way to the vectors', and is in the graph
        self._distribution.event_shape_tensor()
        return self._bijector.forward_event_shape_tensor(self._event)

    def _event_shape(self):
        return self._bijector.forward_event_shape(tensor_util.constant_value_as_shape(self._event))

    def _batch_shape_tensor(self):
        scalar = self._distribution.batch_shape_tensor()
        if self._has_batch is True or self._has_batch is False:
            return self._batch
        return distribution_util.pick_vector(self._has_batch, self._batch, scalar)

    def _batch_shape(self):
        return tensor_util.constant_value_as_shape(self._batch)

    def _sample_n(self, n, seed=None):
        parts = [tf.convert_to_tensor([n]), self._batch, self._event]
        known = [tensor_util.constant_value(part) for part in parts]
        if any(part is None for part in known):
            shape = tf.concat([[n], self._batch, self._event, self._empty], 0)
        else:
            shape = tf.constant([size for part in known for size in part])
        return self._distribution.sample(sample_shape=shape, seed=seed)

    def _call_sample_n(self, sample_shape, seed, name, **kwargs):
        # the bijector comes last, so that the log_prob of a sample finds what it was made from
        with self._name_scope(name, values=[sample_shape]):
            sample_shape = tf.convert_to_tensor(sample_shape, tf.int32, name="sample_shape")
            sample_shape, n = self._expand_sample_shape_to_vector(sample_shape, "sample_shape")
            x = self._sample_n(n, seed)
            x = tf.reshape(x, tf.concat([sample_shape, tf.shape(x)[1:]], 0))
            return self._set_sample_static_shape(self._bijector.forward(x, **kwargs), sample_shape)

    def _log_prob(self, y):
        x, jacobian = self._back(y)
        log_prob = tf.reduce_sum(self._distribution.log_prob(x), self._event_axes)
        log_prob += tf.cast(jacobian, log_prob.dtype)
        return self._with_shape(log_prob, y)

    def _prob(self, y):
        x, jacobian = self._back(y)
        prob = tf.reduce_prod(self._distribution.prob(x), self._event_axes)
        prob *= tf.exp(tf.cast(jacobian, prob.dtype))
        return self._with_shape(prob, y)

    def _back(self, y):
        x = self._bijector.inverse(y)
        return x, self._bijector.inverse_log_det_jacobian(y, event_ndims=1)

    def _with_shape(self, value, y):
        value.set_shape(tf.broadcast_static_shape(y.shape.with_rank_at_least(1)[:-1], self.batch_shape))
        return value

    def _entropy(self):
        entropy = self._distribution.entropy()
        entropy *= tf.cast(tf.reduce_prod(self._event), entropy.dtype.base_dtype)
        if self._batch is not self._empty:
            ones = _ones(self._batch)
            entropy = tf.reshape(entropy, tf.concat([ones, self._distribution.batch_shape_tensor()], 0))
            entropy = tf.tile(entropy, tf.concat([self._batch, _ones(self._distribution.batch_shape_tensor())], 0))
        zeros = tf.zeros(tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0), self.dtype)
        jacobian = self._bijector.inverse_log_det_jacobian(zeros, event_ndims=1)
        entropy -= tf.cast(jacobian, entropy.dtype)
        entropy.set_shape(self.batch_shape)
        return entropy


def _ones(shape):
    """Ones of the length of a shape vector."""
    if shape.shape.is_fully_defined():
        return tf.ones(shape.shape.as_list(), dtype=shape.dtype)
    return tf.ones_like(shape)
