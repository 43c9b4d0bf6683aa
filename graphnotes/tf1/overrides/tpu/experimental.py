"""tf.tpu.experimental: parameters of TPU embeddings, which today's TensorFlow configures in another way."""

from __future__ import annotations

from graphnotes.tf1._unsupported import unsupported_class

__all__ = ["AdagradParameters", "AdamParameters", "StochasticGradientDescentParameters"]

_WHY = "TPUEstimator embeddings left TensorFlow; tf.compat.v2.tpu.experimental.embedding configures them today"
AdagradParameters, AdamParameters, StochasticGradientDescentParameters = (
    unsupported_class(f"tpu.experimental.{name}", _WHY) for name in __all__
)
