"""Distributions that always give the same (tf.contrib.distributions.Deterministic)."""

from __future__ import annotations

from tensorflow.python.framework import tensor_util
from tensorflow.python.ops import control_flow_ops
from tensorflow.python.ops.distributions import distribution

from graphnotes.tf1 import root as tf


class _AtOnePlace(tf.distributions.Distribution):
    """All probability at `loc`; values within `atol + rtol * abs(loc)` of it are taken for it."""

    def __init__(self, loc, atol=None, rtol=None, is_vector=False, validate_args=False, allow_nan_stats=True, name=None):
        parameters = dict(locals())
        with tf.name_scope(name, values=[loc, atol, rtol]) as name:
            loc = tf.convert_to_tensor(loc, name="loc")
            if is_vector and validate_args:
                message = "Argument loc must be at least rank 1."
                if loc.shape.ndims is None:
                    checks = [tf.assert_rank_at_least(loc, 1, message=message)]
                    loc = control_flow_ops.with_dependencies(checks, loc)
                elif loc.shape.ndims < 1:
                    raise ValueError(message)
            self._loc = loc
            super().__init__(
                dtype=self._loc.dtype,
                reparameterization_type=distribution.NOT_REPARAMETERIZED,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=[self._loc],
                name=name,
            )
            self._atol = self._tolerance(atol)
            self._rtol = self._tolerance(rtol)
            self._slack = self.atol if rtol is None else self.atol + self.rtol * tf.abs(self.loc)

    def _tolerance(self, tolerance):
        if tolerance is None:
            return tf.convert_to_tensor(0, dtype=self.loc.dtype)
        tolerance = tf.convert_to_tensor(tolerance, dtype=self.loc.dtype)
        if not self.validate_args:
            return tolerance
        checks = [tf.assert_non_negative(tolerance, message="Argument 'tol' must be non-negative")]
        return control_flow_ops.with_dependencies(checks, tolerance)

    @property
    def loc(self):
        """The value."""
        return self._loc

    @property
    def atol(self):
        """How far a value may be from it."""
        return self._atol

    @property
    def rtol(self):
        """The same, as a share of it."""
        return self._rtol

    def _entropy(self):
        return tf.zeros(self.batch_shape_tensor(), dtype=self.dtype)

    def _mean(self):
        return tf.identity(self.loc)

    def _variance(self):
        return tf.zeros_like(self.loc)

    def _mode(self):
        return self.mean()

    def _sample_n(self, n, seed=None):
        known = tensor_util.constant_value(tf.convert_to_tensor(n))
        if known is not None and self.loc.shape.ndims is not None:
            multiples = [known] + [1] * self.loc.shape.ndims
        else:
            multiples = tf.concat(([n], tf.ones_like(tf.shape(self.loc))), axis=0)
        return tf.tile(self.loc[tf.newaxis, ...], multiples=multiples)


class Deterministic(_AtOnePlace):
    """Each number of `loc`, always.

    Args:
        loc: the numbers.
        atol: how far a value may be from one to be taken for it; 0 when None.
        rtol: the same, as a share of its magnitude.
        validate_args: check when run that tolerances are not negative.
    """

    def __init__(self, loc, atol=None, rtol=None, validate_args=False, allow_nan_stats=True, name="Deterministic"):
        super().__init__(loc, atol, rtol, False, validate_args, allow_nan_stats, name)

    def _batch_shape_tensor(self):
        return tf.shape(self.loc)

    def _batch_shape(self):
        return self.loc.shape

    def _event_shape_tensor(self):
        return tf.constant([], dtype=tf.int32)

    def _event_shape(self):
        return tf.TensorShape([])

    def _prob(self, x):
        return tf.cast(tf.abs(x - self.loc) <= self._slack, dtype=self.dtype)

    def _cdf(self, x):
        return tf.cast(x >= self.loc - self._slack, dtype=self.dtype)


class VectorDeterministic(_AtOnePlace):
    """Each vector of `loc` [..., k], always; arguments are those of `Deterministic`.

    Raises:
        ValueError: `validate_args`, and `loc` is a scalar.
    """

    def __init__(
        self, loc, atol=None, rtol=None, validate_args=False, allow_nan_stats=True, name="VectorDeterministic"
    ):
        super().__init__(loc, atol, rtol, True, validate_args, allow_nan_stats, name)

    def _batch_shape_tensor(self):
        return tf.shape(self.loc)[:-1]

    def _batch_shape(self):
        return self.loc.shape[:-1]

    def _event_shape_tensor(self):
        return tf.shape(self.loc)[-1]

    def _event_shape(self):
        return self.loc.shape[-1:]

    def _prob(self, x):
        if self.validate_args:
            vectors = tf.assert_rank_at_least(x, 1)
            message = "Argument 'x' not defined in the same space R^k as this distribution"
            last = tf.gather(tf.shape(x), tf.rank(x) - 1)
            same = tf.assert_equal(self.event_shape_tensor(), last, message=message)
            with tf.control_dependencies([vectors]), tf.control_dependencies([same]):
                x = tf.identity(x)
        return tf.cast(tf.reduce_all(tf.abs(x - self.loc) <= self._slack, axis=-1), dtype=self.dtype)
