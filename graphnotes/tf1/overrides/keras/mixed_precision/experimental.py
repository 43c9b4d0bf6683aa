"""tf.keras.mixed_precision.experimental: today's mixed precision under the names it had."""

from __future__ import annotations

from tf_keras.src.mixed_precision import loss_scale_optimizer
from tf_keras.src.mixed_precision import policy as policies

__all__ = ["LossScaleOptimizer", "Policy", "global_policy", "set_policy"]

global_policy = policies.global_policy


class Policy(policies.Policy):
    """A dtype policy, with the loss scale that `compile` uses under it ("dynamic" for mixed_float16)."""

    def __init__(self, name, loss_scale="USE_DEFAULT") -> None:
        name = {"infer": "_infer", "infer_with_float32_vars": "_infer"}.get(name, name)
        super().__init__(name)
        if loss_scale == "USE_DEFAULT":
            loss_scale = "dynamic" if name == "mixed_float16" else None
        self._loss_scale = loss_scale

    @property
    def loss_scale(self):
        return self._loss_scale

    @property
    def should_cast_variables(self) -> bool:
        return self.variable_dtype != self.compute_dtype


def set_policy(policy) -> None:
    """Make `policy` (a Policy or its name) the policy of layers without one of their own."""
    policies.set_global_policy(policy)


class LossScaleOptimizer(loss_scale_optimizer.LossScaleOptimizer):
    """An optimizer that multiplies the loss by `loss_scale` (a number or "dynamic") and divides the gradients by it."""

    def __init__(self, opt, loss_scale) -> None:
        if loss_scale == "dynamic":
            super().__init__(opt)
        else:
            super().__init__(opt, dynamic=False, initial_scale=float(loss_scale))
