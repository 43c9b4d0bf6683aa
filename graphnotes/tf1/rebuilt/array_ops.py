"""Array ops: which nodes 1.15 built for shapes, constants, slices and diagonals."""

from __future__ import annotations

import functools
import operator

import numpy as np
from tensorflow.python.framework import dtypes, ops, sparse_tensor, tensor, tensor_shape
from tensorflow.python.ops import array_ops, gen_array_ops, gen_math_ops

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.ops.array_ops"


@rebuild(_MODULE, "shape_internal")
def shape_internal(input, name=None, optimize=True, out_type=dtypes.int32):
    """A shape as int32; a constant of its own name when it is known."""
    return shape_internal.original(input, name, optimize, out_type or dtypes.int32)


@rebuild(_MODULE, "zeros_like_impl")
def zeros_like_impl(tensor, dtype, name, optimize=True, layout=None):
    """A variable is read for its zeros, even if its shape is known."""
    with ops.name_scope(name, "zeros_like", [tensor]) as scope:
        return zeros_like_impl.original(ops.convert_to_tensor(tensor, name="tensor"), dtype, scope, optimize)


@rebuild(_MODULE, "ones_like_v2")
def ones_like_v2(input, dtype=None, name=None, layout=None):
    """TF2's ones_like, in a legacy graph the same as `tf.ones_like`."""
    return array_ops.ones_like_impl(input, dtype, name, optimize=True)


@rebuild(_MODULE, "_constant_if_small")
def constant_if_small(value, shape, dtype, name, layout=None):
    """A constant when the shape is small; sizes that are tensors are multiplied in the graph before that is given up."""
    if isinstance(shape, list | tuple) and any(isinstance(size, tensor.Tensor) for size in shape):
        functools.reduce(operator.mul, shape) < 1000  # noqa: B015 - 1.15 left these nodes behind
        return None
    return constant_if_small.original(value, shape, dtype, name)


@rebuild(_MODULE, "split")
def split(value, num_or_size_splits, axis=0, num=None, name="split"):
    """`tf.split`: the number of pieces becomes a constant, used or not."""
    if isinstance(num_or_size_splits, int | np.integer | tensor_shape.Dimension):
        ops.convert_to_tensor(num_or_size_splits)
    return split.original(value, num_or_size_splits, axis, num, name)


@rebuild(_MODULE, "transpose")
def transpose(a, perm=None, name="transpose", conjugate=False):
    """`tf.transpose`: without a permutation, one is worked out from the rank, in the graph if it must be."""
    with ops.name_scope(name, "transpose", [a]) as scope:
        kernel = gen_array_ops.conjugate_transpose if conjugate and a.dtype.is_complex else gen_array_ops.transpose
        if perm is not None:
            return kernel(a, perm, name=scope)
        a = ops.convert_to_tensor(a, name="a")
        if a.get_shape().ndims:
            order = np.arange(a.get_shape().ndims, dtype=np.int32)[::-1]
        else:
            rank = gen_array_ops.rank(a)
            order = (rank - 1) - gen_math_ops._range(0, rank, 1)
        result = kernel(a, order, name=scope)
        sizes = a.get_shape().dims
        if sizes is not None:
            result.set_shape(sizes[::-1])
        return result


@rebuild(_MODULE, "matrix_diag")
def matrix_diag(diagonal, name="diag", k=0, num_rows=-1, num_cols=-1, padding_value=0, align="RIGHT_LEFT"):
    """`tf.matrix_diag`: the main diagonal; 1.15.5 took `k` and the others but did not heed them yet."""
    return gen_array_ops.matrix_diag(diagonal=diagonal, name=name)


@rebuild(_MODULE, "matrix_diag_part")
def matrix_diag_part(input, name="diag_part", k=0, padding_value=0, align="RIGHT_LEFT"):
    """`tf.matrix_diag_part`: the main diagonal; 1.15.5 took `k` but did not heed it yet."""
    return gen_array_ops.matrix_diag_part(input=input, name=name)


@rebuild(_MODULE, "matrix_set_diag")
def matrix_set_diag(input, diagonal, name="set_diag", k=0, align="RIGHT_LEFT"):
    """`tf.matrix_set_diag`: the main diagonal; 1.15.5 took `k` but did not heed it yet."""
    return gen_array_ops.matrix_set_diag(input=input, diagonal=diagonal, name=name)


