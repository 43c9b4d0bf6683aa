"""Adam's kin: Nadam, lazy Adam, AdaMax (tf.contrib.opt)."""

from __future__ import annotations

from tensorflow.python.ops import gen_resource_variable_ops, gen_training_ops

from graphnotes.tf1 import root as tf

_HYPERPARAMETERS = ("_lr_t", "_beta1_t", "_beta2_t", "_epsilon_t")


class _Adam(tf.train.AdamOptimizer):
    def _cast(self, dtype):
        """Learning rate, betas and epsilon."""
        return [tf.cast(getattr(self, name), dtype) for name in _HYPERPARAMETERS]

    def _moments(self, var):
        return self.get_slot(var, "m"), self.get_slot(var, "v")

    def _powers(self, dtype):
        return [tf.cast(power, dtype) for power in self._get_beta_accumulators()]


class NadamOptimizer(_Adam):
    """Adam with Nesterov momentum (Dozat, 2015)."""

    def _apply_dense(self, grad, var):
        m, v = self._moments(var)
        powers, rest = self._powers(var.dtype.base_dtype), self._cast(var.dtype.base_dtype)
        return gen_training_ops.apply_adam(
            var, m, v, *powers, *rest, grad, use_locking=self._use_locking, use_nesterov=True
        ).op

    def _resource_apply_dense(self, grad, var):
        m, v = self._moments(var)
        powers, rest = self._powers(grad.dtype.base_dtype), self._cast(grad.dtype.base_dtype)
        return gen_training_ops.resource_apply_adam(
            var.handle, m.handle, v.handle, *powers, *rest, grad, use_locking=self._use_locking, use_nesterov=True
        )

    def _apply_sparse_shared(self, grad, var, indices, scatter_add):
        dtype = var.dtype.base_dtype
        power1, power2 = self._powers(dtype)
        lr_t, beta1, beta2, epsilon = self._cast(dtype)
        rate = lr_t * tf.sqrt(1 - power2) / (1 - power1)
        m, v = self._moments(var)
        scaled = grad * (1 - beta1)
        m_t = tf.assign(m, m * beta1, use_locking=self._use_locking)
        with tf.control_dependencies([m_t]):
            m_t = scatter_add(m, indices, scaled)
            m_bar = scaled + beta1 * tf.gather(m_t, indices)
        squares = grad * grad * (1 - beta2)
        v_t = tf.assign(v, v * beta2, use_locking=self._use_locking)
        with tf.control_dependencies([v_t]):
            v_t = scatter_add(v, indices, squares)
        root = tf.sqrt(tf.gather(v_t, indices))
        update = scatter_add(var, indices, -rate * m_bar / (root + epsilon))
        return tf.group(update, m_bar, v_t)


class LazyAdamOptimizer(_Adam):
    """Adam that leaves alone the moments of rows a sparse gradient doesn't touch."""

    def _sparse_parts(self, grad, var, indices):
        dtype = var.dtype.base_dtype
        power1, power2 = self._powers(dtype)
        lr_t, beta1, beta2, epsilon = self._cast(dtype)
        rate = lr_t * tf.sqrt(1 - power2) / (1 - power1)
        m, v = self._moments(var)
        new_m = lambda: beta1 * tf.gather(m, indices) + (1 - beta1) * grad
        new_v = lambda: beta2 * tf.gather(v, indices) + (1 - beta2) * tf.square(grad)
        return m, v, rate, epsilon, new_m, new_v

    def _apply_sparse(self, grad, var):
        indices, locked = grad.indices, {"use_locking": self._use_locking}
        m, v, rate, epsilon, new_m, new_v = self._sparse_parts(grad.values, var, indices)
        m_t = tf.scatter_update(m, indices, new_m(), **locked)
        v_t = tf.scatter_update(v, indices, new_v(), **locked)
        m_rows, v_rows = tf.gather(m_t, indices), tf.gather(v_t, indices)
        scale = tf.sqrt(v_rows) + epsilon
        update = tf.scatter_sub(var, indices, rate * m_rows / scale, **locked)
        return tf.group(update, m_t, v_t)

    def _resource_apply_sparse(self, grad, var, indices):
        scatter = gen_resource_variable_ops
        m, v, rate, epsilon, new_m, new_v = self._sparse_parts(grad, var, indices)
        m_rows = new_m()
        m_t = scatter.resource_scatter_update(m.handle, indices, m_rows)
        v_rows = new_v()
        v_t = scatter.resource_scatter_update(v.handle, indices, v_rows)
        step = rate * m_rows / (tf.sqrt(v_rows) + epsilon)
        return tf.group(scatter.resource_scatter_sub(var.handle, indices, step), m_t, v_t)


