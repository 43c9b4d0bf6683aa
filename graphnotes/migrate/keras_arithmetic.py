"""Arithmetic between layers: TF1's elementwise ops and reductions as Keras operations."""

from __future__ import annotations

import tensorflow as tf

from graphnotes.migrate import patterns

_ONE = {"Abs": "abs", "Sign": "sign", "Square": "square", "Sqrt": "sqrt", "Exp": "exp", "Log": "log", "Neg": "negative", "Rsqrt": "rsqrt"}
_TWO = {
    "Sub": "subtract",
    "Mul": "multiply",
    "RealDiv": "divide",
    "Maximum": "maximum",
    "Minimum": "minimum",
    "Add": "add",
    "AddV2": "add",
    "BiasAdd": "add",
    "SquaredDifference": "squared_difference",
}
_LAYERS = {"Add": "Add", "AddV2": "Add", "Mul": "Multiply", "Sub": "Subtract", "Maximum": "Maximum", "Minimum": "Minimum"}
_OVER = {"Sum": "sum", "Mean": "mean", "Max": "max", "Min": "min"}


class Arithmetic:
    """The part of a `Builder` for ops that are no layers."""

    def arithmetic(self, kind: str):
        """What converts ops of this type, or None."""
        if kind in _ONE:
            return lambda op: self._then(op.inputs[0], lambda t: self.elementwise(t, lambda u: self.operation(_ONE[kind], u)))
        return self._combine if kind in _TWO else self._reduce if kind in _OVER else None

    def operation(self, name: str, *args, **options):
        """`keras.ops`' function of that name, or TensorFlow's where tf-keras is asked for."""
        if hasattr(self.keras, "ops"):
            return getattr(self.keras.ops, name)(*args, **options)
        return getattr(tf, name, None)(*args, **options) if hasattr(tf, name) else getattr(tf.math, name)(*args, **options)

    def _combine(self, op):
        """Two computed tensors, or one and a constant."""
        values = [tf.get_static_value(t) for t in op.inputs]
        held = [t for t, v in zip(op.inputs, values, strict=True) if v is None and patterns.weight_node(t)]
        if held:
            return self._problem(op, f"arithmetic with the variable {patterns.weight_node(held[0])} that isn't a dense layer's or convolution's bias")
        if None not in values:
            return self._problem(op, "a constant: nothing of the model's inputs leads here")
        parts = [self.layer_of(t) if v is None else v for t, v in zip(op.inputs, values, strict=True)]
        if any(p is None for p in parts):
            return None
        if values == [None, None]:
            if op.type in _LAYERS and parts[0].shape == parts[1].shape:
                return getattr(self.layers, _LAYERS[op.type])()(parts)
            return self._pair(op.type, *parts)
        position = values.index(None)
        constant, x = parts[1 - position], parts[position]
        if constant.ndim:
            return self._pair(op.type, *parts)
        value = constant.item()
        return self.elementwise(x, lambda u: self._pair(op.type, *((u, value) if position == 0 else (value, u))))

    def _pair(self, kind, a, b):
        if kind == "SquaredDifference":
            return self.operation("square", self.operation("subtract", a, b))
        return self.operation(_TWO[kind], a, b)

    def _reduce(self, op):
        rank, axes = op.inputs[0].shape.rank, tf.get_static_value(op.inputs[1])
        if rank is None or axes is None:
            return self._problem(op, "over axes that aren't known beforehand")
        axes = sorted(axis % rank for axis in patterns.flat_int(axes))
        keep = op.get_attr("keep_dims")
        x = self.layer_of(op.inputs[0])
        if x is None:
            return None
        source, perm = self.turned[id(x)][1:] if id(x) in self.turned else (x, list(range(rank)))
        moved = sorted(perm[axis] for axis in axes)
        if 0 in moved:
            return self._problem(op, "over the batch, of which a Keras layer sees no more than one example (statistics of a batch norm in training?)")
        if op.type == "Mean" and rank == 4 and moved == [1, 2] and perm[0] == 0:
            pooled = self.layers.GlobalAveragePooling2D(keepdims=keep)(source)
            return self.turn(pooled, perm) if keep and perm != list(range(rank)) else pooled
        name = f"reduce_{_OVER[op.type]}" if not hasattr(self.keras, "ops") else _OVER[op.type]
        return self.operation(name, x, axes, keep)
