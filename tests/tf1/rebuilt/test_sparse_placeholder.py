"""tf.sparse_placeholder as in 1.15."""

import numpy as np

import graphnotes.tf1 as tf


def test_a_sparse_placeholder_of_known_shape_can_be_fed():
    with tf.Graph().as_default(), tf.Session() as session:
        for shape in (tf.constant([2, 3], dtype=tf.int64), [2, 3], None):
            sparse = tf.sparse_placeholder(tf.float32, shape=shape)
            kept = tf.sparse_retain(sparse, tf.ones([2], tf.bool))
            product = tf.sparse_tensor_dense_matmul(kept, tf.ones([3, 1]))
            value = tf.SparseTensorValue(np.array([[0, 1], [1, 2]]), np.array([2.0, 5.0], np.float32), np.array([2, 3]))
            assert session.run(product, {sparse: value}).tolist() == [[2.0], [5.0]]
