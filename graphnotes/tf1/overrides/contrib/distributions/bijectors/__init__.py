"""tf.contrib.distributions.bijectors: invertible functions with the logarithm of their derivative's determinant."""

from tensorflow.python.ops.distributions.bijector_impl import Bijector
from tensorflow.python.ops.distributions.identity_bijector import Identity

from graphnotes.tf1.overrides.contrib.distributions._affine import AffineLinearOperator
from graphnotes.tf1.overrides.contrib.distributions.bijectors._elementwise import (
    Exp,
    PowerTransform,
    Sigmoid,
)

__all__ = ["AffineLinearOperator", "Bijector", "Exp", "Identity", "PowerTransform", "Sigmoid"]
