"""Linear algebra."""

from __future__ import annotations

from tensorflow.python.ops import gen_linalg_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.linalg_ops", "matrix_triangular_solve")
def matrix_triangular_solve(matrix, rhs, lower=True, adjoint=False, name=None):
    """`tf.matrix_triangular_solve`: one node, without a scope around it."""
    return gen_linalg_ops.matrix_triangular_solve(matrix, rhs, lower=lower, adjoint=adjoint, name=name)
