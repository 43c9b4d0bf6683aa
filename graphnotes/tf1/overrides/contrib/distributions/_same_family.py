"""A mixture of the distributions along a batch's last dimension (tf.contrib.distributions.MixtureSameFamily)."""

from __future__ import annotations

import numpy as np
from tensorflow.python.ops.distributions import distribution
from tensorflow.python.ops.distributions import util as distribution_util

from graphnotes.tf1 import root as tf


def pad_mixture_dimensions(x, mixture, categorical, event_ndims):
    """Values [batch, components] in the shape [batch, 1 ..., components, 1 ...] that broadcasts with a mixture's samples."""
    with tf.name_scope("pad_mix_dims", values=[x]):

        def ndims(of):
            found = of.batch_shape.ndims
            return tf.shape(of.batch_shape_tensor())[0] if found is None else found

        mixture_ndims, categorical_ndims = ndims(mixture), ndims(categorical)
        padding = tf.where_v2(categorical.is_scalar_batch(), mixture_ndims, mixture_ndims - categorical_ndims)
        shape = tf.shape(x)
        parts = [
            shape[:-1],
            tf.ones([padding], dtype=tf.int32),
            shape[-1:],
            tf.ones([event_ndims], dtype=tf.int32),
        ]
        return tf.reshape(x, shape=tf.concat(parts, axis=0))


