"""Gradients of matrix products and solutions: one pair of matrices, whose batch dimensions are equal."""

from __future__ import annotations

from tensorflow.python.ops import (
    array_ops,
    gen_sparse_ops,
    linalg_ops,
    math_ops,
)

from graphnotes.tf1.rebuilt import gradient


@gradient("MatrixTriangularSolve")
def _matrix_triangular_solve(op, grad):
    matrix, solution = op.inputs[0], op.outputs[0]
    adjoint, lower = op.get_attr("adjoint"), op.get_attr("lower")
    grad_b = linalg_ops.matrix_triangular_solve(matrix, grad, lower=lower, adjoint=not adjoint)
    left, right = (solution, grad_b) if adjoint else (grad_b, solution)
    grad_a = -math_ops.matmul(left, right, adjoint_b=True)
    band = (-1, 0) if lower else (0, -1)
    return array_ops.matrix_band_part(grad_a, *band), grad_b


@gradient("SparseTensorDenseMatMul")
def _sparse_tensor_dense_matmul(op, grad):
    indices, values, shape, dense = op.inputs
    if values.dtype.base_dtype != dense.dtype.base_dtype:
        raise TypeError(f"SparseTensorDenseMatMul has operands of {values.dtype.name} and {dense.dtype.name}")
    if values.dtype.is_complex:
        raise NotImplementedError("SparseTensorDenseMatMul has no gradient for complex numbers.")
    adjoint_a, adjoint_b = op.get_attr("adjoint_a"), op.get_attr("adjoint_b")
    grad_dense = gen_sparse_ops.sparse_tensor_dense_mat_mul(indices, values, shape, grad, adjoint_a=not adjoint_a)
    if adjoint_b:
        grad_dense = array_ops.transpose(grad_dense)
    rows, columns = indices[:, 0], indices[:, 1]
    from_grad = array_ops.gather(grad, columns if adjoint_a else rows)
    from_dense = array_ops.gather(array_ops.transpose(dense) if adjoint_b else dense, rows if adjoint_a else columns)
    return None, math_ops.reduce_sum(from_grad * from_dense, axis=1), None, grad_dense
