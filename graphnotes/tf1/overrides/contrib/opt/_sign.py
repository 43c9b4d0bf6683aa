"""PowerSign and AddSign, found by search (arXiv:1709.07417; tf.contrib.opt)."""

from __future__ import annotations

import math

from tensorflow.python.ops import gen_training_ops

from graphnotes.tf1 import root as tf


class _Sign(tf.train.Optimizer):
    _own = "alpha"  # the hyperparameter that is not common to both

    def __init__(self, learning_rate, own, beta, sign_decay_fn, use_locking, name):
        super().__init__(use_locking, name)
        self._lr, self._own_value, self._beta, self._sign_decay_fn = learning_rate, own, beta, sign_decay_fn
        self._sign_decay_t = None

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        if self._sign_decay_fn is not None:
            self._sign_decay_t = tf.convert_to_tensor(self._sign_decay_fn(global_step), name="sign_decay")
        return super().apply_gradients(grads_and_vars, global_step=global_step, name=name)

    def _create_slots(self, var_list):
        for v in var_list:
            self._zeros_slot(v, "m", self._name)

    def _prepare(self):
        self._lr_t = tf.convert_to_tensor(self._lr, name="learning_rate")
        self._beta_t = tf.convert_to_tensor(self._beta, name="beta")
        self._own_t = tf.convert_to_tensor(self._own_value, name=self._own)
        if self._sign_decay_fn is None:
            self._sign_decay_t = tf.convert_to_tensor(1.0, name="sign_decay")

    def _hyperparameters(self, dtype):
        return [tf.cast(t, dtype) for t in (self._lr_t, self._own_t, self._sign_decay_t, self._beta_t)]

    def _apply_dense(self, grad, var):
        m = self.get_slot(var, "m")
        rest = self._hyperparameters(var.dtype.base_dtype)
        return self._dense_op(var, m, *rest, grad, use_locking=self._use_locking).op

    def _resource_apply_dense(self, grad, var):
        m = self.get_slot(var, "m")
        rest = self._hyperparameters(var.dtype.base_dtype)
        return self._resource_op(var.handle, m.handle, *rest, grad, use_locking=self._use_locking)

    @staticmethod
    def _base_of(own):
        return own

    def _apply_sparse(self, grad, var):
        dtype = var.dtype.base_dtype
        rate, beta, own = (tf.cast(t, dtype) for t in (self._lr_t, self._beta_t, self._own_t))
        own = self._base_of(own)
        m = self.get_slot(var, "m")
        m_t = tf.assign(m, m * beta + grad * (1 - beta), use_locking=self._use_locking)
        sign = tf.sign(grad.values)
        agreement = tf.gather(tf.sign(m_t), grad.indices) * sign
        factor = self._factor(own, tf.cast(self._sign_decay_t, dtype), agreement)
        update = tf.scatter_sub(var, grad.indices, rate * factor * grad.values, use_locking=self._use_locking)
        return tf.group(update, m_t)


class PowerSignOptimizer(_Sign):
    """Steps of base ** (sign decay * sign(g) * sign(m)) * g."""

    _own = "logbase"
    _dense_op = staticmethod(gen_training_ops.apply_power_sign)
    _resource_op = staticmethod(gen_training_ops.resource_apply_power_sign)

    def __init__(
        self,
        learning_rate=0.1,
        base=math.e,
        beta=0.9,
        sign_decay_fn=None,
        use_locking=False,
        name="PowerSignOptimizer",
    ):
        super().__init__(learning_rate, math.log(base), beta, sign_decay_fn, use_locking, name)

    @staticmethod
    def _base_of(logbase):
        return tf.cast(math.e, logbase.dtype), logbase

    @staticmethod
    def _factor(base, decay, agreement):
        e, logbase = base
        return tf.pow(e, logbase * decay * agreement)


class AddSignOptimizer(_Sign):
    """Steps of (alpha + sign decay * sign(g) * sign(m)) * g."""

    _dense_op = staticmethod(gen_training_ops.apply_add_sign)
    _resource_op = staticmethod(gen_training_ops.resource_apply_add_sign)

    def __init__(
        self,
        learning_rate=0.1,
        alpha=1.0,
        beta=0.9,
        sign_decay_fn=None,
        use_locking=False,
        name="AddSignOptimizer",
    ):
        super().__init__(learning_rate, alpha, beta, sign_decay_fn, use_locking, name)

    @staticmethod
    def _factor(alpha, decay, agreement):
        return alpha + decay * agreement