class MixtureSameFamily(tf.distributions.Distribution):
    """A mixture of components of one kind.

    Args:
        mixture_distribution: a Categorical with the components' probabilities, one for all or one of the mixture's batch shape.
        components_distribution: the components along its last batch dimension.
        validate_args: check shapes when run.

    Raises:
        ValueError: shapes or the number of components don't agree, or the mixture's values are no integers.
    """

    def __init__(
        self,
        mixture_distribution,
        components_distribution,
        validate_args=False,
        allow_nan_stats=True,
        name="MixtureSameFamily",
    ):
        parameters = dict(locals())
        with tf.name_scope(name) as name:
            self._mixture_distribution = mixture_distribution
            self._components_distribution = components_distribution
            shape = components_distribution.event_shape_tensor()
            known = tf.dimension_value(shape.shape[0])
            self._event_ndims = tf.shape(shape)[0] if known is None else known
            self._runtime_assertions = self._checks(validate_args)
            super().__init__(
                dtype=components_distribution.dtype,
                reparameterization_type=distribution.NOT_REPARAMETERIZED,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=mixture_distribution._graph_parents + components_distribution._graph_parents,
                name=name,
            )

    def _checks(self, validate_args: bool) -> list:
        mixture, components, checks = self.mixture_distribution, self.components_distribution, []
        if not mixture.dtype.is_integer:
            raise ValueError(f"`mixture_distribution.dtype` ({mixture.dtype.name}) is not over integers")
        scalar = "`mixture_distribution` must have scalar `event_dim`s"
        if mixture.event_shape.ndims:
            raise ValueError(scalar)
        if validate_args and mixture.event_shape.ndims is None:
            checks.append(tf.assert_equal(tf.size(mixture.event_shape_tensor()), 0, message=scalar))
        ours, theirs = mixture.batch_shape, components.batch_shape.with_rank_at_least(1)[:-1]
        if ours.is_fully_defined() and theirs.is_fully_defined():
            if ours.ndims != 0 and ours != theirs:
                raise ValueError(
                    f"`mixture_distribution.batch_shape` (`{ours.as_list()}`) is not compatible with "
                    f"`components_distribution.batch_shape` (`{theirs.as_list()}`)"
                )
        elif validate_args:
            ours, theirs = mixture.batch_shape_tensor(), components.batch_shape_tensor()[:-1]
            message = "`mixture_distribution.batch_shape` is not compatible with `components_distribution.batch_shape`"
            ours = distribution_util.pick_vector(mixture.is_scalar_batch(), theirs, ours)
            checks.append(tf.assert_equal(ours, theirs, message=message))
        weights = tf.dimension_value(mixture.logits.shape.with_rank_at_least(1)[-1])
        count = tf.dimension_value(components.batch_shape.with_rank_at_least(1)[-1])
        if weights is not None and count is not None and weights != count:
            raise ValueError(
                f"`mixture_distribution components` ({weights}) does not equal `components_distribution.batch_shape[-1]` ({count})"
            )
        if validate_args:
            weights, count = tf.shape(mixture.logits)[-1], components.batch_shape_tensor()[-1]
            message = "`mixture_distribution components` does not equal `components_distribution.batch_shape[-1:]`"
            checks.append(tf.assert_equal(weights, count, message=message))
        elif weights is None:
            weights = tf.shape(mixture.logits)[-1]
        self._num_components = weights
        return checks

    @property
    def mixture_distribution(self):
        """The Categorical that chooses."""
        return self._mixture_distribution

    @property
    def components_distribution(self):
        """The components."""
        return self._components_distribution

    def _batch_shape_tensor(self):
        with tf.control_dependencies(self._runtime_assertions):
            return self.components_distribution.batch_shape_tensor()[:-1]

    def _batch_shape(self):
        return self.components_distribution.batch_shape.with_rank_at_least(1)[:-1]

    def _event_shape_tensor(self):
        with tf.control_dependencies(self._runtime_assertions):
            return self.components_distribution.event_shape_tensor()

    def _event_shape(self):
        return self.components_distribution.event_shape

    def _padded(self, weights):
        return pad_mixture_dimensions(weights, self, self.mixture_distribution, self._event_shape().ndims)

    def _over_components(self, values):
        return tf.reduce_sum(values, axis=-1 - self._event_ndims)

    def _sample_n(self, n, seed=None):
        with tf.control_dependencies(self._runtime_assertions):  # like 1.15's, these samples don't take the seed
            x = self.components_distribution.sample(n)
            kind = x.dtype.as_numpy_dtype
            chosen = tf.one_hot(
                indices=self.mixture_distribution.sample(n),
                depth=self._num_components,
                on_value=np.ones([], dtype=kind),
                off_value=np.zeros([], dtype=kind),
            )
            return self._over_components(x * self._padded(chosen))

    def _log_prob(self, x):
        with tf.control_dependencies(self._runtime_assertions):
            return self._mixed(self.components_distribution.log_prob(self._with_components(x)))

    def _log_cdf(self, x):
        return self._mixed(self.components_distribution.log_cdf(self._with_components(x)))

    def _mixed(self, logs):
        weights = tf.nn.log_softmax(self.mixture_distribution.logits, axis=-1)
        return tf.reduce_logsumexp(logs + weights, axis=-1)

    def _mean(self):
        with tf.control_dependencies(self._runtime_assertions):
            return self._over_components(
                self._padded(self.mixture_distribution.probs) * self.components_distribution.mean()
            )

    def _variance(self):
        with tf.control_dependencies(self._runtime_assertions):
            probs = self._padded(self.mixture_distribution.probs)
            within = self._over_components(probs * self.components_distribution.variance())
            apart = tf.squared_difference(self.components_distribution.mean(), self._with_components(self._mean()))
            return within + self._over_components(probs * apart)

    def _covariance(self):
        if self.event_shape.ndims != 1:
            raise NotImplementedError("covariance is not implemented")
        with tf.control_dependencies(self._runtime_assertions):
            probs = self._padded(self._padded(self.mixture_distribution.probs))
            within = tf.reduce_sum(probs * self.components_distribution.covariance(), axis=-3)
            apart = self.components_distribution.mean() - self._with_components(self._mean())
            apart = apart[..., tf.newaxis, :] * apart[..., tf.newaxis]
            return within + tf.reduce_sum(probs * apart, axis=-3)

    def _with_components(self, x):
        """A value with a dimension for the components before those of the event."""
        with tf.name_scope("pad_sample_dims", values=[x]):
            ndims = tf.rank(x) if x.shape.ndims is None else x.shape.ndims
            shape = tf.shape(x)
            place = ndims - self._event_ndims
            return tf.reshape(x, shape=tf.concat([shape[:place], [1], shape[place:]], axis=0))
