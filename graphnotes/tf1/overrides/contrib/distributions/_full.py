"""Normal distributions of vectors whose components depend on each other (tf.contrib.distributions)."""

from __future__ import annotations

from tensorflow.python.ops import control_flow_ops
from tensorflow.python.ops.distributions import util as distribution_util

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.distributions._normal import (
    MultivariateNormalLinearOperator,
)


class MultivariateNormalTriL(MultivariateNormalLinearOperator):
    """Normal distributions with the covariance `scale_tril scale_tril^T`.

    Args:
        loc: means [..., k]; 0 when None.
        scale_tril: lower triangular matrices [..., k, k] with no 0 on the diagonal; the identity when None.
        validate_args: check the diagonal when run.

    Raises:
        ValueError: neither of the two.
    """

    def __init__(
        self, loc=None, scale_tril=None, validate_args=False, allow_nan_stats=True, name="MultivariateNormalTriL"
    ):
        parameters = dict(locals())
        if loc is None and scale_tril is None:
            raise ValueError("Must specify one or both of `loc`, `scale_tril`.")
        with tf.name_scope(name) as name, tf.name_scope("init", values=[loc, scale_tril]):
            loc = None if loc is None else tf.convert_to_tensor(loc, name="loc")
            if scale_tril is None:
                scale = tf.linalg.LinearOperatorIdentity(
                    num_rows=distribution_util.dimension_size(loc, -1),
                    dtype=loc.dtype,
                    is_self_adjoint=True,
                    is_positive_definite=True,
                    assert_proper_shapes=validate_args,
                )
            else:
                scale = tf.linalg.LinearOperatorLowerTriangular(
                    tf.convert_to_tensor(scale_tril, name="scale_tril"),
                    is_non_singular=True,
                    is_self_adjoint=False,
                    is_positive_definite=False,
                )
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = parameters


class MultivariateNormalFullCovariance(MultivariateNormalTriL):
    """Normal distributions with a covariance matrix.

    Args:
        loc: means [..., k]; 0 when None.
        covariance_matrix: symmetric positive definite matrices [..., k, k]; the identity when None.
        validate_args: check when run that they are symmetric.

    Raises:
        ValueError: neither of the two.
    """

    def __init__(
        self,
        loc=None,
        covariance_matrix=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalFullCovariance",
    ):
        parameters = dict(locals())
        with tf.name_scope(name) as name, tf.name_scope("init", values=[loc, covariance_matrix]):
            scale_tril = None
            if covariance_matrix is not None:
                covariance = tf.convert_to_tensor(covariance_matrix, name="covariance_matrix")
                if validate_args:
                    turned = tf.matrix_transpose(covariance)
                    checks = [tf.assert_near(covariance, turned, message="Matrix was not symmetric")]
                    covariance = control_flow_ops.with_dependencies(checks, covariance)
                scale_tril = tf.cholesky(covariance)
            super().__init__(loc, scale_tril, validate_args, allow_nan_stats, name)
        self._parameters = parameters
