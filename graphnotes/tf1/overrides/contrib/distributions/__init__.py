"""tf.contrib.distributions: those of tf.distributions, and the diagonal normal distribution."""

from tensorflow.python.ops.distributions import distribution as _distribution

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.distributions._normal import (
    MultivariateNormalDiag,
    MultivariateNormalDiagWithSoftplusScale,
    NormalWithSoftplusScale,
)
from graphnotes.tf1.overrides.python.ops.distributions.transformed_distribution import (
    TransformedDistribution,
)

_core = tf.distributions
Bernoulli = _core.Bernoulli
Beta = _core.Beta
Categorical = _core.Categorical
Dirichlet = _core.Dirichlet
DirichletMultinomial = _core.DirichletMultinomial
Distribution = _core.Distribution
Exponential = _core.Exponential
Gamma = _core.Gamma
Laplace = _core.Laplace
Multinomial = _core.Multinomial
Normal = _core.Normal
RegisterKL = _core.RegisterKL
ReparameterizationType = _core.ReparameterizationType
StudentT = _core.StudentT
Uniform = _core.Uniform
FULLY_REPARAMETERIZED = _distribution.FULLY_REPARAMETERIZED
NOT_REPARAMETERIZED = _distribution.NOT_REPARAMETERIZED
kl_divergence = _core.kl_divergence

__all__ = [
    "FULLY_REPARAMETERIZED",
    "NOT_REPARAMETERIZED",
    "Bernoulli",
    "Beta",
    "Categorical",
    "Dirichlet",
    "DirichletMultinomial",
    "Distribution",
    "Exponential",
    "Gamma",
    "Laplace",
    "Multinomial",
    "MultivariateNormalDiag",
    "MultivariateNormalDiagWithSoftplusScale",
    "Normal",
    "NormalWithSoftplusScale",
    "RegisterKL",
    "ReparameterizationType",
    "StudentT",
    "TransformedDistribution",
    "Uniform",
    "kl_divergence",
]
