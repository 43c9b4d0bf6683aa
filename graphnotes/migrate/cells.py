"""Recurrent cells recognised in the nodes of one time step, by the arithmetic of their gates."""

from __future__ import annotations

import dataclasses

import tensorflow as tf

from graphnotes.migrate.patterns import constant, weight_node

ADDS = ("Add", "AddV2")
ACTIVATIONS = {"Tanh": "tanh", "Relu": "relu", "Sigmoid": "sigmoid", "Elu": "elu", "Relu6": "relu6", "Softsign": "softsign", "Identity": "linear"}


class Unfit(ValueError):
    """A cell that Keras has no layer for; the message says what is special about it."""


@dataclasses.dataclass
class Cell:
    """One cell at one time step.

    `inputs` is what it reads besides its state; `kernels` and `biases` name variables (a GRU has those of its gates, then of its candidate);
    `state` is what it had before: [h], or [h, c] of an LSTM; `part` says which of the two the recognised tensor is.
    """

    kind: str
    inputs: tf.Tensor
    kernels: list[str]
    biases: list[str]
    state: list[tf.Tensor]
    activation: str = "tanh"
    forget_bias: float = 0.0
    part: str = "h"

    @property
    def key(self) -> tuple:
        """The same for every step of one cell."""
        return (self.kind, *self.kernels, *self.biases)


def cell(tensor) -> Cell | None:
    """The cell whose output (or LSTM memory) `tensor` is, or None.

    Raises:
      Unfit: an LSTM with a projection, peepholes or clipped values.
    """
    op = tensor.op
    if op.type == "Mul":
        return _lstm_output(op)
    if op.type in ADDS:
        return _gru(op) or _lstm_memory(op)
    if op.type == "MatMul" and weight_node(op.inputs[1]) and _lstm_output(op.inputs[0].op) is not None:
        raise Unfit("an LSTMCell with a projection (num_proj), which Keras' LSTM has not")
    if op.type in ACTIVATIONS and (product := _product(op.inputs[0])):
        (x, h), kernel, bias = product
        return Cell("RNN", x, [kernel], [bias], [h], ACTIVATIONS[op.type])
    return None


def _product(tensor):
    """[x, h] @ kernel + bias as ((x, h), kernel, bias), or None."""
    op = tensor.op
    if op.type != "BiasAdd" or op.inputs[0].op.type != "MatMul":
        return None
    joined, kernel = op.inputs[0].op.inputs
    names = weight_node(kernel), weight_node(op.inputs[1])
    if joined.op.type != "ConcatV2" or len(joined.op.inputs) != 3 or None in names:
        return None
    return tuple(joined.op.inputs[:2]), *names


def _factors(op, kind):
    """The two inputs of a product, the one made by an op of `kind` first, or None."""
    if op.type != "Mul":
        return None
    a, b = op.inputs
    return (a, b) if a.op.type == kind else (b, a) if b.op.type == kind else None


def _gate(tensor, index):
    """The Split whose output `index` this gate is computed from."""
    op, bias = tensor.op, None
    while op.type in ADDS:
        added = [constant(t) for t in op.inputs]
        if added.count(None) != 1:
            side = [t for t in op.inputs if t.op.type == "Mul" and any(weight_node(f) for f in t.op.inputs)]
            if side:
                raise Unfit("an LSTMCell with peephole connections (use_peepholes), which Keras' LSTM has not")
            return None
        bias = next(float(v) for v in added if v is not None)
        tensor = op.inputs[added.index(None)]
        op = tensor.op
    return (op, bias) if op.type == "Split" and op.get_attr("num_split") == 4 and tensor.value_index == index else None


def _lstm_output(op):
    """sigmoid(o) * activation(c)."""
    if op.type != "Mul":
        return None
    for a, b in (op.inputs, op.inputs[::-1]):
        if a.op.type == "Sigmoid" and b.op.type in ACTIVATIONS:
            gate = _gate(a.op.inputs[0], 3)
            memory = b.op.inputs[0].op
            if gate is not None and memory.type in ("Minimum", "Maximum", "ClipByValue"):
                raise Unfit("an LSTMCell whose memory is clipped (cell_clip), which Keras' LSTM has not")
            found = _lstm_memory(memory) if gate is not None else None
            if found is not None:
                if ACTIVATIONS[b.op.type] != found.activation:
                    raise Unfit("an LSTM with two different activations")
                return dataclasses.replace(found, part="h")
    return None


def _lstm_memory(op):
    """c * sigmoid(f + forget bias) + sigmoid(i) * activation(j)."""
    if op.type not in ADDS:
        return None
    for kept, new in (op.inputs, op.inputs[::-1]):
        parts, fresh = _factors(kept.op, "Sigmoid"), _factors(new.op, "Sigmoid")
        if parts is None or fresh is None or fresh[1].op.type not in ACTIVATIONS:
            continue
        forget, enter = _gate(parts[0].op.inputs[0], 2), _gate(fresh[0].op.inputs[0], 0)
        if forget is None or enter is None or forget[0] is not enter[0]:
            continue
        candidate = fresh[1].op.inputs[0]
        product = _product(forget[0].inputs[1])
        if candidate.op is not forget[0] or candidate.value_index != 1 or product is None:
            continue
        (x, h), kernel, bias = product
        return Cell("LSTM", x, [kernel], [bias], [h, parts[1]], ACTIVATIONS[fresh[1].op.type], forget[1] or 0.0, "c")
    return None


def _gru(op):
    """u * h + (1 - u) * candidate."""
    for kept, new in (op.inputs, op.inputs[::-1]):
        if kept.op.type != "Mul" or (parts := _factors(new.op, "Sub")) is None:
            continue
        update = parts[0].op.inputs[1]
        if update.op.type != "Split" or update.op.get_attr("num_split") != 2 or update.op.inputs[1].op.type != "Sigmoid":
            continue
        state = [t for t in kept.op.inputs if t.ref() != update.ref()]
        gates, last = _product(update.op.inputs[1].op.inputs[0]), parts[1].op
        if gates is None or len(state) != 1 or last.type not in ACTIVATIONS or (candidate := _product(last.inputs[0])) is None:
            continue
        return Cell("GRU", gates[0][0], [gates[1], candidate[1]], [gates[2], candidate[2]], state, ACTIVATIONS[last.type])
    return None
