"""tensorflow.python.framework.common_shapes: shape functions that generated code named, and the runtime has replaced."""

from __future__ import annotations

__all__ = ["call_cpp_shape_fn", "unknown_shape"]

from tensorflow.python.framework import tensor_shape


def call_cpp_shape_fn(op, require_shape_fn: bool = True) -> dict:
    """The shapes the runtime inferred for an op when it was made; nothing is computed here."""
    return {"shapes": [output.shape.as_proto() for output in op.outputs], "inputs_needed": b""}


def unknown_shape(op) -> list:
    """One unknown shape per output."""
    return [tensor_shape.unknown_shape() for _ in op.outputs]
