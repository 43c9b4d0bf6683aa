"""tf.contrib.distributions: those of tf.distributions, normal distributions of vectors, relaxed choices, mixtures and others."""

from tensorflow.python.ops.distributions import distribution as _distribution
from tensorflow.python.ops.distributions.beta import BetaWithSoftplusConcentration
from tensorflow.python.ops.distributions.exponential import ExponentialWithSoftplusRate
from tensorflow.python.ops.distributions.gamma import GammaWithSoftplusConcentrationRate
from tensorflow.python.ops.distributions.laplace import LaplaceWithSoftplusScale
from tensorflow.python.ops.distributions.student_t import StudentTWithAbsDfSoftplusScale
from tensorflow.python.ops.distributions.util import (
    fill_triangular,
    fill_triangular_inverse,
    matrix_diag_transform,
    reduce_weighted_logsumexp,
    softplus_inverse,
    tridiag,
)

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.distributions._deterministic import (
    Deterministic,
    VectorDeterministic,
)
from graphnotes.tf1.overrides.contrib.distributions._full import (
    MultivariateNormalFullCovariance,
    MultivariateNormalTriL,
)
from graphnotes.tf1.overrides.contrib.distributions._independent import Independent
from graphnotes.tf1.overrides.contrib.distributions._logistic import (
    Logistic,
    RelaxedBernoulli,
)
from graphnotes.tf1.overrides.contrib.distributions._mixture import Mixture
from graphnotes.tf1.overrides.contrib.distributions._normal import (
    MultivariateNormalDiag,
    MultivariateNormalDiagWithSoftplusScale,
    NormalWithSoftplusScale,
)
from graphnotes.tf1.overrides.contrib.distributions._one_hot import (
    ExpRelaxedOneHotCategorical,
    OneHotCategorical,
    RelaxedOneHotCategorical,
)
from graphnotes.tf1.overrides.contrib.distributions._poisson import Poisson
from graphnotes.tf1.overrides.contrib.distributions._same_family import (
    MixtureSameFamily,
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
    "BetaWithSoftplusConcentration",
    "Categorical",
    "Deterministic",
    "Dirichlet",
    "DirichletMultinomial",
    "Distribution",
    "ExpRelaxedOneHotCategorical",
    "Exponential",
    "ExponentialWithSoftplusRate",
    "Gamma",
    "GammaWithSoftplusConcentrationRate",
    "Independent",
    "Laplace",
    "LaplaceWithSoftplusScale",
    "Logistic",
    "Mixture",
    "MixtureSameFamily",
    "Multinomial",
    "MultivariateNormalDiag",
    "MultivariateNormalDiagWithSoftplusScale",
    "MultivariateNormalFullCovariance",
    "MultivariateNormalTriL",
    "Normal",
    "NormalWithSoftplusScale",
    "OneHotCategorical",
    "Poisson",
    "RegisterKL",
    "RelaxedBernoulli",
    "RelaxedOneHotCategorical",
    "ReparameterizationType",
    "StudentT",
    "StudentTWithAbsDfSoftplusScale",
    "TransformedDistribution",
    "Uniform",
    "VectorDeterministic",
    "fill_triangular",
    "fill_triangular_inverse",
    "kl_divergence",
    "matrix_diag_transform",
    "reduce_weighted_logsumexp",
    "softplus_inverse",
    "tridiag",
]
