"""How tf.gradients starts and how it adds up: ones are filled, and ACCUMULATE_N is an op of its own."""

from __future__ import annotations

from collections.abc import Sequence

from tensorflow.python.framework import constant_op, dtypes, indexed_slices, ops, tensor
from tensorflow.python.ops import (
    array_ops,
    gradients_util,
    math_ops,
    resource_variable_ops,
)
from tensorflow.python.util import variable_utils

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.ops.gradients_util"


@rebuild(_MODULE, "_GradientsHelper")
def gradients_helper(ys, xs, grad_ys=None, name="gradients", *args, **kwargs):
    """The gradients of ys by xs; resource variables among the ys are read inside of the scope of the gradients."""
    ys = ys if isinstance(ys, (list, tuple)) else [ys]
    if not any(map(resource_variable_ops.is_resource_variable, ys)):
        return gradients_helper.original(ys, xs, grad_ys, name, *args, **kwargs)
    with ops.name_scope(name, "gradients") as scope:
        ys = variable_utils.convert_variables_to_tensors(list(ys))
        return gradients_helper.original(ys, xs, grad_ys, scope, *args, **kwargs)


@rebuild(_MODULE, "_DefaultGradYs")
def default_grad_ys(grad_ys, ys, colocate_gradients_with_ops, gradient_uid="__unsupported__"):
    """The gradients to start from: those given, or ones in y's shape as a Fill node.

    Raises:
        ValueError: as many grad_ys as ys are needed.
        TypeError: a given gradient's dtype doesn't go with its y, or y is complex and has none.
    """
    if len(grad_ys) != len(ys):
        raise ValueError(f"Passed {len(grad_ys)} grad_ys for {len(ys)} ys")
    given = indexed_slices.convert_n_to_tensor_or_indexed_slices(grad_ys, name="grad_y")
    started = []
    for i, (y, grad) in enumerate(zip(ys, given, strict=True)):
        with gradients_util._maybe_colocate_with(y.op, gradient_uid, colocate_gradients_with_ops):
            if grad is None:
                if y.dtype.is_complex:
                    raise TypeError(f"Gradients of complex tensors must set grad_ys (y.dtype = {y.dtype!r})")
                shape = array_ops.shape(y)
                one = constant_op.constant(1, dtype=y.dtype, name=f"grad_ys_{i}")
                started.append(array_ops.fill(shape, one))
                continue
            _check_dtype(y, grad)
            if isinstance(grad, indexed_slices.IndexedSlices):
                started.append(
                    indexed_slices.IndexedSlices(
                        indices=_named(grad.indices, f"grad_ys_{i}_indices"),
                        values=_named(grad.values, f"grad_ys_{i}_values"),
                        dense_shape=_named(grad.dense_shape, f"grad_ys_{i}_shape"),
                    )
                )
            else:
                started.append(array_ops.identity(grad, name=f"grad_ys_{i}"))
    return started


def _named(part, name: str):
    return array_ops.identity(part, name=name) if isinstance(part, tensor.Tensor) else part


def _check_dtype(y, grad) -> None:
    if y.dtype.is_floating or y.dtype.is_integer:
        fits, kind = grad.dtype.is_floating or grad.dtype.is_integer, "real or integer"
    elif y.dtype.is_complex:
        fits, kind = grad.dtype.is_complex, "complex"
    elif y.dtype == dtypes.variant:
        fits, kind = grad.dtype == dtypes.variant, "variant"
    elif y.dtype == dtypes.resource:
        fits, kind = grad.dtype != dtypes.resource, "a value, not a resource"
    else:
        raise TypeError(
            f"Tensor {y.name} with type {y.dtype.name} must be numeric to obtain a default gradient"
        )
    if not fits:
        raise TypeError(
            f"Gradient type {grad.dtype.name} generated for tensor {y.name} with type {y.dtype.name} must be {kind}"
        )


@rebuild(_MODULE, "_AggregatedGrads")
def aggregated_grads(grads, op, gradient_uid, loop_state, aggregation_method=None):
    """Adds up the gradients of each output; EXPERIMENTAL_ACCUMULATE_N makes one AccumulateNV2 where shapes are known."""
    accumulate_n = gradients_util.AggregationMethod.EXPERIMENTAL_ACCUMULATE_N
    if aggregation_method == accumulate_n and not loop_state:
        out_grads = gradients_util._GetGrads(grads, op)
        for i, parts in enumerate(out_grads):
            tensors = isinstance(parts, Sequence) and all(isinstance(part, tensor.Tensor) for part in parts)
            if tensors and len(parts) > 2 and gradients_util._AccumulatorShape(parts).is_fully_defined():
                out_grads[i] = [math_ops.accumulate_n(parts)]
    return aggregated_grads.original(grads, op, gradient_uid, loop_state, aggregation_method)
