"""Keras' weight regularizers: a factor times a reduced sum."""

from __future__ import annotations

from tensorflow.python.ops import math_ops

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tf_keras.src.regularizers"


def _penalty(l1, l2, x):
    penalty = 0.0
    if l1:
        penalty += l1 * math_ops.reduce_sum(math_ops.abs(x))
    if l2:
        penalty += l2 * math_ops.reduce_sum(math_ops.square(x))
    return penalty


@rebuild(_MODULE, "L1L2.__call__")
def l1_l2(self, x):
    """l1 * sum(|x|) + l2 * sum(x^2)."""
    if not self.l1 and not self.l2:
        return l1_l2.original(self, x)
    return _penalty(self.l1, self.l2, x)


@rebuild(_MODULE, "L1.__call__")
def l1(self, x):
    """l1 * sum(|x|)."""
    return _penalty(self.l1, None, x) if self.l1 else l1.original(self, x)


@rebuild(_MODULE, "L2.__call__")
def l2(self, x):
    """l2 * sum(x^2)."""
    return _penalty(None, self.l2, x) if self.l2 else l2.original(self, x)
