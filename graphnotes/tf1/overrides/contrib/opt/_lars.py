"""Layer-wise adaptive rate scaling (arXiv:1708.03888; tf.contrib.opt.LARSOptimizer)."""

from __future__ import annotations

from tensorflow.python.ops import gen_training_ops

from graphnotes.tf1 import root as tf


class LARSOptimizer(tf.train.Optimizer):
    """Momentum whose rate is scaled for each variable by the norms of weights and gradient.

    Args:
        learning_rate: of the whole.
        weight_decay: added to the gradient, times the weights.
        eeta: the trust coefficient.
        skip_list: parts of names of variables that are not scaled.

    Raises:
        ValueError: momentum or weight decay are negative.
    """

    def __init__(
        self,
        learning_rate,
        momentum=0.9,
        weight_decay=0.0001,
        eeta=0.001,
        epsilon=0.0,
        name="LARSOptimizer",
        skip_list=None,
        use_nesterov=False,
    ):
        for word, value in (("momentum", momentum), ("weight_decay", weight_decay)):
            if value < 0.0:
                raise ValueError(f"{word} should be positive: {value}")
        super().__init__(use_locking=False, name=name)
        self._learning_rate, self._momentum, self._weight_decay = learning_rate, momentum, weight_decay
        self._eeta, self._epsilon = eeta, epsilon
        self._skip_list, self._use_nesterov = skip_list, use_nesterov

    def _create_slots(self, var_list):
        for v in var_list:
            self._zeros_slot(v, "momentum", self._name)

    def compute_lr(self, grad, var):
        """The variable's rate, and its gradient with weight decay."""
        if self._skip_list is not None and any(part in var.name for part in self._skip_list):
            return self._learning_rate, grad
        weights, gradient = tf.norm(var, ord=2), tf.norm(grad, ord=2)
        has_weights, has_gradient = tf.greater(weights, 0), tf.greater(gradient, 0)
        ratio = self._eeta * weights / (gradient + self._weight_decay * weights + self._epsilon)
        trust = tf.where(has_weights, tf.where(has_gradient, ratio, 1.0), 1.0)
        rate = self._learning_rate * trust
        return rate, grad + self._weight_decay * var

    def _apply_dense(self, grad, var):
        rate, grad = self.compute_lr(grad, var)
        mom = self.get_slot(var, "momentum")
        return gen_training_ops.apply_momentum(
            var,
            mom,
            tf.cast(1.0, var.dtype.base_dtype),
            grad * rate,
            self._momentum,
            use_locking=False,
            use_nesterov=self._use_nesterov,
        )

    def _resource_apply_dense(self, grad, var):
        rate, grad = self.compute_lr(grad, var)
        mom = self.get_slot(var, "momentum")
        return gen_training_ops.resource_apply_momentum(
            var.handle,
            mom.handle,
            tf.cast(1.0, var.dtype.base_dtype),
            grad * rate,
            self._momentum,
            use_locking=False,
            use_nesterov=self._use_nesterov,
        )

    def _apply_sparse(self, grad, var):
        mom, dtype = self.get_slot(var, "momentum"), var.dtype.base_dtype
        return gen_training_ops.sparse_apply_momentum(
            var,
            mom,
            tf.cast(self._learning_rate_tensor, dtype),
            grad.values,
            grad.indices,
            tf.cast(self._momentum_tensor, dtype),
            use_locking=self._use_locking,
            use_nesterov=self._use_nesterov,
        ).op

    def _resource_apply_sparse(self, grad, var, indices):
        mom = self.get_slot(var, "momentum")
        return gen_training_ops.resource_sparse_apply_momentum(
            var.handle,
            mom.handle,
            tf.cast(self._learning_rate_tensor, grad.dtype),
            grad,
            indices,
            tf.cast(self._momentum_tensor, grad.dtype),
            use_locking=self._use_locking,
            use_nesterov=self._use_nesterov,
        )

    def _prepare(self):
        rate = self._learning_rate() if callable(self._learning_rate) else self._learning_rate
        self._learning_rate_tensor = tf.convert_to_tensor(rate, name="learning_rate")
        momentum = self._momentum() if callable(self._momentum) else self._momentum
        self._momentum_tensor = tf.convert_to_tensor(momentum, name="momentum")
