"""Variables kept within a norm while they are trained (tf.contrib.opt.VariableClippingOptimizer)."""

from __future__ import annotations

import contextlib

from graphnotes.tf1 import root as tf


class VariableClippingOptimizer(tf.train.Optimizer):
    """An optimizer after whose steps variables are clipped to a norm.

    Args:
        opt: makes the steps.
        vars_to_clip_dims: the dimensions the norm is taken over, by variable; the others are left alone.
        max_norm: the norm.
        use_locking: when the variables are changed.
        colocate_clip_ops_with_vars: clip on the variables' devices.
    """

    def __init__(
        self,
        opt,
        vars_to_clip_dims,
        max_norm,
        use_locking=False,
        colocate_clip_ops_with_vars=False,
        name="VariableClipping",
    ):
        super().__init__(use_locking, name)
        self._opt, self._max_norm, self._colocate = opt, max_norm, colocate_clip_ops_with_vars
        self._clipped = [(variable, dims[:]) for variable, dims in vars_to_clip_dims.items()]

    def compute_gradients(self, *args, **kwargs):
        """The gradients of the optimizer inside."""
        return self._opt.compute_gradients(*args, **kwargs)

    def get_slot(self, *args, **kwargs):
        """A slot of the optimizer inside."""
        return self._opt.get_slot(*args, **kwargs)

    def get_slot_names(self, *args, **kwargs):
        """The names of its slots."""
        return self._opt.get_slot_names(*args, **kwargs)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """The operation that makes the step and clips."""
        with tf.name_scope(name, self._name) as name:
            update = self._opt.apply_gradients(grads_and_vars, global_step=global_step)
            clips = []
            with tf.control_dependencies([update]):
                for grad, variable in grads_and_vars:
                    dims = next((dims for other, dims in self._clipped if other is variable), None)
                    if grad is not None and dims is not None:
                        with tf.name_scope("clip_" + variable.op.name):
                            clips.append(self._clip(grad, variable, dims))
            return tf.group(update, *clips, name=name)

    def _clip(self, grad, variable, dims):
        if not isinstance(grad, tf.Tensor):
            if 0 not in dims:
                return self._clip_rows(grad, variable, dims)
            tf.logging.warning(
                "Clipping norm across dims %s for %s is inefficient when including sparse dimension 0.", dims, variable.op.name
            )
        with self._near(variable):
            value = variable.read_value()
            excess = value - tf.clip_by_norm(value, self._max_norm, dims)
        with tf.colocate_with(variable):
            return variable.assign_sub(excess, use_locking=self._use_locking)

    def _clip_rows(self, grad, variable, dims):
        """Clip the rows that the step changed."""
        with tf.colocate_with(variable):
            rows = tf.gather(variable, grad.indices)
        with self._near(variable):
            clipped = tf.clip_by_norm(rows, self._max_norm, dims)
            excess = tf.IndexedSlices(rows - clipped, grad.indices, grad.dense_shape)
        with tf.colocate_with(variable):
            return variable.scatter_sub(excess, use_locking=self._use_locking)

    def _near(self, variable):
        return tf.colocate_with(variable) if self._colocate else contextlib.nullcontext()
