"""tensorflow.python.ops.distributions.transformed_distribution: a distribution seen through a bijector.

What of the shapes is known while the graph is built becomes a constant in it, as in 1.15. Attributes that subclasses of 1.15 read have
its names.
"""

from __future__ import annotations

import numpy as np
from tensorflow.python.framework import tensor_util
from tensorflow.python.ops.control_flow_ops import with_dependencies
from tensorflow.python.ops.distributions import distribution as _base
from tensorflow.python.ops.distributions import identity_bijector
from tensorflow.python.ops.distributions import util as distribution_util

from graphnotes.tf1 import root as tf

__all__ = ["TransformedDistribution", "_concat_vectors"]


def _known(value):
    return tensor_util.constant_value(tf.convert_to_tensor(value))


def _and(*values):
    known = [_known(value) for value in values]
    if any(one is not None and not one for one in known):
        return tf.constant(False)
    if all(one is not None for one in known):
        return tf.constant(True)
    return tf.logical_and(*values) if len(values) == 2 else tf.reduce_all(values)


def _equal(x, y):
    known_x, known_y = _known(x), _known(y)
    if known_x is None or known_y is None:
        return tf.equal(x, y)
    return tf.constant(np.array_equal(known_x, known_y))


def _not(value):
    known = _known(value)
    return tf.logical_not(value) if known is None else tf.constant(np.logical_not(known))


def _concat_vectors(*vectors):
    known = [_known(vector) for vector in vectors]
    if any(one is None for one in known):
        return tf.concat(vectors, 0)
    return tf.constant([element for one in known for element in one])


def _length(shape):
    """How many dimensions a shape vector has. ValueError or TypeError when it is none."""
    if shape.get_shape().ndims not in (None, 1):
        raise ValueError("input is not a valid shape: not 1D")
    if not shape.dtype.is_integer:
        raise TypeError("input is not a valid shape: wrong dtype")
    if shape.get_shape().is_fully_defined():
        return tf.constant(shape.get_shape().as_list()[0])
    return tf.shape(shape)[0]


def _ones(shape):
    static = shape.get_shape()
    return tf.ones(static.as_list(), dtype=shape.dtype) if static.is_fully_defined() else tf.ones_like(shape)


def _may_be_set(shape) -> bool:
    known = tensor_util.constant_value(shape)
    return known is None or known.size != 0


