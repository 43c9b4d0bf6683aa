"""Linear operators: the nodes 1.15 solved triangular systems with."""

from __future__ import annotations

from tensorflow.python.framework import ops
from tensorflow.python.ops import linalg_ops
from tensorflow.python.ops.linalg import linalg_impl

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.linalg.linear_operator_lower_triangular", "LinearOperatorLowerTriangular._solve")
def solve(self, rhs, adjoint=False, adjoint_arg=False):
    """The solution, made in a name scope of its own."""
    rhs = linalg_impl.adjoint(rhs) if adjoint_arg else rhs
    tril = self._get_tril()
    with ops.name_scope("MatrixTriangularSolve"):
        return linalg_ops.matrix_triangular_solve(tril, rhs, lower=True, adjoint=adjoint)
