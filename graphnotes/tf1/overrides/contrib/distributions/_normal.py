"""The multivariate normal distribution with a diagonal scale (tf.contrib.distributions.MultivariateNormalDiag)."""

from __future__ import annotations

from tensorflow.python.framework import tensor_util
from tensorflow.python.ops.distributions import kullback_leibler
from tensorflow.python.ops.distributions import util as distribution_util

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.distributions._affine import AffineLinearOperator
from graphnotes.tf1.overrides.python.ops.distributions.transformed_distribution import (
    TransformedDistribution,
)


class MultivariateNormalLinearOperator(TransformedDistribution):
    """Normal distributions of vectors: `scale` times independent standard normals, plus `loc`.

    Args:
        loc: means [..., k]; 0 when None.
        scale: a tf.linalg.LinearOperator of matrices [..., k, k], floating point.

    Raises:
        ValueError: no scale, or one whose size isn't that of `loc`.
        TypeError: the scale isn't floating point.
    """

    def __init__(
        self,
        loc=None,
        scale=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalLinearOperator",
    ):
        parameters = dict(locals())
        if scale is None:
            raise ValueError("Missing required `scale` parameter.")
        if not scale.dtype.is_floating:
            raise TypeError(f"`scale` parameter must have floating-point dtype, and has {scale.dtype.name}.")
        with tf.name_scope(name, values=[loc, *scale.graph_parents]) as name:
            loc = None if loc is None else tf.convert_to_tensor(loc, name="loc")
            batch_shape, event_shape = _shapes(loc, scale)
        super().__init__(
            tf.distributions.Normal(loc=tf.zeros([], scale.dtype), scale=tf.ones([], scale.dtype)),
            AffineLinearOperator(shift=loc, scale=scale, validate_args=validate_args),
            batch_shape,
            event_shape,
            validate_args,
            name,
        )
        self._parameters = parameters

    @property
    def loc(self):
        """The means as given."""
        return self.bijector.shift

    @property
    def scale(self):
        """The linear operator that scales."""
        return self.bijector.scale

    def _mean(self):
        shape = self.batch_shape.concatenate(self.event_shape)
        known = shape.is_fully_defined()
        if not known:
            shape = tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0)
        if self.loc is None:
            return tf.zeros(shape, self.dtype)
        if known and shape == self.loc.shape:
            return tf.identity(self.loc)
        return tf.identity(self.loc) + tf.zeros(shape, self.dtype)

    def _mode(self):
        return self._mean()

    def _covariance(self):
        if _is_diagonal(self.scale):
            return tf.matrix_diag(tf.square(self.scale.diag_part()))
        return self.scale.matmul(self.scale.to_dense(), adjoint_arg=True)

    def _variance(self):
        if _is_diagonal(self.scale):
            return tf.square(self.scale.diag_part())
        return tf.matrix_diag_part(self._covariance())

    def _stddev(self):
        if _is_diagonal(self.scale):
            return tf.abs(self.scale.diag_part())
        return tf.sqrt(self._variance())


