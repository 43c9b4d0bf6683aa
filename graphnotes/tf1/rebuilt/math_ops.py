"""Arithmetic: which op 1.15 built for each function."""

from __future__ import annotations

from tensorflow.python.ops import gen_math_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.math_ops", "add")
def add(x, y, name=None):
    """`tf.add` is an Add node; only the operator `+` is an AddV2."""
    return gen_math_ops.add(x, y, name=name)
