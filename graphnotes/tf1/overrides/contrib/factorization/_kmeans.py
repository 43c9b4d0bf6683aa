"""k-means (tf.contrib.factorization.KMeans).

TensorFlow 1.15 found nearest centers, and drew k-means++ centers, with ops of a library of contrib's own; here both are
done with TensorFlow's and NumPy's. Centers drawn by k-means++ are others than 1.15's.
"""

from __future__ import annotations

import numpy as np

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.factorization._initialize import Initialization

SQUARED_EUCLIDEAN_DISTANCE, COSINE_DISTANCE = "squared_euclidean", "cosine"
RANDOM_INIT, KMEANS_PLUS_PLUS_INIT, KMC2_INIT = "random", "kmeans_plus_plus", "kmc2"


class KMeans:
    """The graph of k-means clustering.

    Args:
        inputs: float [n, width], or a list of such.
        num_clusters: an int or a tensor; that of `initial_clusters` when they are given.
        initial_clusters: centers, a function of (inputs, number) that gives them, "random" or "kmeans_plus_plus".
        distance_metric: "squared_euclidean" or "cosine".
        use_mini_batch: move centers by what a batch says, else to the means of all inputs.
        mini_batch_steps_per_iteration: after how many batches the centers used are brought up to date.
        random_seed: the op seed of random centers.

    Raises:
        ValueError: no such metric or initialization.
        NotImplementedError: the initialization "kmc2".
    """

    def __init__(
        self,
        inputs,
        num_clusters,
        initial_clusters=RANDOM_INIT,
        distance_metric=SQUARED_EUCLIDEAN_DISTANCE,
        use_mini_batch=False,
        mini_batch_steps_per_iteration=1,
        random_seed=0,
        kmeans_plus_plus_num_retries=2,
        kmc2_chain_length=200,
    ):
        if isinstance(initial_clusters, str):
            if initial_clusters not in (RANDOM_INIT, KMEANS_PLUS_PLUS_INIT, KMC2_INIT):
                raise ValueError(f"Unsupported initialization algorithm '{initial_clusters}'")
            if initial_clusters == KMC2_INIT:
                raise NotImplementedError(
                    "tf.contrib.factorization.KMeans: the initialization 'kmc2' needs an op that today's TensorFlow "
                    "lacks; use 'kmeans_plus_plus'"
                )
        if distance_metric not in (SQUARED_EUCLIDEAN_DISTANCE, COSINE_DISTANCE):
            raise ValueError(f"Unsupported distance metric '{distance_metric}'")
        self._inputs = inputs if isinstance(inputs, list) else [inputs]
        self._num_clusters, self._initial_clusters = num_clusters, initial_clusters
        self._cosine = distance_metric == COSINE_DISTANCE
        self._use_mini_batch = use_mini_batch
        self._steps = int(mini_batch_steps_per_iteration)
        self._random_seed, self._retries = random_seed, kmeans_plus_plus_num_retries

    @property
    def _delayed(self) -> bool:
        """Whether the centers used lag behind those that are updated."""
        return self._use_mini_batch and self._steps > 1

    @property
    def _centers_normalized(self) -> bool:
        return self._cosine and (not self._use_mini_batch or self._steps > 1)

    def training_graph(self):
        """The ops of clustering.

        Returns:
            a tuple of: for each input, the distances to all centers [n, clusters]; for each input, the nearest center
            [n]; for each input, the distance to it [n]; whether the centers are initialized (a variable); the op that
            initializes them; the op that takes a training step.
        """
        chosen = self._initial_clusters
        if isinstance(chosen, str) or callable(chosen):
            number = tf.convert_to_tensor(self._num_clusters)
        else:
            chosen = tf.convert_to_tensor(chosen)
            number = tf.shape(chosen)[0]
        variables = self._variables(number)
        centers, initialized, counts, updated, steps_left = variables
        init_op = Initialization(
            self._inputs, number, chosen, self._cosine, self._random_seed, centers, updated, initialized
        ).op()
        inputs, used = self._inputs, centers
        if self._cosine:
            inputs = [tf.nn.l2_normalize(x, axis=1) for x in inputs]
            if not self._centers_normalized:
                used = tf.nn.l2_normalize(centers, axis=1)
        scores, nearest, distances = zip(*(self._nearest(x, used) for x in inputs))
        if self._use_mini_batch:
            with tf.control_dependencies([self._synchronize(centers, counts, updated, steps_left)]):
                train = self._mini_batch_step(inputs, nearest, updated, counts)
        else:
            train = self._full_step(inputs, number, nearest, centers)
        return scores, nearest, distances, initialized, init_op, train

    def _variables(self, number):
        empty = tf.constant([], dtype=tf.float32)
        centers = tf.Variable(empty, name="clusters", validate_shape=False)
        initialized = tf.Variable(False, dtype=tf.bool, name="initialized")
        if self._delayed:
            updated = tf.Variable(empty, name="clusters_updated", validate_shape=False)
            steps_left = tf.Variable(self._steps, dtype=tf.int64, name="update_in_steps")
            counts = tf.Variable(tf.zeros([number], dtype=tf.int64))
            return centers, initialized, counts, updated, steps_left
        counts = None
        if self._use_mini_batch:
            counts = tf.Variable(tf.ones([number], dtype=tf.int64))
        return centers, initialized, counts, centers, None

    def _nearest(self, x, centers):
        if self._cosine:
            scores = 1 - tf.matmul(x, centers, transpose_b=True)
        else:
            scores = tf.reduce_sum(tf.square(x), 1, keepdims=True) - 2 * tf.matmul(x, centers, transpose_b=True)
            scores += tf.transpose(tf.reduce_sum(tf.square(centers), 1, keepdims=True))
        nearest = tf.argmin(scores, axis=1)
        return scores, nearest, tf.maximum(tf.reduce_min(scores, axis=1), 0.0)

    def _synchronize(self, centers, counts, updated, steps_left):
        if not self._delayed:
            return tf.no_op()

        def bring_up_to_date():
            with tf.control_dependencies([tf.assign(steps_left, self._steps - 1)]):
                new = tf.nn.l2_normalize(updated, axis=1) if self._cosine else tf.identity(updated)
            with tf.control_dependencies([tf.assign(centers, new, validate_shape=False)]):
                reset = tf.assign(counts, tf.zeros_like(counts), validate_shape=False)
            with tf.control_dependencies([reset]):
                return tf.identity(steps_left)

        return tf.cond(steps_left <= 0, bring_up_to_date, lambda: tf.assign_sub(steps_left, 1))

    @staticmethod
    def _mini_batch_step(inputs, nearest, centers, counts):
        updates = []
        for x, indices in zip(inputs, nearest):
            ids, where = tf.unique(tf.reshape(indices, [-1]))
            number = tf.size(ids)
            old_counts, old_centers = tf.gather(counts, ids), tf.gather(centers, ids)
            more = tf.unsorted_segment_sum(tf.ones_like(where, dtype=counts.dtype), where, number)
            moved = tf.unsorted_segment_sum(x, where, number)
            moved -= tf.expand_dims(tf.cast(more, x.dtype), 1) * old_centers
            moved *= tf.expand_dims(tf.reciprocal(tf.cast(old_counts + more, x.dtype)), 1)
            updates += [tf.scatter_add(counts, ids, more), tf.scatter_add(centers, ids, moved)]
        return tf.group(*updates)

    def _full_step(self, inputs, number, nearest, centers):
        sums = [tf.unsorted_segment_sum(x, i, number) for x, i in zip(inputs, nearest)]
        ones = [tf.ones([tf.shape(x)[0], 1], x.dtype) for x in inputs]
        counts = [tf.unsorted_segment_sum(one, i, number) for one, i in zip(ones, nearest)]
        epsilon = tf.constant(1e-6, dtype=inputs[0].dtype)
        new = tf.add_n(sums) / (tf.add_n(counts) + epsilon)
        if self._centers_normalized:
            new = tf.nn.l2_normalize(new, axis=1)
        return tf.assign(centers, new, validate_shape=False)


def kmeans_plus_plus(data: np.ndarray, number: int, seed: int, retries: int = 2) -> np.ndarray:
    """Centers drawn from `data` [n, width], far apart (Arthur and Vassilvitskii, 2007), in NumPy."""
    draw = np.random.RandomState(seed if seed else None)
    chosen = [draw.randint(len(data))]
    distance = np.square(data - data[chosen[0]]).sum(1)
    for _ in range(number - 1):
        total = distance.sum()
        weights = distance / total if total > 0 else None
        candidates = draw.choice(len(data), size=max(1, retries), p=weights)
        nearer = [np.minimum(distance, np.square(data - data[c]).sum(1)) for c in candidates]
        best = int(np.argmin([n.sum() for n in nearer]))
        chosen.append(candidates[best])
        distance = nearer[best]
    return data[np.array(chosen)]