class MultivariateNormalDiag(MultivariateNormalLinearOperator):
    """Normal distributions of independent components.

    Args:
        loc: means [..., k]; 0 when None.
        scale_diag: the standard deviations [..., k]; 1 when None.
        scale_identity_multiplier: added to all standard deviations [...].
        validate_args: check when run that no standard deviation is 0.

    Raises:
        ValueError: neither a mean nor a scale tells the number of components, or they disagree.
        IndexError: the mean is a scalar.
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
        with tf.name_scope(name) as name, tf.name_scope("init", values=[loc, scale_diag, scale_identity_multiplier]):
            scale = _diagonal(loc, scale_diag, scale_identity_multiplier)
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = parameters


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
            super().__init__(loc, tf.nn.softplus(scale_diag), None, validate_args, allow_nan_stats, name)
        self._parameters = parameters


class NormalWithSoftplusScale(tf.distributions.Normal):
    """`Normal` with softplus(scale) for its scale."""

    def __init__(
        self, loc, scale, validate_args=False, allow_nan_stats=True, name="NormalWithSoftplusScale"
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[scale]) as name:
            super().__init__(loc, tf.nn.softplus(scale, name="softplus_scale"), validate_args, allow_nan_stats, name)
        self._parameters = parameters


def _is_diagonal(scale) -> bool:
    kinds = (tf.linalg.LinearOperatorIdentity, tf.linalg.LinearOperatorScaledIdentity, tf.linalg.LinearOperatorDiag)
    return isinstance(scale, kinds)


def _diagonal(loc, diagonal, multiplier):
    """The linear operator of a diagonal, of a multiple of the identity, or of both."""
    with tf.name_scope(None, "make_diag_scale", values=[loc, diagonal, multiplier]):
        given = {"loc": loc, "scale_diag": diagonal, "scale_identity_multiplier": multiplier}
        given = {k: None if v is None else tf.convert_to_tensor(v, name=k) for k, v in given.items()}
        loc, diagonal, multiplier = given.values()
        if diagonal is not None:
            if multiplier is not None:
                diagonal += multiplier[..., tf.newaxis]
            return tf.linalg.LinearOperatorDiag(
                diagonal, is_non_singular=True, is_self_adjoint=True, is_positive_definite=False
            )
        if loc is None:
            raise ValueError("Cannot infer `event_shape` unless `loc` or `scale_diag` is specified.")
        size = loc.shape[-1]
        if multiplier is None:
            return tf.linalg.LinearOperatorIdentity(
                size, dtype=loc.dtype.base_dtype, is_self_adjoint=True, is_positive_definite=True
            )
        return tf.linalg.LinearOperatorScaledIdentity(
            size, multiplier, is_non_singular=True, is_self_adjoint=True, is_positive_definite=False
        )


def _shapes(loc, scale):
    """The shapes of a batch and of an event that a location and a scale broadcast to."""
    if loc is not None and loc.shape.ndims == 0:
        raise IndexError("loc must have at least 1 dimension, that of the components, and is a scalar")
    with tf.name_scope("shapes_from_loc_and_scale", values=[loc, *scale.graph_parents]):
        size = scale.range_dimension_tensor()
        known = tensor_util.constant_value(size)
        event_shape = size[tf.newaxis] if known is None else [int(known)]
        batch_shape = scale.batch_shape_tensor()
        if loc is None:
            static = tensor_util.constant_value(batch_shape)
            return batch_shape if static is None else static, event_shape
        length = loc.shape[-1].value if loc.shape.ndims else None
        if None not in (length, known) and length not in (1, known):
            raise ValueError(
                f"Event size of 'scale' ({known}) could not be broadcast up to that of 'loc' ({length})."
            )
        loc_shape = loc.shape.with_rank_at_least(1)[:-1]
        if loc_shape.is_fully_defined():
            loc_shape = tf.convert_to_tensor(loc_shape.as_list(), tf.int32, name="loc_batch_shape")
        else:
            loc_shape = tf.shape(loc)[:-1]
        return distribution_util.prefer_static_broadcast_shape(batch_shape, loc_shape), event_shape


@kullback_leibler.RegisterKL(MultivariateNormalLinearOperator, MultivariateNormalLinearOperator)
def _kl(a, b, name=None):
    """KL(a || b): log-determinants, the trace of inverse(b) a, and the distance of the means in b's scale."""

    def squares(x):
        return tf.reduce_sum(tf.square(x), axis=[-2, -1])

    parents = [a.loc, b.loc, *a.scale.graph_parents, *b.scale.graph_parents]
    with tf.name_scope(name, "kl_mvn", values=parents):
        if _is_diagonal(a.scale) and _is_diagonal(b.scale):
            ratio = (a.stddev() / b.stddev())[..., tf.newaxis]
        else:
            ratio = b.scale.solve(a.scale.to_dense())
        determinants = b.scale.log_abs_determinant() - a.scale.log_abs_determinant()
        trace = -tf.cast(a.scale.domain_dimension_tensor(), a.dtype) + squares(ratio)
        distance = squares(b.scale.solve((b.mean() - a.mean())[..., tf.newaxis]))
        divergence = determinants + 0.5 * (trace + distance)
        divergence.set_shape(tf.broadcast_static_shape(a.batch_shape, b.batch_shape))
        return divergence
