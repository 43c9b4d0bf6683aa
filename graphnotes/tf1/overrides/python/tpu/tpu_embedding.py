"""TPU embeddings: their optimizers' parameters are plain records; the embeddings themselves need a TPU."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "AdagradParameters",
    "AdamParameters",
    "FtrlParameters",
    "MomentumParameters",
    "ProximalAdagradParameters",
    "RMSPropParameters",
    "StochasticGradientDescentParameters",
    "TPUEmbedding",
]


@dataclass
class AdagradParameters:
    """Adagrad for an embedding table (tf.tpu.experimental.AdagradParameters)."""

    learning_rate: float
    initial_accumulator: float = 0.1
    use_gradient_accumulation: bool = True
    clip_weight_min: float | None = None
    clip_weight_max: float | None = None

    def __post_init__(self) -> None:
        if self.initial_accumulator <= 0:
            raise ValueError(f"Adagrad initial_accumulator must be positive, not {self.initial_accumulator}")


@dataclass
class AdamParameters:
    """Adam for an embedding table (tf.tpu.experimental.AdamParameters)."""

    learning_rate: float
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-08
    lazy_adam: bool = True
    sum_inside_sqrt: bool = True
    use_gradient_accumulation: bool = True
    clip_weight_min: float | None = None
    clip_weight_max: float | None = None

    def __post_init__(self) -> None:
        for name in ("beta1", "beta2"):
            if not 0.0 <= getattr(self, name) < 1.0:
                raise ValueError(f"Adam {name} must be in [0, 1), not {getattr(self, name)}")
        if self.epsilon <= 0.0:
            raise ValueError(f"Adam epsilon must be positive, not {self.epsilon}")
        if not self.use_gradient_accumulation and not self.lazy_adam:
            raise ValueError("Adam without lazy_adam needs use_gradient_accumulation")


@dataclass
class StochasticGradientDescentParameters:
    """Gradient descent for an embedding table (tf.tpu.experimental.StochasticGradientDescentParameters)."""

    learning_rate: float
    clip_weight_min: float | None = None
    clip_weight_max: float | None = None


class _NeedsTPU:
    """A class of later TensorFlow or of TPU machines; making one says so."""

    def __init__(self, *args, **kwargs) -> None:
        raise NotImplementedError(
            f"{type(self).__name__} needs a TPU and TPU embeddings, which today's TensorFlow no longer has in this form; "
            "run with use_tpu=False and an ordinary embedding column"
        )


class FtrlParameters(_NeedsTPU):
    """Not in 1.15; named by the estimator package."""


class MomentumParameters(_NeedsTPU):
    """Not in 1.15; named by the estimator package."""


class ProximalAdagradParameters(_NeedsTPU):
    """Not in 1.15; named by the estimator package."""


class RMSPropParameters(_NeedsTPU):
    """Not in 1.15; named by the estimator package."""


class TPUEmbedding(_NeedsTPU):
    """The embedding engine of a TPU."""
