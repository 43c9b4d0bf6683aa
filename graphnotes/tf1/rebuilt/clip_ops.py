"""Clipping: a norm that isn't finite makes every gradient NaN by a Select."""

from __future__ import annotations

from collections.abc import Sequence

from tensorflow.python.framework import constant_op, indexed_slices, ops
from tensorflow.python.ops import array_ops, clip_ops, gen_array_ops, math_ops

from graphnotes.tf1.rebuilt import gradient, rebuild

_MODULE = "tensorflow.python.ops.clip_ops"


def _values(t):
    return t.values if isinstance(t, indexed_slices.IndexedSlices) else t


def _like(t, values):
    """`values` as what t is: a tensor, or slices at the same indices."""
    if isinstance(t, indexed_slices.IndexedSlices):
        return indexed_slices.IndexedSlices(values, t.indices, t.dense_shape)
    return values


@rebuild(_MODULE, "clip_by_norm")
def clip_by_norm(t, clip_norm, axes=None, name=None):
    """`tf.clip_by_norm`: t * clip_norm / max(l2 norm of t, clip_norm)."""
    with ops.name_scope(name, "clip_by_norm", [t, clip_norm]) as scope:
        values = ops.convert_to_tensor(_values(t), name="t")
        squares = math_ops.reduce_sum(values * values, axes, keepdims=True)
        # the square root has no gradient at zero, so zero goes around it
        positive = squares > 0
        safe = array_ops.where(positive, squares, array_ops.ones_like(squares))
        norm = array_ops.where(positive, math_ops.sqrt(safe), squares)
        scaled = values * clip_norm
        values.shape.assert_is_compatible_with(scaled.shape)
        return _like(t, array_ops.identity(scaled / math_ops.maximum(norm, clip_norm), name=scope))


@rebuild(_MODULE, "clip_by_global_norm")
def clip_by_global_norm(t_list, clip_norm, use_norm=None, name=None):
    """`tf.clip_by_global_norm`: all of t_list scaled so that their common norm is at most clip_norm.

    Raises:
        TypeError: `t_list` is not a sequence.
    """
    if not isinstance(t_list, Sequence) or isinstance(t_list, str):
        raise TypeError("t_list should be a sequence")
    t_list = list(t_list)
    if use_norm is None:
        use_norm = clip_ops.global_norm(t_list, name)
    with ops.name_scope(name, "clip_by_global_norm", t_list + [clip_norm]) as scope:
        over = 1.0 / use_norm
        limit = constant_op.constant(1.0, dtype=use_norm.dtype) / clip_norm
        scale = clip_norm * math_ops.minimum(over, limit)
        finite = math_ops.is_finite(use_norm)
        nan = constant_op.constant(float("nan"), dtype=use_norm.dtype)
        scale = array_ops.where(finite, scale, nan)
        values = [
            t if t is None else ops.convert_to_tensor(_values(t), name=f"t_{i}") for i, t in enumerate(t_list)
        ]
        clipped = []
        for i, (t, value) in enumerate(zip(t_list, values, strict=True)):
            if value is None:
                clipped.append(None)
                continue
            with ops.colocate_with(value):
                clipped.append(_like(t, array_ops.identity(value * scale, name=f"{scope}_{i}")))
        return clipped, use_norm


@gradient("ClipByValue")
def _clip_by_value(op, grad):
    x, low, high = op.inputs
    shape_x, shape_low, shape_high = array_ops.shape(x), array_ops.shape(low), array_ops.shape(high)
    zeros = array_ops.zeros(array_ops.shape(x), grad.dtype)
    below, above = math_ops.less(x, low), math_ops.greater(x, high)
    _, axes_low = gen_array_ops.broadcast_gradient_args(shape_x, shape_low)
    axes_x, axes_high = gen_array_ops.broadcast_gradient_args(shape_x, shape_high)
    grad_x = array_ops.where(math_ops.logical_or(below, above), zeros, grad)
    grad_low, grad_high = array_ops.where(below, grad, zeros), array_ops.where(above, grad, zeros)
    parts = ((grad_x, axes_x, shape_x), (grad_low, axes_low, shape_low), (grad_high, axes_high, shape_high))
    return tuple(array_ops.reshape(math_ops.reduce_sum(part, axes), shape) for part, axes, shape in parts)


