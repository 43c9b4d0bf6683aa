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
    """Normalization of `x` over all axes but the last; gamma and beta may be missing."""

    x: tf.Tensor
    gamma: tf.Tensor | None
    beta: tf.Tensor | None
    mean: str
    variance: str
    epsilon: float


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
        return BatchNorm(x, gamma, beta, mean, variance, op.get_attr("epsilon")) if mean and variance else None
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


@dataclasses.dataclass
class Recurrent:
    """A `dynamic_rnn` over BasicLSTMCells or GRUCells, one or several in a stack: `sequence` [batch, time, features].

    Per cell, lowest first: its kernels and biases (a GRUCell has two of each) and its forget bias. `lengths` [batch] says where each
    sequence ends: past it outputs are zero and states stay. `unfit` says what Keras has no layer for.
    """

    kind: str
    sequence: tf.Tensor
    kernels: list[list[str]]
    biases: list[list[str]]
    forget_biases: list[float]
    whole: bool  # all outputs, not only the last state
    op: tf.Operation
    lengths: tf.Tensor | None = None
    unfit: str = ""


def recurrent(op) -> Recurrent | None:
    """A whole output sequence (transposed back from time-major), or the hidden state at the end (an Exit)."""
    whole = op.type == "Transpose" and op.inputs[0].op.type == "TensorArrayGatherV3"
    if whole:
        exit_op = op.inputs[0].op.inputs[2].op
    elif op.type == "Exit":
        exit_op = op
    else:
        return None
    if exit_op.type != "Exit":
        return None
    frame = exit_op.inputs[0].op.inputs[0].op.inputs[0].op.get_attr("frame_name")
    body = [o for o in op.graph.get_operations() if o.type == "Enter" and o.get_attr("frame_name") == frame]
    inside = _frame(body)
    scatters = [e.inputs[0].op for e in body if e.inputs[0].op.type == "TensorArrayScatterV3"]
    if len(scatters) != 1 or scatters[0].inputs[2].op.type != "Transpose":
        return None
    sequence = scatters[0].inputs[2].op.inputs[0]
    lengths, chosen = None, [o for o in inside if o.type in ("Select", "SelectV2")]
    if chosen:
        lengths = _lengths(chosen)
        if lengths is None or constant(lengths) is not None:
            why = "a loop that chooses between values" if lengths is None else "sequence lengths that are constants, so for one batch only"
            return Recurrent("", sequence, [], [], [], whole, op, unfit=why)
    products = [o for o in inside if o.type == "BiasAdd" and o.inputs[0].op.type == "MatMul" and "Grad" not in o.type]
    kernels, biases = [weight_node(p.inputs[0].op.inputs[1]) for p in products], [weight_node(p.inputs[1]) for p in products]
    splits = [o for o in inside if o.type == "Split"]
    if splits and len(products) == len(splits) and all(o.get_attr("num_split") == 4 for o in splits):
        found = [_forget_bias(split) for split in splits]
        if None in found or not (whole or _is_hidden(exit_op)):
            return None
        height = len(splits) if whole else _cell_of(exit_op, splits)  # the state of a lower cell is the top of a lower stack
        return Recurrent("LSTM", sequence, [[k] for k in kernels[:height]], [[b] for b in biases[:height]], found[:height], whole, op, lengths)
    if splits and len(products) == 2 * len(splits) and all(o.get_attr("num_split") == 2 for o in splits):
        pairs = [slice(k, k + 2) for k in range(0, len(products), 2)]
        return Recurrent("GRU", sequence, [kernels[p] for p in pairs], [biases[p] for p in pairs], [0.0] * len(pairs), whole, op, lengths)
    return None


def _lengths(chosen):
    """The one tensor that every choice in the loop compares the time with (`time >= lengths`: keep what was), or None."""
    tests = {o.inputs[0].op for o in chosen}
    if any(t.type != "GreaterEqual" for t in tests) or len({t.inputs[1].ref() for t in tests}) != 1:
        return None
    enter = tests.pop().inputs[1].op
    return enter.inputs[0] if enter.type == "Enter" else None


def _new_state(exit_op):
    """The op that computes the next value of the loop variable that leaves here."""
    op = exit_op.inputs[0].op.inputs[0].op.inputs[1].op.inputs[0].op
    return op.inputs[2].op if op.type in ("Select", "SelectV2") else op


def _forget_bias(split):
    """The constant added to an LSTM's third gate, or None."""
    added = (constant(t) for a in split.outputs[2].consumers() if a.type in ("Add", "AddV2") for t in a.inputs)
    value = next((v for v in added if v is not None), None)
    return None if value is None else float(value)


def _cell_of(exit_op, splits):
    """How many cells high the stack is up to the one whose hidden state leaves the loop here."""
    product = _new_state(exit_op)
    gates = {t.op.inputs[0].op for t in product.inputs if t.op.type == "Sigmoid"}
    return next((n + 1 for n, split in enumerate(splits) if split in gates), len(splits))


def _is_hidden(exit_op):
    """Is this Exit the loop variable that is multiplied with the output gate (h), not the memory (c)?"""
    following = _new_state(exit_op)
    return following.type == "Mul" and any(t.op.type == "Tanh" for t in following.inputs)


def _frame(enters):
    """The ops inside a loop, forward from its Enters, without leaving."""
    seen, stack = set(), [c for e in enters for c in e.outputs[0].consumers()]
    while stack:
        op = stack.pop()
        if op in seen or op.type == "Exit" or "gradients" in op.name.split("/")[0]:
            continue
        seen.add(op)
        stack += [c for t in op.outputs for c in t.consumers()]
    return sorted(seen, key=lambda o: o._id)


def flat_int(values) -> list[int]:
    """A static integer tensor as a list."""
    return [int(v) for v in np.ravel(values)]
