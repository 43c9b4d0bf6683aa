"""A mixture of any distributions (tf.contrib.distributions.Mixture)."""

from __future__ import annotations

import numpy as np
from tensorflow.python.framework import tensor_util
from tensorflow.python.ops.distributions import distribution
from tensorflow.python.ops.distributions import util as distribution_util

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.distributions._same_family import (
    pad_mixture_dimensions,
)


class Mixture(tf.distributions.Distribution):
    """A mixture of the distributions in a list.

    Args:
        cat: a Categorical with the components' probabilities; its batch shape is that of each of them.
        components: distributions of one dtype, event shape and batch shape.
        validate_args: check shapes when run.
        use_static_graph: sample every component and choose, instead of sampling as many of each as are chosen.

    Raises:
        TypeError: `cat` is no Categorical, `components` are no distributions or of several dtypes.
        ValueError: no components, another number of them than of probabilities, or shapes that don't agree.
    """

    def __init__(
        self, cat, components, validate_args=False, allow_nan_stats=True, use_static_graph=False, name="Mixture"
    ):
        parameters = dict(locals())
        if not isinstance(cat, tf.distributions.Categorical):
            raise TypeError(f"cat must be a Categorical distribution, but saw: {cat}")
        if not components:
            raise ValueError("components must be a non-empty list or tuple")
        if not isinstance(components, (list, tuple)):
            raise TypeError(f"components must be a list or tuple, but saw: {components}")
        if not all(isinstance(c, tf.distributions.Distribution) for c in components):
            raise TypeError(f"all entries in components must be Distribution instances but saw: {components}")
        dtype = components[0].dtype
        if not all(c.dtype == dtype for c in components):
            raise TypeError(
                f"All components must have the same dtype, but saw dtypes: {[(c.name, c.dtype) for c in components]}"
            )
        self._static_event_shape, self._static_batch_shape = components[0].event_shape, cat.batch_shape
        for component in components:
            self._static_event_shape = self._static_event_shape.merge_with(component.event_shape)
            self._static_batch_shape = self._static_batch_shape.merge_with(component.batch_shape)
        if self._static_event_shape.ndims is None:
            raise ValueError(
                "Expected to know rank(event_shape) from components, but none of the components provide a static number of ndims"
            )
        with tf.name_scope(name, values=[cat.logits]) as name:
            count = tensor_util.constant_value(cat.event_size)
            if count is None:
                raise ValueError(
                    "Could not infer number of classes from cat and unable to compare this value to the number of components passed in."
                )
            if int(count) != len(components):
                raise ValueError(f"cat.num_classes != len(components): {int(count)} vs. {len(components)}")
            self._cat, self._components, self._num_components = cat, list(components), int(count)
            self._use_static_graph = use_static_graph
            self._assertions = self._checks(validate_args)
        super().__init__(
            dtype=dtype,
            reparameterization_type=distribution.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=cat._graph_parents + [parent for c in self._components for parent in c._graph_parents],
            name=name,
        )

    def _checks(self, validate_args: bool) -> list:
        shape = self._cat.batch_shape_tensor()
        rank = tf.size(shape)
        if not validate_args:
            return []
        shapes = [c.batch_shape_tensor() for c in self._components]
        ranks = [tf.size(other) for other in shapes]
        return [
            tf.assert_equal(ours, other, message=f"components[{i}] batch shape must match cat batch shape")
            for ours, others in ((rank, ranks), (shape, shapes))
            for i, other in enumerate(others)
        ]

    @property
    def cat(self):
        """The Categorical that chooses."""
        return self._cat

    @property
    def components(self):
        """The distributions."""
        return self._components

    @property
    def num_components(self):
        """How many they are."""
        return self._num_components

    def _batch_shape_tensor(self):
        return self._cat.batch_shape_tensor()

    def _batch_shape(self):
        return self._static_batch_shape

    def _event_shape_tensor(self):
        return self._components[0].event_shape_tensor()

    def _event_shape(self):
        return self._static_event_shape

    def _cat_probs(self, log_probs: bool) -> list:
        softmax = tf.nn.log_softmax if log_probs else tf.nn.softmax
        return tf.unstack(softmax(self.cat.logits), num=self.num_components, axis=-1)

    def _like_events(self, x):
        for _ in range(self.event_shape.ndims):
            x = tf.expand_dims(x, -1)
        return x

    def _mean(self):
        with tf.control_dependencies(self._assertions):
            means = [c.mean() for c in self.components]
            probs = [self._like_events(p) for p in self._cat_probs(log_probs=False)]
            return tf.add_n([p * mean for p, mean in zip(probs, means)])

    def _stddev(self):
        with tf.control_dependencies(self._assertions):
            means = [c.mean() for c in self.components]
            deviations = [c.stddev() for c in self.components]
            probs = self._cat_probs(log_probs=False)
            means, deviations = tf.stack(means, axis=-1), tf.stack(deviations, axis=-1)
            probs = tf.stack([self._like_events(p) for p in probs], axis=-1) * tf.ones_like(means)
            flat = [tf.reshape(values, [-1, len(self.components)]) for values in (probs, means, deviations)]
            return tf.reshape(_stddev(*flat), tf.shape(probs)[:-1])

    def _log_prob(self, x):
        return self._mixed(x, "log_prob")

    def _log_cdf(self, x):
        return self._mixed(x, "log_cdf")

    def _mixed(self, x, what: str):
        with tf.control_dependencies(self._assertions):
            x = tf.convert_to_tensor(x, name="x")
            logs = [getattr(c, what)(x) for c in self.components]
            logs = [p + log for p, log in zip(self._cat_probs(log_probs=True), logs)]
            return tf.reduce_logsumexp(tf.stack(logs, axis=0), [0])

    def entropy_lower_bound(self, name="entropy_lower_bound"):
        """The mean of the components' entropies, which the mixture's is at least."""
        with self._name_scope(name, values=[self.cat.logits]), tf.control_dependencies(self._assertions):
            entropies = [c.entropy() for c in self.components]
            return tf.add_n([p * entropy for p, entropy in zip(self._cat_probs(log_probs=False), entropies)])

    def _sample_n(self, n, seed=None):
        if self._use_static_graph:
            return self._sample_all(n, seed)
        with tf.control_dependencies(self._assertions):
            n = tf.convert_to_tensor(n, name="n")
            known = tensor_util.constant_value(n)
            n = n if known is None else int(known)
            chosen = self.cat.sample(n, seed=seed)
            shape, size = _shape_and_size(chosen.shape, lambda: tf.shape(chosen), lambda _: tf.size(chosen))
            _, batch_size = _shape_and_size(self.batch_shape, self.batch_shape_tensor, tf.reduce_prod)
            if self.event_shape.is_fully_defined():
                event_shape = np.array(self.event_shape.as_list(), dtype=np.int32)
            else:
                event_shape = self.event_shape_tensor()
            places = self._by_component(tf.reshape(tf.range(0, size), shape), chosen)
            rows = self._by_component(tf.reshape(tf.tile(tf.range(0, batch_size), [n]), shape), chosen)
            samples = []
            for component, place, row in zip(self.components, places, rows):
                count = tf.size(place)
                seed = distribution_util.gen_new_seed(seed, "mixture")
                sample = component.sample(count, seed=seed)
                wanted = batch_size * tf.range(count) + row
                sample = tf.reshape(sample, tf.concat([[count * batch_size], event_shape], 0))
                samples.append(tf.gather(sample, wanted, name="samples_class_c_gather"))
            flat = tf.dynamic_stitch(indices=places, data=samples)
            result = tf.reshape(flat, tf.concat([shape, self.event_shape_tensor()], 0))
            result.set_shape(tf.TensorShape(chosen.shape).concatenate(self.event_shape))
            return result

    def _by_component(self, data, chosen) -> list:
        return tf.dynamic_partition(data=data, partitions=chosen, num_partitions=self.num_components)

    def _sample_all(self, n, seed):
        chosen, samples, event_ndims = self.cat.sample(n, seed=seed), [], self._static_event_shape.ndims
        for component in self.components:
            seed = distribution_util.gen_new_seed(seed, "mixture")
            samples.append(component.sample(n, seed=seed))
        x = tf.stack(samples, -event_ndims - 1)
        kind = x.dtype.as_numpy_dtype
        mask = tf.one_hot(
            indices=chosen,
            depth=self._num_components,
            on_value=np.ones([], dtype=kind),
            off_value=np.zeros([], dtype=kind),
        )
        mask = pad_mixture_dimensions(mask, self, self._cat, event_ndims)
        return tf.reduce_sum(x * mask, axis=-1 - event_ndims)


def _shape_and_size(static, dynamic, size):
    """A shape and its number of elements, as numbers where they are known."""
    if static.is_fully_defined():
        return static.as_list(), static.num_elements()
    shape = dynamic()
    return shape, size(shape)


def _stddev(probs, means, deviations):
    """The standard deviations of mixtures [n, components]."""
    probs = tf.expand_dims(probs, axis=1)
    means = tf.expand_dims(means, axis=2)
    deviations = tf.expand_dims(deviations, axis=2)
    mean = tf.reshape(tf.matmul(probs, means), (-1,))
    variance = tf.reshape(tf.matmul(probs, tf.square(deviations)), (-1,))
    squares = tf.reshape(tf.matmul(probs, tf.square(means)), (-1,))
    return tf.sqrt(variance + squares - tf.square(mean))
