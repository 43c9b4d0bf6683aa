"""Neural network ops compute what TensorFlow 1.15.5 computed."""

import numpy as np
import pytest

import graphnotes.tf1 as tf


@pytest.mark.parametrize("rank", [1, 5, 6, 8])
def test_a_softmax_has_any_rank(rank):
    x = np.random.RandomState(1).randn(*[2] * (rank - 1), 3).astype("f")
    grown = np.exp(x)
    with tf.Graph().as_default(), tf.Session() as session:
        fed = tf.placeholder(tf.float32, [None] * rank)
        soft = tf.nn.softmax(fed, name="soft")
        assert (soft.name, soft.shape.ndims) == ("soft:0", rank)
        derivative = tf.gradients(tf.log(soft)[..., 0], fed)[0]
        value, slope = session.run([soft, derivative], {fed: x})
        expected = grown / grown.sum(-1, keepdims=True)
        np.testing.assert_allclose(value, expected, rtol=1e-5)
        np.testing.assert_allclose(slope, np.eye(3, dtype="f")[0] - expected, atol=1e-5)
        if rank > 1:
            first = session.run(tf.nn.softmax(fed, dim=0), {fed: x})
            np.testing.assert_allclose(first, grown / grown.sum(0), rtol=1e-5)
