"""Labels and predictions lose a last dimension under the names of TensorFlow 1.15.5."""

import numpy as np

import graphnotes.tf1 as tf


def test_unknown_ranks_are_compared_in_one_scope():
    with tf.Graph().as_default() as graph, tf.Session() as session:
        labels, logits = tf.placeholder(tf.int32, [None, 1]), tf.placeholder(tf.float32)
        loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
        scopes = {op.name.split("/")[1] for op in graph.get_operations() if "remove_squeezable" in op.name}
        assert scopes == {"remove_squeezable_dimensions"}
        assert session.run(loss, {labels: [[0], [1]], logits: np.zeros([2, 3])}) == np.log(3).astype("f")


def test_a_last_dimension_that_is_not_1_stays():
    with tf.Graph().as_default() as graph:
        tf.losses.sparse_softmax_cross_entropy(tf.placeholder(tf.int32, [None, 3]), tf.placeholder(tf.float32))
        types = [op.type for op in graph.get_operations() if "remove_squeezable" in op.name]
        assert types.count("Squeeze") == 1
