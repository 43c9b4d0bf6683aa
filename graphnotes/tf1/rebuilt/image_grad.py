"""Gradients of images."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, sparse_tensor
from tensorflow.python.ops import array_ops, gen_array_ops, math_ops, sparse_ops

from graphnotes.tf1.rebuilt import gradient, rebuild
from graphnotes.tf1.rebuilt.array_grad import _reshaped


@rebuild("tensorflow.python.ops.image_grad", "_CustomReciprocal")
def reciprocal(x):
    """1 / x, and 0 where x is 0."""
    return math_ops.div_no_nan(1.0, x)


@gradient("ExtractImagePatches")
def _extract_image_patches(op, grad):
    """A sparse matrix of which pixel went to which place of a patch, times the gradient of the patches.

    Pixels are counted from 1: zeros are what padding put in.
    """
    shape = array_ops.shape(op.inputs[0], out_type=dtypes.int64)
    batch, rows, columns, channels = shape[0], shape[1], shape[2], shape[3]
    pixels = 1 + rows * columns
    source = array_ops.reshape(math_ops.range(1, pixels, dtype=dtypes.int64), (1, rows, columns, 1))
    source = gen_array_ops.extract_image_patches(
        source, op.get_attr("ksizes"), op.get_attr("strides"), op.get_attr("rates"), op.get_attr("padding")
    )
    out = array_ops.shape(op.outputs[0], out_type=dtypes.int64)
    out_rows, out_columns = out[1], out[2]
    _, height, width, _ = op.get_attr("ksizes")
    places = out_rows * out_columns * height * width
    target = math_ops.range(places, dtype=dtypes.int64)
    target = array_ops.reshape(target, (1, out_rows, out_columns, height * width))
    pairs = [array_ops.expand_dims(source, axis=-1), array_ops.expand_dims(target, axis=-1)]
    pairs = array_ops.reshape(array_ops.concat(pairs, axis=-1), (-1, 2))
    moved = sparse_tensor.SparseTensor(pairs, array_ops.ones([places], dtype=grad.dtype), (pixels, places))
    moved = sparse_ops.sparse_slice(moved, (1, 0), (pixels - 1, places))
    grad = _reshaped(grad, (batch, out_rows, out_columns, height, width, channels))
    grad = array_ops.transpose(grad, (1, 2, 3, 4, 0, 5))
    grad = array_ops.reshape(grad, (-1, batch * channels))
    grad = sparse_ops.sparse_tensor_dense_matmul(moved, grad)
    grad = array_ops.reshape(grad, (rows, columns, batch, channels))
    return [array_ops.transpose(grad, (2, 0, 1, 3))]
