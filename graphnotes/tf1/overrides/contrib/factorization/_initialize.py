"""The initial centers of k-means, from as many batches as it takes."""

from __future__ import annotations

from graphnotes.tf1 import root as tf


class Initialization:
    """The op that adds centers until there are `number`."""

    def __init__(self, inputs, number, chosen, cosine, seed, centers, updated, initialized):
        self._inputs, self._number, self._chosen = inputs, number, chosen
        self._cosine, self._seed = cosine, seed
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
            left = self._add_centers()
            return tf.cond(tf.equal(left, 0), lambda: tf.assign(self._initialized, True), tf.no_op)

    def _add_centers(self):
        new = self._choose()
        if self._cosine:
            new = tf.nn.l2_normalize(new, axis=1)
        whole = tf.cond(
            tf.equal(self._selected, 0), lambda: new, lambda: tf.concat([self._centers, new], 0)
        )
        assigned = tf.assign(self._centers, whole, validate_shape=False)
        if self._updated is not self._centers:
            assigned = tf.assign(self._updated, assigned, validate_shape=False)
        return self._number - tf.shape(assigned)[0]

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
        from graphnotes.tf1.overrides.contrib.factorization._kmeans import (
            kmeans_plus_plus,
        )

        data = self._inputs[0]
        if self._cosine:
            data = tf.nn.l2_normalize(data, axis=1)
        centers = tf.py_func(
            lambda x, n: kmeans_plus_plus(x, int(n), self._seed), [data, self._remaining], data.dtype
        )
        centers.set_shape([None, data.shape[1]])
        return centers
