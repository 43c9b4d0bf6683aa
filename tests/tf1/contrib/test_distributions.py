"""tf.contrib.distributions beside those of tf.distributions: checked against NumPy's own formulas."""

import numpy as np
import pytest


@pytest.fixture
def tf():
    import graphnotes.tf1 as tf

    with tf.Graph().as_default():
        yield tf


def test_a_diagonal_normal_is_a_product_of_normals(tf):
    D = tf.contrib.distributions
    loc, scale = np.array([[0.0, 1.0], [2.0, -1.0]], "f"), np.array([1.0, 2.0], "f")
    mvn, one = D.MultivariateNormalDiag(loc, scale), D.Normal(loc, scale)
    x = np.array([[0.5, 0.5], [1.0, 1.0]], "f")
    assert mvn.batch_shape.as_list() == [2] and mvn.event_shape.as_list() == [2]
    other = D.MultivariateNormalDiag(loc + 1, scale_identity_multiplier=3.0)
    with tf.Session() as session:
        got = session.run(
            [mvn.log_prob(x), mvn.entropy(), mvn.mean(), mvn.stddev(), mvn.covariance(), D.kl_divergence(mvn, other)]
        )
        kl = session.run(D.kl_divergence(one, D.Normal(loc + 1, [3.0, 3.0])))
        wanted = session.run([one.log_prob(x), one.entropy()])
    np.testing.assert_allclose(got[0], wanted[0].sum(-1), rtol=1e-5)
    np.testing.assert_allclose(got[1], wanted[1].sum(-1), rtol=1e-5)
    np.testing.assert_allclose(got[2], loc)
    np.testing.assert_allclose(got[3], scale)  # as in 1.15, not broadcast to the batch of means
    np.testing.assert_allclose(got[4], np.diag(scale**2))
    np.testing.assert_allclose(got[5], kl.sum(-1), rtol=1e-5)


def test_samples_have_the_moments(tf):
    mvn = tf.contrib.distributions.MultivariateNormalDiag([1.0, -2.0], [0.5, 2.0])
    sample = mvn.sample(20000, seed=3)
    assert sample.shape.as_list() == [20000, 2]
    with tf.Session() as session:
        values = session.run(sample)
    np.testing.assert_allclose(values.mean(0), [1.0, -2.0], atol=0.06)
    np.testing.assert_allclose(values.std(0), [0.5, 2.0], rtol=0.03)


def test_the_number_of_components_must_be_known(tf):
    with pytest.raises(ValueError, match="`loc` or `scale_diag`"):
        tf.contrib.distributions.MultivariateNormalDiag()
