"""Layers recognised in the nodes of a TF1 graph, by structure, never by name."""

from __future__ import annotations

import dataclasses

import numpy as np
import tensorflow as tf

PASSING = ("Identity", "ReadVariableOp", "Enter", "RefEnter", "Cast", "Squeeze")


def weight_node(tensor) -> str | None:
    """The variable (or constant) a tensor is the plain value of, or None."""
    op = tensor.op
    while op.type in ("Identity", "ReadVariableOp", "Enter", "RefEnter"):
        op = op.inputs[0].op
    return op.name if op.type in ("VariableV2", "VarHandleOp", "Const") else None


def same_weight(a, b) -> bool:
    """Are two tensors the value of one variable?"""
    return weight_node(a) is not None and weight_node(a) == weight_node(b)


def constant(tensor):
    """The static value of a tensor, or None."""
    return tf.get_static_value(tensor)


@dataclasses.dataclass
class Dropout:
    """x scaled and masked by uniform draws; `rate` is the tensor that says how many are dropped (`kept`: how many stay)."""

    x: tf.Tensor
    rate: tf.Tensor
    kept: bool
    guarded: bool = False  # behind a condition on training


def dropout(op) -> Dropout | None:
    """TF 1.13's `div(x, keep) * floor(keep + uniform)`, 1.15's `x * scale * cast(uniform >= rate)`, 2.x's `select(uniform >= rate, ...)`."""
    if op.type == "Merge":
        sides = [dropout(t.op) for t in op.inputs]
        found = next((d for d in sides if d is not None), None)
        return dataclasses.replace(found, x=_outside(found.x), guarded=True) if found is not None and None in sides else None
    if op.type in ("SelectV2", "Select") and op.inputs[0].op.type == "GreaterEqual":
        test, scaled = op.inputs[0].op, op.inputs[1].op
    elif op.type == "Mul":
        masks = [i for i, t in enumerate(op.inputs) if t.op.type == "Floor" or (t.op.type == "Cast" and t.op.inputs[0].op.type == "GreaterEqual")]
        if len(masks) != 1:
            return None
        mask, scaled = op.inputs[masks[0]].op, op.inputs[1 - masks[0]].op
        if mask.type == "Floor":
            total = mask.inputs[0].op
            keep = [t for t in total.inputs if not _draws(t.op)]
            return Dropout(scaled.inputs[0], keep[0], True) if total.type in ("Add", "AddV2") and len(keep) == 1 else None
        test = mask.inputs[0].op
    else:
        return None
    if not _draws(test.inputs[0].op) or scaled.type not in ("Mul", "RealDiv"):
        return None
    return Dropout(scaled.inputs[0], test.inputs[1], False)


def _draws(op, depth=4):
    return op.type == "RandomUniform" or (depth > 0 and op.type in ("Add", "AddV2", "Mul") and any(_draws(t.op, depth - 1) for t in op.inputs))


@dataclasses.dataclass
class BatchNorm:
    """Normalization of `x` over all axes but the channels' (the last, or the second); gamma and beta may be missing."""

    x: tf.Tensor
    gamma: tf.Tensor | None
    beta: tf.Tensor | None
    mean: str
    variance: str
    epsilon: float
    channels_first: bool = False


def batch_norm(op) -> BatchNorm | None:
    """The fused op, or `x * s + (beta - mean * s)` with `s = rsqrt(variance + epsilon) * gamma`; also behind a condition on training."""
    if op.type == "Merge":
        for tensor in op.inputs:
            found = batch_norm(tensor.op)
            if found is not None and tensor.op.type.startswith("FusedBatchNorm") and not tensor.op.get_attr("is_training"):
                return dataclasses.replace(found, x=_outside(found.x), gamma=_outside(found.gamma), beta=_outside(found.beta))
        return None
    if op.type.startswith("FusedBatchNorm") and "Grad" not in op.type:
        x, gamma, beta, mean, variance = op.inputs[:5]
        if op.get_attr("is_training"):
            return None
        mean, variance = (_moving(t) for t in (mean, variance))
        return BatchNorm(x, gamma, beta, mean, variance, op.get_attr("epsilon"), op.get_attr("data_format") == b"NCHW") if mean and variance else None
    if op.type not in ("Add", "AddV2") or {t.op.type for t in op.inputs} != {"Mul", "Sub"} and {t.op.type for t in op.inputs} != {"Mul", "Neg"}:
        return None
    product = next(t.op for t in op.inputs if t.op.type == "Mul")
    shift = next(t.op for t in op.inputs if t.op.type in ("Sub", "Neg"))
    x, scale = product.inputs
    beta, moved = shift.inputs if shift.type == "Sub" else (None, shift.inputs[0])
    if moved.op.type != "Mul" or moved.op.inputs[1].ref() != scale.ref():
        return None
    gamma, root = (None, scale.op) if scale.op.type == "Rsqrt" else (scale.op.inputs[1], scale.op.inputs[0].op)
    if root.type != "Rsqrt" or root.inputs[0].op.type not in ("Add", "AddV2"):
        return None
    spread, epsilon = root.inputs[0].op.inputs
    mean, variance = _moving(moved.op.inputs[0]), _moving(spread)
    value = constant(epsilon)
    return BatchNorm(x, gamma, beta, mean, variance, float(value)) if mean and variance and value is not None else None


def _outside(tensor):
    """The value a Switch lets into a condition."""
    while tensor is not None and tensor.op.type in ("Switch", "RefSwitch"):
        tensor = tensor.op.inputs[0]
    return tensor


def _moving(tensor, depth=6) -> str | None:
    """The one variable a statistic comes from in inference: through Identity, Switch, Merge, Squeeze."""
    op = tensor.op
    if op.type in ("VariableV2", "VarHandleOp", "Const"):
        return op.name
    if depth == 0 or op.type not in (*PASSING, "Switch", "RefSwitch", "Merge"):
        return None
    sources = op.inputs if op.type == "Merge" else op.inputs[:1]
    found = {name for name in (_moving(t, depth - 1) for t in sources) if name and (op.type != "Merge" or _is_variable(op.graph, name))}
    return found.pop() if len(found) == 1 else None


def _is_variable(graph, name):
    return graph.get_operation_by_name(name).type in ("VariableV2", "VarHandleOp")


def flat_int(values) -> list[int]:
    """A static integer tensor as a list."""
    return [int(v) for v in np.ravel(values)]