class TransformedDistribution(_base.Distribution):
    """bijector(x) for x drawn from a distribution (tf.contrib.distributions.TransformedDistribution).

    Args:
        distribution: what is transformed.
        bijector: how; None: not at all.
        batch_shape, event_shape: shapes that a scalar distribution is drawn in; () or None: its own.
        name: default: the bijector's and the distribution's names.

    Raises:
        ValueError: a shape that is none, or one for a distribution that is no scalar.
    """

    def __init__(
        self, distribution, bijector=None, batch_shape=None, event_shape=None, validate_args=False, name=None
    ):
        parameters = dict(locals())
        name = name or ("" if bijector is None else bijector.name) + distribution.name
        with tf.name_scope(name, values=[event_shape, batch_shape]) as name:
            self._zero = tf.constant(0, dtype=tf.int32, name="zero")
            self._empty = tf.constant([], dtype=tf.int32, name="empty")
            if bijector is None:
                bijector = identity_bijector.Identity(validate_args=validate_args)
            batch = self._checked_shape(batch_shape, distribution.is_scalar_batch(), validate_args, "batch_shape")
            self._override_batch_shape, self._has_batch = batch, _not(_equal(_length(batch), self._zero))
            self._is_maybe_batch_override = _may_be_set(batch)
            event = self._checked_shape(event_shape, distribution.is_scalar_event(), validate_args, "event_shape")
            self._override_event_shape, self._has_event = event, _not(_equal(_length(event), self._zero))
            self._is_maybe_event_override = _may_be_set(event)
            # events are drawn as samples, left of the distribution's own batch, and have to come to its right
            self._needs_rotation = _and(self._has_event, _not(self._has_batch), _not(distribution.is_scalar_batch()))
            ndims = _length(event)
            turns = _known(self._needs_rotation)
            self._turned = tf.compat.v2.where(self._needs_rotation, ndims, 0) if turns is None else (ndims if turns else 0)
            self._reduce_event_indices = tf.range(self._turned - ndims, self._turned)
        self._distribution, self._bijector = distribution, bijector
        super().__init__(
            dtype=distribution.dtype,
            reparameterization_type=distribution.reparameterization_type,
            validate_args=validate_args,
            allow_nan_stats=distribution.allow_nan_stats,
            parameters=parameters,
            graph_parents=distribution._graph_parents + bijector.graph_parents,
            name=name,
        )

    @property
    def distribution(self):
        """What is transformed."""
        return self._distribution

    @property
    def bijector(self):
        """How it is transformed."""
        return self._bijector

    def _checked_shape(self, shape, base_is_scalar, validate_args, name):
        shape = tf.convert_to_tensor([] if shape is None else shape, dtype=tf.int32, name=name)
        is_scalar = _equal(_length(shape), 0)
        if tensor_util.constant_value(is_scalar):
            return self._empty
        known, checks = tensor_util.constant_value(shape), []
        if known is not None:
            if any(size <= 0 for size in known):
                raise ValueError("shape override must have positive elements")
        elif validate_args:
            checks.append(tf.assert_positive(shape, message="shape override must have positive elements"))
        both = _and(_not(base_is_scalar), _not(is_scalar))
        if tensor_util.constant_value(both) is not None:
            if tensor_util.constant_value(both):
                raise ValueError("base distribution not scalar")
        elif validate_args:
            checks.append(tf.assert_equal(both, False, message="base distribution not scalar"))
        return with_dependencies(checks, shape) if checks else shape

    def _event_shape_tensor(self):
        own = self.distribution.event_shape_tensor()
        return self.bijector.forward_event_shape_tensor(distribution_util.pick_vector(self._has_event, self._override_event_shape, own))

    def _event_shape(self):
        given = tensor_util.constant_value_as_shape(self._override_event_shape)
        return self.bijector.forward_event_shape(given if self._is_maybe_event_override else self.distribution.event_shape)

    def _batch_shape_tensor(self):
        own = self.distribution.batch_shape_tensor()
        return distribution_util.pick_vector(self._has_batch, self._override_batch_shape, own)

    def _batch_shape(self):
        given = tensor_util.constant_value_as_shape(self._override_batch_shape)
        return given if self._is_maybe_batch_override else self.distribution.batch_shape

    def _sample_n(self, n, seed=None):
        shape = _concat_vectors(
            distribution_util.pick_vector(self._needs_rotation, self._empty, [n]),
            self._override_batch_shape,
            self._override_event_shape,
            distribution_util.pick_vector(self._needs_rotation, [n], self._empty),
        )
        return self._maybe_rotate_dims(self.distribution.sample(sample_shape=shape, seed=seed))

    def _call_sample_n(self, sample_shape, seed, name, **kwargs):
        # the bijector comes last, so that the log_prob of a sample finds what it was made from
        with self._name_scope(name, values=[sample_shape]):
            sample_shape = tf.convert_to_tensor(sample_shape, dtype=tf.int32, name="sample_shape")
            sample_shape, n = self._expand_sample_shape_to_vector(sample_shape, "sample_shape")
            x = self._sample_n(n, seed, **kwargs)
            x = tf.reshape(x, tf.concat([sample_shape, tf.shape(x)[1:]], 0))
            return self._set_sample_static_shape(self.bijector.forward(x, **kwargs), sample_shape)

    def _maybe_rotate_dims(self, x, rotate_right=False):
        turns = tensor_util.constant_value(self._needs_rotation)
        if turns is not None and not turns:
            return x
        ndims = tf.rank(x)
        n = ndims - self._turned if rotate_right else self._turned
        return tf.transpose(x, _concat_vectors(tf.range(n, ndims), tf.range(0, n)))

    def _maybe_get_static_event_ndims(self):
        if self.event_shape.ndims is not None:
            return self.event_shape.ndims
        ndims = tf.size(self.event_shape_tensor())
        known = distribution_util.maybe_get_static_value(ndims)
        return ndims if known is None else known

    def _log_prob(self, y):
        found = self._on_fibers(y, self._log_prob_of_one)
        return found[0] if self.bijector._is_injective else tf.reduce_logsumexp(tf.stack(found), axis=0)

    def _prob(self, y):
        found = self._on_fibers(y, self._prob_of_one)
        return found[0] if self.bijector._is_injective else sum(found)

    def _on_fibers(self, y, of_one):
        """`of_one` for each x that the bijector maps to y."""
        x = self.bijector.inverse(y)
        ndims = self._maybe_get_static_event_ndims()
        jacobian = self.bijector.inverse_log_det_jacobian(y, event_ndims=ndims)
        pairs = [(x, jacobian)] if self.bijector._is_injective else zip(x, jacobian)
        return [self._with_shape(of_one(self._maybe_rotate_dims(one, rotate_right=True), j), y, ndims) for one, j in pairs]

    def _log_prob_of_one(self, x, jacobian):
        log_prob = self.distribution.log_prob(x)
        if self._is_maybe_event_override:
            log_prob = tf.reduce_sum(log_prob, self._reduce_event_indices)
        log_prob += tf.cast(jacobian, log_prob.dtype)
        return log_prob

    def _prob_of_one(self, x, jacobian):
        prob = self.distribution.prob(x)
        if self._is_maybe_event_override:
            prob = tf.reduce_prod(prob, self._reduce_event_indices)
        prob *= tf.exp(tf.cast(jacobian, prob.dtype))
        return prob

    def _with_shape(self, value, y, ndims):
        if self._is_maybe_event_override and isinstance(ndims, int):
            outer = y.get_shape().with_rank_at_least(1)[:-ndims]
            value.set_shape(tf.broadcast_static_shape(outer, self.batch_shape))
        return value

    def _only_monotone(self, what):
        if self._is_maybe_event_override:
            raise NotImplementedError(f"{what} is not implemented when overriding event_shape")
        if not self.bijector._is_injective:
            raise NotImplementedError(f"{what} is not implemented when bijector is not injective.")

    def _log_cdf(self, y):
        self._only_monotone("log_cdf")
        return self.distribution.log_cdf(self.bijector.inverse(y))

    def _cdf(self, y):
        self._only_monotone("cdf")
        return self.distribution.cdf(self.bijector.inverse(y))

    def _log_survival_function(self, y):
        self._only_monotone("log_survival_function")
        return self.distribution.log_survival_function(self.bijector.inverse(y))

    def _survival_function(self, y):
        self._only_monotone("survival_function")
        return self.distribution.survival_function(self.bijector.inverse(y))

    def _quantile(self, value):
        self._only_monotone("quantile")
        return self.bijector.forward(self.distribution.quantile(value))

    def _entropy(self):
        if not self.bijector.is_constant_jacobian:
            raise NotImplementedError("entropy is not implemented")
        if not self.bijector._is_injective:
            raise NotImplementedError("entropy is not implemented when bijector is not injective.")
        entropy = self.distribution.entropy()
        if self._is_maybe_event_override:
            entropy *= tf.cast(tf.reduce_prod(self._override_event_shape), dtype=entropy.dtype.base_dtype)
        if self._is_maybe_batch_override:
            ones = _ones(self._override_batch_shape)
            entropy = tf.reshape(entropy, tf.concat([ones, self.distribution.batch_shape_tensor()], 0))
            ones = _ones(self.distribution.batch_shape_tensor())
            entropy = tf.tile(entropy, tf.concat([self._override_batch_shape, ones], 0))
        zeros = tf.zeros(tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0), dtype=self.dtype)
        ndims = self.event_shape.ndims
        ndims = tf.size(self.event_shape_tensor()) if ndims is None else ndims
        jacobian = self.bijector.inverse_log_det_jacobian(zeros, event_ndims=ndims)
        entropy -= tf.cast(jacobian, entropy.dtype)
        entropy.set_shape(self.batch_shape)
        return entropy
