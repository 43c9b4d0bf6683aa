"""The initial centers of k-means, from as many batches as it takes."""

from __future__ import annotations

from tensorflow.python.ops import gen_clustering_ops

from graphnotes.tf1 import root as tf


def normalized(x):
    """Rows of length one, on the device of `x`."""
    with tf.colocate_with(x, ignore_existing=True):
        return tf.nn.l2_normalize(x, dim=1)


class Initialization:
    """The op that adds centers until there are `number`."""

    def __init__(self, inputs, number, chosen, cosine, drawing, centers, updated, initialized):
        self._inputs, self._number, self._chosen = inputs, number, chosen
        self._cosine, (self._seed, self._retries, self._chain) = cosine, drawing
        self._centers, self._updated, self._initialized = centers, updated, initialized
        self._selected = tf.shape(centers)[0]
        self._remaining = number - self._selected
        self._data = tf.add_n([tf.shape(x)[0] for x in inputs])

    def op(self):
        """Runs once for each batch; fails when it runs again after all centers were chosen."""
        return tf.cond(
            tf.equal(self._remaining, 0),
            lambda: tf.assert_equal(self._initialized, True),
            self._initialize,
        )

    def _initialize(self):
        with tf.control_dependencies([tf.assert_positive(self._remaining)]):
            drawn_one_by_one = isinstance(self._chosen, str) and self._chosen == "kmc2"
            left = self._chains() if drawn_one_by_one else self._add_centers()
            return tf.cond(tf.equal(left, 0), lambda: tf.assign(self._initialized, True), tf.no_op)

    def _add_centers(self):
        new = self._choose()
        if self._cosine:
            new = tf.nn.l2_normalize(new, dim=1)
        whole = tf.cond(
            tf.equal(self._selected, 0), lambda: new, lambda: tf.concat([self._centers, new], 0)
        )
        return self._number - tf.shape(self._assign(whole))[0]

    def _assign(self, centers):
        assigned = tf.assign(self._centers, centers, validate_shape=False)
        if self._updated is not self._centers:
            assigned = tf.assign(self._updated, assigned, validate_shape=False)
        return assigned

    def _choose(self):
        if callable(self._chosen):
            return self._chosen(self._inputs, self._remaining)
        if not isinstance(self._chosen, str):
            check = tf.assert_equal(self._remaining, tf.shape(self._chosen)[0])
            with tf.control_dependencies([check]):
                return self._chosen
        if self._chosen == "random":
            return tf.cond(
                self._data <= self._remaining, lambda: tf.concat(self._inputs, 0), self._random
            )
        with tf.control_dependencies([tf.assert_greater_equal(self._data, self._remaining)]):
            return self._plus_plus()

    def _random(self):
        indices = tf.random_uniform(
            tf.reshape(self._remaining, [-1]),
            minval=0,
            maxval=tf.cast(self._data, tf.int64),
            seed=self._seed,
            dtype=tf.int64,
        )
        return tf.nn.embedding_lookup(self._inputs, indices, partition_strategy="div")

    def _plus_plus(self):
        data = self._inputs[0]
        if self._cosine:
            data = tf.nn.l2_normalize(data, dim=1)
        return gen_clustering_ops.kmeans_plus_plus_initialization(
            data, tf.cast(self._remaining, tf.int64), self._seed, self._retries
        )

    def _chains(self):
        """k-MC2: a chain through each part of the batch draws one center; gives how many are left to draw."""
        data = self._inputs[0]
        parts = tf.cast(tf.shape(data)[0] / self._chain, dtype=tf.int32)
        number = tf.maximum(tf.minimum(self._remaining, parts), 1)

        def first():
            center = tf.reshape(data[0], [1, -1])
            return tf.nn.l2_normalize(center, dim=1) if self._cosine else center

        def draw(i):
            start = i * self._chain
            part = data[start : start + self._chain]
            _, distances = gen_clustering_ops.nearest_neighbors(part, self._centers, 1)
            drawn = gen_clustering_ops.kmc2_chain_initialization(tf.squeeze(distances), self._seed)
            center = tf.reshape(part[drawn], [1, -1])
            if self._cosine:
                center = tf.nn.l2_normalize(center, dim=1)
            return tf.concat([self._centers, center], 0)

        def step(i, _):
            centers = tf.cond(tf.equal(self._selected, 0), first, lambda: draw(i))
            assigned = self._assign(centers)
            return i + 1, self._number - tf.shape(assigned)[0]

        return tf.while_loop(lambda i, _: tf.less(i, number), step, [0, 0])[1]