class AdaMaxOptimizer(_Adam):
    """Adam with the infinity norm (arXiv:1412.6980, section 7.1)."""

    def __init__(
        self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, use_locking=False, name="AdaMax"
    ):
        super().__init__(learning_rate, beta1, beta2, epsilon, use_locking, name)

    def _get_beta_accumulators(self):
        graph = None if tf.executing_eagerly() else tf.get_default_graph()
        return self._get_non_slot_variable("beta1_power", graph=graph)

    def _create_slots(self, var_list):
        first = min(var_list, key=lambda v: v.name)
        self._create_non_slot_variable(initial_value=self._beta1, name="beta1_power", colocate_with=first)
        for v in var_list:
            self._zeros_slot(v, "m", self._name)
            self._zeros_slot(v, "v", self._name)

    def _apply_dense(self, grad, var):
        m, v = self._moments(var)
        dtype = var.dtype.base_dtype
        power = tf.cast(self._get_beta_accumulators(), dtype)
        return gen_training_ops.apply_ada_max(
            var, m, v, power, *self._cast(dtype), grad, use_locking=self._use_locking
        ).op

    def _resource_apply_dense(self, grad, var):
        m, v = self._moments(var)
        dtype = grad.dtype.base_dtype
        power = tf.cast(self._get_beta_accumulators(), dtype)
        return gen_training_ops.resource_apply_ada_max(
            var.handle, m.handle, v.handle, power, *self._cast(dtype), grad, use_locking=self._use_locking
        )

    def _sparse(self, grad, var, indices, scatter_add, scatter_update):
        dtype = var.dtype.base_dtype
        power = tf.cast(self._get_beta_accumulators(), dtype)
        lr_t, beta1, beta2, epsilon = self._cast(dtype)
        m, v = self._moments(var)
        m_rows = tf.gather(m, indices) * beta1 + grad * (1 - beta1)
        with tf.control_dependencies([m_rows]):
            m_t = scatter_update(m, indices, m_rows)
        v_rows = tf.maximum(tf.gather(v, indices) * beta2, tf.abs(grad))
        with tf.control_dependencies([v_rows]):
            v_t = scatter_update(v, indices, v_rows)
        step = -lr_t / (1 - power) * (m_rows / (v_rows + epsilon))
        with tf.control_dependencies([step]):
            update = scatter_add(var, indices, step)
        return tf.group(update, m_t, v_t)

    def _apply_sparse(self, grad, var):
        locked = {"use_locking": self._use_locking}
        return self._sparse(
            grad.values,
            var,
            grad.indices,
            lambda x, i, values: tf.scatter_add(x, i, values, **locked),
            lambda x, i, values: tf.scatter_update(x, i, values, **locked),
        )

    def _resource_apply_sparse(self, grad, var, indices):
        def update(x, i, values):
            done = gen_resource_variable_ops.resource_scatter_update(x.handle, i, values)
            with tf.control_dependencies([done]):
                return x.value()

        return self._sparse(grad, var, indices, self._resource_scatter_add, update)

    def _finish(self, update_ops, name_scope):
        with tf.control_dependencies(update_ops):
            power = self._get_beta_accumulators()
            with tf.colocate_with(power):
                update = power.assign(power * self._beta1_t, use_locking=self._use_locking)
        return tf.group(*update_ops, update, name=name_scope)
