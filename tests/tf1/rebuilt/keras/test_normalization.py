"""Batch normalization of volumes, `[batch, depth, height, width, channels]`, as TensorFlow 1.15.5 did (recorded from it)."""

import numpy as np
import pytest

import graphnotes.tf1 as tf

VOLUMES = np.random.RandomState(0).randn(2, 3, 3, 3, 2).astype("f")


def _layer(x):
    return tf.layers.batch_normalization(x, training=True)


def _told_to_fuse(x):
    return tf.layers.batch_normalization(x, training=True, fused=True)


def _channels_first(x):
    return tf.layers.batch_normalization(x, axis=1, training=True)


def _keras(x):
    return tf.keras.layers.BatchNormalization()(x, training=True)


@pytest.mark.parametrize("build, axis", [(_layer, 4), (_told_to_fuse, 4), (_channels_first, 1), (_keras, 4)])
def test_volumes_are_normalized_by_their_moments(build, axis):
    with tf.Graph().as_default() as graph, tf.Session() as session:
        result = build(tf.constant(VOLUMES))
        assert not [op.name for op in graph.get_operations() if op.type.startswith("FusedBatchNorm")]
        session.run(tf.global_variables_initializer())
        others = tuple(i for i in range(5) if i != axis)
        mean, variance = VOLUMES.mean(others, keepdims=True), VOLUMES.var(others, keepdims=True)
        np.testing.assert_allclose(session.run(result), (VOLUMES - mean) / np.sqrt(variance + 1e-3), atol=1e-5)
