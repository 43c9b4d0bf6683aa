"""Sparse tensors."""

from __future__ import annotations

from tensorflow.python.framework import constant_op, dtypes, ops, sparse_tensor
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


@rebuild("tensorflow.python.ops.sparse_ops", "from_dense")
def from_dense(tensor, name=None):
    """`tf.sparse.from_dense`: what isn't 0.

    Raises:
        TypeError: the tensor isn't of numbers, which alone can be compared with 0.
    """
    with ops.name_scope(name, "dense_to_sparse"):
        tensor = ops.convert_to_tensor(tensor)
        indices = array_ops.where(math_ops.not_equal(tensor, constant_op.constant(0, tensor.dtype)))
        values = array_ops.gather_nd(tensor, indices)
        return sparse_tensor.SparseTensor(indices, values, array_ops.shape(tensor, out_type=dtypes.int64))
