"""Locally connected layers whose weights are one matrix."""

from __future__ import annotations

from tensorflow.python.ops import math_ops, sparse_ops
from tf_keras.src import backend
from tf_keras.src.layers.locally_connected import locally_connected_utils

from graphnotes.tf1.rebuilt import rebuild

_UTILS = "tf_keras.src.layers.locally_connected.locally_connected_utils"


@rebuild(_UTILS, "local_conv_matmul")
def local_conv_matmul(inputs, kernel, kernel_mask, output_shape):
    """implementation=2: a matrix of weights, most of them masked, as a SparseMatMul of that name."""
    flat = backend.reshape(inputs, (backend.shape(inputs)[0], -1))
    kernel = locally_connected_utils.make_2d(kernel_mask * kernel, split_dim=backend.ndim(kernel) // 2)
    product = math_ops.matmul(flat, kernel, b_is_sparse=True, name="SparseMatMul")
    return backend.reshape(product, [backend.shape(product)[0], *output_shape.as_list()[1:]])


@rebuild(_UTILS, "local_conv_sparse_matmul")
def local_conv_sparse_matmul(inputs, kernel, kernel_idxs, kernel_shape, output_shape):
    """implementation=3: a sparse matrix of weights."""
    flat = backend.reshape(inputs, (backend.shape(inputs)[0], -1))
    product = sparse_ops.gen_sparse_ops.sparse_tensor_dense_mat_mul(
        kernel_idxs, kernel, kernel_shape, flat, adjoint_b=True
    )
    product = backend.transpose(product)
    return backend.reshape(product, [backend.shape(product)[0], *output_shape.as_list()[1:]])