@rebuild(_MODULE, "one_hot")
def one_hot(indices, depth, on_value=None, off_value=None, axis=None, dtype=None, name=None):
    """`tf.one_hot`: given values are converted once for their dtype, once for the op.

    Raises:
        TypeError: the values' dtypes differ from each other or from `dtype`.
    """
    with ops.name_scope(name, "one_hot", [indices, depth, on_value, off_value, axis, dtype]) as scope:
        on_dtype = None if on_value is None else ops.convert_to_tensor(on_value).dtype.base_dtype
        off_dtype = None if off_value is None else ops.convert_to_tensor(off_value).dtype.base_dtype
        for which, found in (("on_value", on_dtype), ("off_value", off_dtype)):
            if dtype is not None and found is not None and found != dtype:
                raise TypeError(f"dtype {found} of {which} does not match dtype parameter {dtype}")
        dtype = dtype or on_dtype or off_dtype or dtypes.float32
        if on_value is None:
            on_value = ops.convert_to_tensor(1, dtype, name="on_value")
        if off_value is None:
            off_value = ops.convert_to_tensor(0, dtype, name="off_value")
        if on_dtype and off_dtype and on_dtype != off_dtype:
            raise TypeError(f"dtype {on_dtype} of on_value does not match dtype {off_dtype} of off_value")
        return gen_array_ops.one_hot(indices, depth, on_value, off_value, axis, scope)


@rebuild(_MODULE, "sparse_placeholder")
def sparse_placeholder(dtype, shape=None, name=None):
    """`tf.sparse_placeholder`: a known shape is a constant, otherwise it is fed.

    Raises:
        RuntimeError: executing eagerly.
    """
    part = (lambda which: f"{name}/{which}") if name is not None else (lambda which: None)
    rank = None
    if shape is not None:
        is_tensor = isinstance(shape, tensor.Tensor)
        rank = shape.get_shape()[0] if is_tensor else len(shape)
        if not is_tensor and None in shape:
            shape = None
        else:
            shape = ops.convert_to_tensor(shape, dtype=dtypes.int64, name=part("shape"))
    if shape is None:
        shape = array_ops.placeholder(dtypes.int64, shape=[rank], name=part("shape"))
    values = array_ops.placeholder(dtype, shape=[None], name=part("values"))
    indices = array_ops.placeholder(dtypes.int64, shape=[None, rank], name=part("indices"))
    return sparse_tensor.SparseTensor(values=values, indices=indices, dense_shape=shape)


@rebuild(_MODULE, "repeat_with_axis")
def repeat_with_axis(data, repeats, axis, name=None):
    """`tf.repeat`: tiled by the largest count, then masked.

    Raises:
        TypeError: `axis` is not an int.
    """
    if not isinstance(axis, int):
        raise TypeError(f"axis must be an int; got {type(axis).__name__}")
    with ops.name_scope(name, "Repeat", [data, repeats]):
        data = ops.convert_to_tensor(data, name="data")
        repeats = array_ops.convert_to_int_tensor(repeats, name="repeats")
        repeats.shape.with_rank_at_most(1)
        data = array_ops._with_nonzero_rank(data)
        shape = array_ops.shape(data)
        axis = array_ops.get_positive_axis(axis, data.shape.ndims)
        if repeats.shape.ndims == 1:
            data.shape.dims[axis].assert_is_compatible_with(repeats.shape[0])
        if repeats.shape.ndims == 0:
            expanded = array_ops.expand_dims(data, axis + 1)
            tiled = array_ops.tile_one_dimension(expanded, axis + 1, repeats)
            return array_ops.reshape(tiled, array_ops.concat([shape[:axis], [-1], shape[axis + 1 :]], axis=0))
        if repeats.shape.ndims != axis + 1:
            own_shape, rank = array_ops.shape(repeats), array_ops.rank(repeats)
            whole = array_ops.concat([shape[: axis + 1 - rank], own_shape], axis=0)
            repeats = array_ops.broadcast_to(repeats, whole)
            repeats.set_shape([None] * (axis + 1))
        most = gen_math_ops.maximum(0, gen_math_ops._max(repeats, array_ops._all_dimensions(repeats)))
        mask = array_ops.sequence_mask(repeats, most)
        expanded = array_ops.expand_dims(data, axis + 1)
        result = array_ops.boolean_mask(array_ops.tile_one_dimension(expanded, axis + 1, most), mask)
        if axis != 0:
            result = array_ops.reshape(result, array_ops.concat([shape[:axis], [-1], shape[axis + 1 :]], axis=0))
        if data.shape.ndims is not None:
            size = 0 if repeats.shape[0] == 0 else None
            result.set_shape(data.shape[:axis].concatenate([size]).concatenate(data.shape[axis + 1 :]))
        return result


