"""The multivariate normal distribution with a diagonal scale (tf.contrib.distributions.MultivariateNormalDiag).

Densities and moments are 1.15's; its graph is smaller than 1.15's, which built it from an affine transformation, so samples
under a graph seed alone are others.
"""

from __future__ import annotations

import math

from tensorflow.python.ops.distributions import distribution as _base
from tensorflow.python.ops.distributions import kullback_leibler

from graphnotes.tf1 import root as tf


class MultivariateNormalDiag(_base.Distribution):
    """Normal distributions of independent components.

    Args:
        loc: means [..., k]; 0 when None.
        scale_diag: the standard deviations [..., k]; 1 when None.
        scale_identity_multiplier: added to all standard deviations [...].

    Raises:
        ValueError: neither a mean nor a scale tells the number of components.
    """

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalDiag",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[loc, scale_diag, scale_identity_multiplier]) as name:
            if loc is None and scale_diag is None:
                raise ValueError("One of loc and scale_diag must be given: they tell the number of components.")
            if loc is not None:
                loc = tf.convert_to_tensor(loc, name="loc")
            dtype = None if loc is None else loc.dtype
            if scale_diag is not None:
                scale = tf.convert_to_tensor(scale_diag, dtype=dtype, name="scale_diag")
            elif scale_identity_multiplier is None:
                scale = tf.ones_like(loc, name="scale_diag")
            else:
                scale = tf.zeros_like(loc, name="scale_diag")
            if scale_identity_multiplier is not None:
                factor = tf.convert_to_tensor(
                    scale_identity_multiplier, dtype=scale.dtype, name="scale_identity_multiplier"
                )
                scale += tf.expand_dims(factor, -1)
            if loc is None:
                loc = tf.zeros_like(scale, name="loc")
            if validate_args:
                check = tf.debugging.assert_none_equal(
                    scale, tf.zeros([], scale.dtype), message="The scale must not be 0."
                )
                with tf.control_dependencies([check]):
                    scale = tf.identity(scale)
            self._loc, self._scale = loc, scale
        super().__init__(
            dtype=scale.dtype,
            reparameterization_type=_base.FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[loc, scale],
            name=name,
        )

    @property
    def loc(self):
        """The means as given."""
        return self._loc

    @property
    def scale_diag(self):
        """The standard deviations."""
        return self._scale

    def _whole_shape_tensor(self):
        return tf.broadcast_dynamic_shape(tf.shape(self._loc), tf.shape(self._scale))

    def _whole_shape(self):
        return tf.broadcast_static_shape(self._loc.shape, self._scale.shape)

    def _batch_shape_tensor(self):
        return self._whole_shape_tensor()[:-1]

    def _batch_shape(self):
        return self._whole_shape()[:-1]

    def _event_shape_tensor(self):
        return self._whole_shape_tensor()[-1:]

    def _event_shape(self):
        return self._whole_shape()[-1:]

    def _sample_n(self, n, seed=None):
        shape = tf.concat([[n], self._whole_shape_tensor()], 0)
        return self._loc + self._scale * tf.random_normal(shape, dtype=self.dtype, seed=seed)

    def _log_prob(self, x):
        z = (x - self._loc) / self._scale
        log_scale = tf.reduce_sum(tf.log(tf.abs(self._scale)) + tf.zeros_like(self._loc), -1)
        k = tf.cast(self._event_shape_tensor()[0], self.dtype)
        return -0.5 * tf.reduce_sum(tf.square(z), -1) - log_scale - 0.5 * math.log(2 * math.pi) * k

    def _entropy(self):
        k = tf.cast(self._event_shape_tensor()[0], self.dtype)
        log_scale = tf.reduce_sum(tf.log(tf.abs(self._scale)) + tf.zeros_like(self._loc), -1)
        return 0.5 * (1 + math.log(2 * math.pi)) * k + log_scale

    def _mean(self):
        return self._loc + tf.zeros_like(self._scale)

    def _mode(self):
        return self._mean()

    def _stddev(self):
        return tf.abs(self._scale) + tf.zeros_like(self._loc)

    def _variance(self):
        return tf.square(self._stddev())

    def _covariance(self):
        return tf.matrix_diag(self._variance())


class MultivariateNormalDiagWithSoftplusScale(MultivariateNormalDiag):
    """`MultivariateNormalDiag` with softplus(scale_diag) for its scale."""

    def __init__(
        self,
        loc,
        scale_diag,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalDiagWithSoftplusScale",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[scale_diag]) as name:
            scale_diag = tf.nn.softplus(scale_diag)
        super().__init__(loc, scale_diag, None, validate_args, allow_nan_stats, name)
        self._parameters = parameters


class NormalWithSoftplusScale(tf.distributions.Normal):
    """`Normal` with softplus(scale) for its scale."""

    def __init__(
        self, loc, scale, validate_args=False, allow_nan_stats=True, name="NormalWithSoftplusScale"
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[scale]) as name:
            scale = tf.nn.softplus(scale, name="softplus_scale")
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = parameters


@kullback_leibler.RegisterKL(MultivariateNormalDiag, MultivariateNormalDiag)
def _kl(a, b, name=None):
    with tf.name_scope(name, "kl_mvn", values=[a.loc, b.loc, a.scale_diag, b.scale_diag]):
        ratio = tf.square(a.scale_diag / b.scale_diag)
        distance = tf.square((b.loc - a.loc) / b.scale_diag)
        return 0.5 * tf.reduce_sum(ratio + distance - 1 - tf.log(ratio), -1)
