"""Distributions of tf.contrib.distributions: samples, probabilities and statistics."""


def multivariate_normals(tf, np):
    D = tf.contrib.distributions
    tril = D.MultivariateNormalTriL([0.0, 1.0], [[1.0, 0.0], [0.5, 2.0]])
    full = D.MultivariateNormalFullCovariance([[0.0, 1.0], [2.0, 3.0]], [[2.0, 0.5], [0.5, 1.0]])
    standard = D.MultivariateNormalTriL([1.0, 2.0, 3.0])
    return {
        "log_prob": tril.log_prob([[0.3, 0.4], [1.0, -1.0]]),
        "sample": tril.sample(3, seed=1),
        "covariance": full.covariance(),
        "full": full.sample(2, seed=7),
        "full_prob": full.prob([0.5, 0.5]),
        "entropy": standard.entropy(),
        "stddev": full.stddev(),
    }


def relaxed(tf, np):
    D = tf.contrib.distributions
    gumbel = D.RelaxedOneHotCategorical(0.5, logits=[[0.1, 0.2, 0.3], [1.0, -1.0, 0.0]])
    logarithms = D.ExpRelaxedOneHotCategorical([0.5, 1.0], probs=[[0.1, 0.2, 0.7], [0.3, 0.3, 0.4]])
    bernoulli = D.RelaxedBernoulli(0.8, logits=[-1.0, 2.0])
    sample = gumbel.sample(seed=4)
    return {
        "sample": sample,
        "unseeded": gumbel.sample([2]),
        "log_prob": gumbel.log_prob([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]]),
        "logs": logarithms.sample(seed=5),
        "logs_prob": logarithms.log_prob(tf.log([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]])),
        "bernoulli": bernoulli.sample(2, seed=6),
        "bernoulli_prob": bernoulli.log_prob([0.3, 0.9]),
    }


def one_hot(tf, np):
    D = tf.contrib.distributions
    a = D.OneHotCategorical(logits=[[0.1, 0.2, 0.3]], dtype=tf.float32)
    b = D.OneHotCategorical(probs=[0.2, 0.3, 0.5], dtype=tf.float32)
    return {
        "sample": a.sample(4, seed=3),
        "log_prob": b.log_prob([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]),
        "entropy": a.entropy(),
        "mode": a.mode(),
        "covariance": b.covariance(),
        "kl": D.kl_divergence(a, b),
    }


def univariate(tf, np):
    D = tf.contrib.distributions
    poisson, by_log = D.Poisson([3.0, 0.5]), D.Poisson(log_rate=0.7)
    logistic = D.Logistic([0.0, 1.0], 2.0)
    fixed = D.Deterministic([1.0, 2.0], atol=0.1)
    return {
        "poisson": poisson.log_prob([2.0, 0.0]),
        "counts": poisson.sample(5, seed=2),
        "cdf": poisson.cdf([2.0, 1.0]),
        "mode": poisson.mode(),
        "by_log": by_log.prob(1.0),
        "logistic": logistic.sample(3, seed=8),
        "logistic_prob": logistic.log_prob(0.5),
        "logistic_cdf": logistic.log_cdf(0.5),
        "logistic_entropy": logistic.entropy(),
        "logistic_stddev": logistic.stddev(),
        "fixed": fixed.sample(2),
        "fixed_prob": fixed.prob([1.05, 2.5]),
        "fixed_cdf": fixed.cdf(1.5),
        "vector": D.VectorDeterministic([[1.0, 2.0]]).prob([1.0, 2.0]),
    }


def mixtures(tf, np):
    D = tf.contrib.distributions
    same = D.MixtureSameFamily(D.Categorical(probs=[0.3, 0.7]), D.Normal([-1.0, 1.0], [0.1, 0.5]))
    vectors = D.MixtureSameFamily(D.Categorical(probs=[0.3, 0.7]), D.MultivariateNormalDiag([[-1.0, 1.0], [1.0, -1.0]], [1.0, 0.5]))
    any_kind = D.Mixture(D.Categorical(logits=[[0.1, 0.5], [1.0, 0.0]]), [D.Normal([0.0, 1.0], 1.0), D.Normal([5.0, 3.0], [0.5, 2.0])])
    static = D.Mixture(D.Categorical(probs=[0.4, 0.6]), [D.Normal(0.0, 1.0), D.Laplace(2.0, 1.0)], use_static_graph=True)
    return {
        "same": same.log_prob([0.0, 1.0]),
        "same_moments": tf.stack([same.mean(), same.variance()]),
        "same_sample": same.sample(3),
        "vectors": vectors.log_prob([0.5, 0.5]),
        "vectors_covariance": vectors.covariance(),
        "vectors_sample": vectors.sample(2),
        "any": any_kind.log_prob([0.5, 0.5]),
        "any_sample": any_kind.sample(4, seed=9),
        "any_moments": tf.stack([any_kind.mean(), any_kind.stddev()]),
        "bound": any_kind.entropy_lower_bound(),
        "static": static.sample(3, seed=10),
        "static_cdf": static.log_cdf(1.0),
    }


def joint(tf, np):
    D = tf.contrib.distributions
    a = D.Independent(D.Normal([[0.0, 1.0, 2.0]], 1.0), 1)
    b = D.Independent(D.Bernoulli(logits=tf.zeros([2, 3, 4])))
    return {
        "log_prob": a.log_prob([0.5, 0.5, 0.5]),
        "sample": a.sample(2, seed=11),
        "entropy": a.entropy(),
        "mean": a.mean(),
        "kl": D.kl_divergence(a, D.Independent(D.Normal([[1.0, 1.0, 1.0]], 2.0), 1)),
        "shape": tf.concat([b.batch_shape_tensor(), b.event_shape_tensor()], 0),
    }


def softplus_and_matrices(tf, np):
    D = tf.contrib.distributions
    return {
        "beta": D.BetaWithSoftplusConcentration(0.5, 1.0).mean(),
        "gamma": D.GammaWithSoftplusConcentrationRate(0.5, 1.0).log_prob(0.3),
        "laplace": D.LaplaceWithSoftplusScale(0.5, 1.0).sample(seed=1),
        "student": D.StudentTWithAbsDfSoftplusScale(-2.5, 0.5, 1.0).log_prob(0.1),
        "exponential": D.ExponentialWithSoftplusRate(1.0).mean(),
        "inverse": D.softplus_inverse([0.1, 2.0]),
        "triangular": D.fill_triangular([1.0, 2.0, 3.0]),
        "flow": D.TransformedDistribution(D.Normal(0.0, 1.0), D.bijectors.Sigmoid()).log_prob(0.3),
        "lognormal": D.TransformedDistribution(D.Normal(0.0, 1.0), D.bijectors.Exp()).log_prob(0.3),
    }
