"""k-means (tf.contrib.factorization.KMeans): the graph of 1.15, whose kernels for it today's TensorFlow still has."""

from __future__ import annotations

from tensorflow.python.ops import gen_clustering_ops

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.factorization._initialize import (
    Initialization,
    normalized,
)

SQUARED_EUCLIDEAN_DISTANCE, COSINE_DISTANCE = "squared_euclidean", "cosine"
CLUSTERS_VAR_NAME = "clusters"
RANDOM_INIT, KMEANS_PLUS_PLUS_INIT, KMC2_INIT = "random", "kmeans_plus_plus", "kmc2"


class KMeans:
    """The graph of k-means clustering.

    Args:
        inputs: float [n, width], or a list of such.
        num_clusters: an int or a tensor; that of `initial_clusters` when they are given.
        initial_clusters: centers, a function of (inputs, number) that gives them, "random", "kmeans_plus_plus" or
            "kmc2" (Bachem et al., 2016), which draws one center out of each `kmc2_chain_length` inputs of a shuffled batch.
        distance_metric: "squared_euclidean" or "cosine".
        use_mini_batch: move centers by what a batch says, else to the means of all inputs.
        mini_batch_steps_per_iteration: after how many batches the centers used are brought up to date.
        random_seed: the op seed of random centers.

    Raises:
        ValueError: no such metric or initialization.
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
        if isinstance(initial_clusters, str) and initial_clusters not in (RANDOM_INIT, KMEANS_PLUS_PLUS_INIT, KMC2_INIT):
            raise ValueError(f"Unsupported initialization algorithm '{initial_clusters}'")
        if distance_metric not in (SQUARED_EUCLIDEAN_DISTANCE, COSINE_DISTANCE):
            raise ValueError(f"Unsupported distance metric '{distance_metric}'")
        self._inputs = inputs if isinstance(inputs, list) else [inputs]
        self._num_clusters, self._initial_clusters = num_clusters, initial_clusters
        self._cosine = distance_metric == COSINE_DISTANCE
        self._use_mini_batch = use_mini_batch
        self._steps = int(mini_batch_steps_per_iteration)
        self._random_seed, self._retries, self._chain = random_seed, kmeans_plus_plus_num_retries, kmc2_chain_length

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
        drawing = (self._random_seed, self._retries, self._chain)
        init_op = Initialization(self._inputs, number, chosen, self._cosine, drawing, centers, updated, initialized).op()
        inputs, used = self._inputs, centers
        if self._cosine:
            inputs = [normalized(x) for x in inputs]
            if not self._centers_normalized:
                used = tf.nn.l2_normalize(centers, dim=1)
        scores, nearest, distances = self._nearest(inputs, used)
        if self._use_mini_batch:
            with tf.control_dependencies([self._synchronize(centers, counts, updated, steps_left)]):
                train = self._mini_batch_step(inputs, nearest, updated, counts)
        else:
            train = self._full_step(inputs, number, nearest, centers)
        return scores, nearest, distances, initialized, init_op, train

    def _variables(self, number):
        empty = tf.constant([], dtype=tf.float32)
        centers = tf.Variable(empty, name=CLUSTERS_VAR_NAME, validate_shape=False)
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

    def _nearest(self, inputs, centers):
        """For each input its distances to all centers, that to the nearest, and which that is."""
        scores = [self._distances(x, centers) for x in inputs]
        if self._cosine and not self._centers_normalized:
            with tf.colocate_with(centers, ignore_existing=True):
                centers = tf.nn.l2_normalize(centers, dim=1)
        nearest, distances = [], []
        for x in inputs:
            with tf.colocate_with(x, ignore_existing=True):
                index, distance = gen_clustering_ops.nearest_neighbors(x, centers, 1)
                if self._cosine:  # of vectors of length one: half the squared Euclidean distance
                    distance *= 0.5
                distances.append(tf.squeeze(distance, [-1]))
                nearest.append(tf.squeeze(index, [-1]))
        return tuple(scores), tuple(nearest), tuple(distances)

    def _distances(self, x, centers):
        with tf.colocate_with(x, ignore_existing=True):
            if self._cosine:
                return 1 - tf.matmul(x, centers, transpose_b=True)
            scores = tf.reduce_sum(tf.square(x), 1, keepdims=True) - 2 * tf.matmul(x, centers, transpose_b=True)
            return scores + tf.transpose(tf.reduce_sum(tf.square(centers), 1, keepdims=True))

    def _synchronize(self, centers, counts, updated, steps_left):
        if not self._delayed:
            return tf.no_op()

        def bring_up_to_date():
            with tf.control_dependencies([tf.assign(steps_left, self._steps - 1)]):
                with tf.colocate_with(updated, ignore_existing=True):
                    new = tf.nn.l2_normalize(updated, dim=1) if self._cosine else updated
                with tf.colocate_with(centers, ignore_existing=True):
                    assigned = tf.assign(centers, new)
                with tf.control_dependencies([assigned]), tf.colocate_with(None, ignore_existing=True):
                    reset = tf.assign(counts, tf.zeros_like(counts))
                    with tf.control_dependencies([reset]):
                        return tf.identity(steps_left)

        with tf.colocate_with(steps_left, ignore_existing=True):
            return tf.cond(steps_left <= 0, bring_up_to_date, lambda: tf.assign_sub(steps_left, 1))

    @staticmethod
    def _mini_batch_step(inputs, nearest, centers, counts):
        updates = []
        for x, indices in zip(inputs, nearest):
            with tf.colocate_with(x, ignore_existing=True):
                ids, where = tf.unique(tf.reshape(indices, [-1]))
                number = tf.size(ids)
                with tf.colocate_with(counts, ignore_existing=True):
                    old_counts = tf.gather(counts, ids)
                with tf.colocate_with(centers, ignore_existing=True):
                    old_centers = tf.gather(centers, ids)
                more = tf.unsorted_segment_sum(tf.ones_like(where, dtype=counts.dtype), where, number)
                moved = tf.unsorted_segment_sum(x, where, number)
                rows = tf.reshape(number, [1])
                column = tf.concat([rows, tf.ones(tf.reshape(tf.rank(x) - 1, [1]), dtype=tf.int32)], 0)
                moved -= tf.cast(tf.reshape(more, column), x.dtype) * old_centers
                rate = tf.reciprocal(tf.cast(old_counts + more, x.dtype))
                moved *= tf.reshape(rate, column)
            updates += [tf.scatter_add(counts, ids, more), tf.scatter_add(centers, ids, moved)]
        return tf.group(*updates)

    def _full_step(self, inputs, number, nearest, centers):
        sums, counts = [], []
        epsilon = tf.constant(1e-6, dtype=inputs[0].dtype)
        for x, indices in zip(inputs, nearest):
            with tf.colocate_with(x, ignore_existing=True):
                sums.append(tf.unsorted_segment_sum(x, indices, number))
                ones = tf.reshape(tf.ones(tf.reshape(tf.shape(x)[0], [-1])), [-1, 1])
                counts.append(tf.unsorted_segment_sum(ones, indices, number))
        with tf.colocate_with(centers, ignore_existing=True):
            new = tf.add_n(sums) / (tf.cast(tf.add_n(counts), sums[0].dtype) + epsilon)
            if self._centers_normalized:
                new = tf.nn.l2_normalize(new, dim=1)
        return tf.assign(centers, new)
