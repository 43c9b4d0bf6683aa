"""Optimizers for losses of which one is trained at a time (tf.contrib.opt)."""

from __future__ import annotations

import functools

from graphnotes.tf1 import root as tf


def _is_zero(grad):
    return tf.equal(tf.count_nonzero(grad), 0)


def _unless_zero(apply):
    @functools.wraps(apply)
    def wrapper(grad, *args, **kwargs):
        def applied():
            with tf.control_dependencies([apply(grad, *args, **kwargs)]):
                return tf.no_op()

        return tf.cond(_is_zero(grad), tf.no_op, applied)

    return wrapper


class MultitaskOptimizerWrapper:
    """An optimizer that leaves variables and slots alone where the whole gradient is 0.

    Args:
        opt: a tf.train.Optimizer; it is changed, and has all other methods.

    Raises:
        TypeError: it is none.
    """

    def __init__(self, opt) -> None:
        if not isinstance(opt, tf.train.Optimizer):
            raise TypeError("Supplied optimizer must be an instance of tf.train.Optimizer")
        self._opt = opt
        for name in ("_apply_dense", "_resource_apply_dense", "_apply_sparse", "_resource_apply_sparse"):
            setattr(opt, name, _unless_zero(getattr(opt, name)))

    def __getattr__(self, name: str) -> object:
        return getattr(self._opt, name)


def clip_gradients_by_global_norm(gradients_variables, clip_norm=20.0):
    """Gradients clipped to a norm over all of them that are not 0: the (gradient, variable) pairs, and the norm."""
    gradients, variables = zip(*gradients_variables)

    def counted(grad):
        if grad is None:
            return grad
        return tf.cond(_is_zero(grad), lambda: tf.zeros([], dtype=grad.dtype), lambda: grad)

    norm = tf.global_norm([counted(grad) for grad in gradients])
    gradients, _ = tf.clip_by_global_norm(gradients, clip_norm, use_norm=norm)
    return list(zip(gradients, variables)), norm
