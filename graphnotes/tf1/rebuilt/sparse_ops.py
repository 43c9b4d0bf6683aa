"""Sparse tensors."""

from __future__ import annotations

from tensorflow.python.framework import ops
from tensorflow.python.ops import array_ops, math_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.sparse_ops", "sparse_transpose")
def sparse_transpose(sp_input, perm=None, name=None):
    """`tf.sparse_transpose`: without a permutation, one is worked out from the rank in the graph."""
    with ops.name_scope(name, "SparseTranspose", [sp_input]) as scope:
        if perm is None:
            rank = array_ops.rank(sp_input)
            perm = (rank - 1) - math_ops.range(0, rank, 1)
        return sparse_transpose.original(sp_input, perm, scope)
