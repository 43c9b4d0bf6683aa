"""Arithmetic and reductions: which nodes 1.15 built for each function."""

from __future__ import annotations

import builtins

import numpy as np
from tensorflow.python.framework import (
    constant_op,
    dtypes,
    ops,
    sparse_tensor,
    tensor,
    tensor_shape,
)
from tensorflow.python.ops import (
    array_ops,
    array_ops_stack,
    gen_data_flow_ops,
    gen_math_ops,
    math_ops,
)
from tensorflow.python.platform import tf_logging

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.ops.math_ops"


@rebuild(_MODULE, "add")
def add(x, y, name=None):
    """`tf.add` is an Add node; only the operator `+` is an AddV2."""
    return gen_math_ops.add(x, y, name=name)


@rebuild(_MODULE, "div_no_nan")
def div_no_nan(x, y, name=None):
    """`tf.div_no_nan`: y takes x's dtype; only floating point numbers.

    Raises:
        TypeError: the dtypes differ.
    """
    with ops.name_scope(name, "div_no_nan", [x, y]) as scope:
        x = ops.convert_to_tensor(x, name="x")
        y = ops.convert_to_tensor(y, name="y", dtype=x.dtype.base_dtype)
        if x.dtype.base_dtype != y.dtype.base_dtype:
            raise TypeError(f"x and y must have the same dtype, got {x.dtype!r} != {y.dtype!r}")
        return gen_math_ops.div_no_nan(x, y, name=scope)


@rebuild(_MODULE, "angle")
def angle(input, name=None):
    """`tf.angle`: zero for every real number, negative ones included."""
    with ops.name_scope(name, "Angle", [input]) as scope:
        input = ops.convert_to_tensor(input, name="input")
        if input.dtype.is_complex:
            return gen_math_ops.angle(input, Tout=input.dtype.real_dtype, name=scope)
        return array_ops.zeros_like(input)


@rebuild(_MODULE, "saturate_cast")
def saturate_cast(value, dtype, name=None):
    """`tf.saturate_cast`: a maximum and a minimum where the range is narrower, then a cast."""
    with ops.name_scope(name, "saturate_cast", [value]) as scope:
        value = ops.convert_to_tensor(value, name="value")
        dtype = dtypes.as_dtype(dtype).base_dtype
        if value.dtype.min < dtype.min:
            lowest = ops.convert_to_tensor(dtype.min, dtype=value.dtype, name="min")
            value = gen_math_ops.maximum(value, lowest)
        if value.dtype.max > dtype.max:
            highest = ops.convert_to_tensor(dtype.max, dtype=value.dtype, name="max")
            value = gen_math_ops.minimum(value, highest)
        return math_ops.cast(value, dtype, name=scope)


@rebuild(_MODULE, "linspace_nd")
def linspace(start, stop, num, name=None, axis=0):
    """`tf.linspace`: a LinSpace node between two scalars."""
    return gen_math_ops.lin_space(start, stop, num, name=name)


@rebuild(_MODULE, "_ReductionDims")
def reduction_dims(x, axis):
    """The axes of a reduction: those given, else all, as a constant only if x is a tensor of known rank."""
    if axis is not None:
        return axis
    rank = None
    if isinstance(x, tensor.Tensor):
        rank = x.shape.rank
    elif isinstance(x, sparse_tensor.SparseTensor) and x.dense_shape.shape.is_fully_defined():
        rank = x.dense_shape.shape.as_list()[0]
    if rank is not None:
        return constant_op.constant(np.arange(rank), dtype=dtypes.int32)
    return math_ops.range(0, array_ops.rank(x))


@rebuild(_MODULE, "reduced_shape")
def reduced_shape(input_shape, axes):
    """The shape a reduction would have with keepdims, as nodes."""
    input_shape = math_ops.cast(input_shape, dtypes.int32)
    axes = math_ops.cast(axes, dtypes.int32)
    rank = array_ops.size(input_shape)
    axes = (axes + rank) % rank
    count = array_ops.shape(axes)
    indices = [math_ops.range(rank), axes]
    return gen_data_flow_ops.dynamic_stitch(indices, [input_shape, array_ops.fill(count, 1)])


@rebuild(_MODULE, "reduce_logsumexp")
def reduce_logsumexp(input_tensor, axis=None, keepdims=False, name=None):
    """`tf.reduce_logsumexp`: the finite part of the maximum is taken out and added again."""
    keepdims = bool(keepdims)
    input_tensor = ops.convert_to_tensor(input_tensor)
    with ops.name_scope(name, "ReduceLogSumExp", [input_tensor]):
        largest = math_ops.reduce_max(input_tensor, axis=axis, keepdims=True)
        finite = gen_math_ops.is_finite(largest)
        largest = array_ops.stop_gradient(array_ops.where(finite, largest, array_ops.zeros_like(largest)))
        powers = gen_math_ops.exp(gen_math_ops.sub(input_tensor, largest))
        result = gen_math_ops.log(math_ops.reduce_sum(powers, axis, keepdims=keepdims))
        if not keepdims:
            largest = array_ops.reshape(largest, array_ops.shape(result))
        return math_ops._may_reduce_to_scalar(keepdims, axis, gen_math_ops.add(result, largest))


@rebuild(_MODULE, "count_nonzero_v2")
def count_nonzero(input, axis=None, keepdims=None, dtype=dtypes.int64, name=None):
    """`tf.count_nonzero`: every dtype is compared with its zero, booleans too."""
    with ops.name_scope(name, "count_nonzero", [input]):
        input = ops.convert_to_tensor(input, name="input")
        zero = array_ops.zeros([], dtype=input.dtype)
        hits = math_ops.cast(gen_math_ops.not_equal(input, zero), dtypes.int64)
        return math_ops.cast(math_ops.reduce_sum(hits, axis=axis, keepdims=bool(keepdims)), dtype=dtype)


@rebuild(_MODULE, "accumulate_n")
def accumulate_n(inputs, shape=None, tensor_dtype=None, name=None):
    """`tf.accumulate_n`: one AccumulateNV2.

    Raises:
        ValueError: no inputs, or their shapes or dtypes differ.
        TypeError: `tensor_dtype` is not the inputs' dtype.
    """
    inputs = [
        ops.convert_to_tensor(x) if not isinstance(x, tensor.Tensor) else x
        for x in (inputs if isinstance(inputs, list | tuple) else ())
    ]
    if not inputs or builtins.any(x.dtype != inputs[0].dtype for x in inputs):
        raise ValueError("inputs must be a list of at least one Tensor with the same dtype and shape")
    shape = tensor_shape.as_shape(shape)
    for x in inputs:
        shape = shape.merge_with(x.get_shape())
    if tensor_dtype is not None and tensor_dtype != inputs[0].dtype:
        raise TypeError(f"tensor_dtype is {tensor_dtype}, but input is of type {inputs[0].dtype}")
    if len(inputs) == 1:
        return inputs[0] if name is None else array_ops.identity(inputs[0], name=name)
    return gen_math_ops.accumulate_nv2(inputs, name=name, shape=shape)


@rebuild(_MODULE, "_unsorted_segment_N")
def unsorted_segment_n(data, segment_ids, num_segments):
    """How many elements each segment has, at least one, in a shape that divides its sum."""
    ones = array_ops.ones(array_ops.shape_internal(segment_ids), dtype=data.dtype)
    count = gen_math_ops.unsorted_segment_sum(ones, segment_ids, num_segments)
    inner = data.shape.ndims - segment_ids.shape.ndims
    return gen_math_ops.maximum(array_ops.reshape(count, [num_segments] + [1] * inner), 1)


@rebuild("tensorflow.python.ops.bincount_ops", "bincount_v1")
def bincount(arr, weights=None, minlength=None, maxlength=None, dtype=dtypes.int32):
    """`tf.bincount`: int32 in, a Bincount node or, with weights, a segment sum."""
    with ops.name_scope("bincount"):
        arr = ops.convert_to_tensor(arr, name="arr", dtype=dtypes.int32)
        not_empty = math_ops.reduce_prod(array_ops.shape(arr)) > 0
        size = math_ops.cast(not_empty, dtypes.int32) * (math_ops.reduce_max(arr) + 1)
        if minlength is not None:
            size = gen_math_ops.maximum(ops.convert_to_tensor(minlength, name="minlength", dtype=dtypes.int32), size)
        if maxlength is not None:
            size = gen_math_ops.minimum(ops.convert_to_tensor(maxlength, name="maxlength", dtype=dtypes.int32), size)
        if weights is not None:
            weights = ops.convert_to_tensor(weights, name="weights")
            return gen_math_ops.unsorted_segment_sum(weights, arr, size)
        return gen_math_ops.bincount(arr, size, constant_op.constant([], dtype))


@rebuild(_MODULE, "cast")
def cast(x, dtype, name=None):
    """`tf.cast`: warns once about a dropped imaginary part, in 1.15's words."""
    result = cast.original(x, dtype, name)
    if isinstance(x, tensor.Tensor) and x.dtype.is_complex and result.dtype.is_floating:
        tf_logging.warn("Casting complex to real discards imaginary part.")
    return result


@rebuild(_MODULE, "tensordot")
def tensordot(a, b, axes, name=None):
    """`tf.tensordot`: both operands are transposed and reshaped to matrices, needed or not."""
    with ops.name_scope(name, "Tensordot", [a, b, axes]) as scope:
        a = ops.convert_to_tensor(a, name="a")
        b = ops.convert_to_tensor(b, name="b")
        axes_a, axes_b = _tensordot_axes(a, axes)
        a, free_a, static_a = _as_matrix(a, axes_a, contracted_first=False)
        b, free_b, static_b = _as_matrix(b, axes_b, contracted_first=True)
        product = math_ops.matmul(a, b)
        if isinstance(free_a, list) and isinstance(free_b, list):
            return array_ops.reshape(product, free_a + free_b, name=scope)
        free_a = ops.convert_to_tensor(free_a, dtype=dtypes.int32)
        free_b = ops.convert_to_tensor(free_b, dtype=dtypes.int32)
        result = array_ops.reshape(product, array_ops.concat([free_a, free_b], 0), name=scope)
        if static_a is not None and static_b is not None:
            result.set_shape(static_a + static_b)
        return result


def _tensordot_axes(a, axes):
    """The axes of each operand that are summed."""
    if isinstance(axes, int | np.integer):
        if axes < 0:
            raise ValueError("'axes' must be at least 0.")
        rank = a.get_shape().ndims
        if rank is None:
            rank = array_ops.rank(a)
            last = math_ops.range(rank - axes, rank, dtype=dtypes.int32)
            return last, math_ops.range(axes, dtype=dtypes.int32)
        if axes > rank:
            raise ValueError(f"'axes' must not be larger than the number of dimensions of tensor {a}.")
        return list(builtins.range(rank - axes, rank)), list(builtins.range(axes))
    if not isinstance(axes, list | tuple):
        axes = ops.convert_to_tensor(axes, name="axes", dtype=dtypes.int32)
        return axes[0], axes[1]
    if len(axes) != 2:
        raise ValueError("'axes' must be an integer or have length 2.")
    axes_a, axes_b = axes
    if isinstance(axes_a, int | np.integer) and isinstance(axes_b, int | np.integer):
        axes_a, axes_b = [axes_a], [axes_b]
    if len(axes_a) != len(axes_b):
        raise ValueError(
            f"Different number of contraction axes 'a' and 'b', {len(axes_a)} != {len(axes_b)}."
        )
    return axes_a, axes_b


def _as_matrix(x, axes, contracted_first: bool):
    """x as a matrix of (free, contracted) axes or the other way round, its free sizes, and those known now."""
    listed = isinstance(axes, list | tuple)
    if listed and x.get_shape().is_fully_defined():
        sizes = x.get_shape().as_list()
        axes = [axis % len(sizes) for axis in axes]
        free = [axis for axis in builtins.range(len(sizes)) if axis not in axes]
        free_sizes = [sizes[axis] for axis in free]
        order = list(axes) + free if contracted_first else free + list(axes)
        shape = [int(np.prod(free_sizes)), int(np.prod([sizes[axis] for axis in axes]))]
        shape = shape[::-1] if contracted_first else shape
        return array_ops.reshape(array_ops.transpose(x, order), shape), free_sizes, free_sizes
    static = None
    if listed and x.get_shape().ndims is not None:
        sizes = x.get_shape().as_list()
        axes = [axis % len(sizes) for axis in axes]
        free = [axis for axis in builtins.range(len(sizes)) if axis not in axes]
        static = [sizes[axis] for axis in free]
        axes = ops.convert_to_tensor(axes, dtype=dtypes.int32, name="axes")
        free = ops.convert_to_tensor(free, dtype=dtypes.int32, name="free")
        shape = array_ops.shape(x)
    else:
        shape = array_ops.shape(x)
        rank = array_ops.rank(x)
        axes = ops.convert_to_tensor(axes, dtype=dtypes.int32, name="axes")
        axes = array_ops.where(axes >= 0, axes, axes + rank)
        free, _ = array_ops.setdiff1d(math_ops.range(rank), axes)
    free_sizes = array_ops.gather(shape, free)
    contracted_sizes = array_ops.gather(shape, axes)
    free_size = math_ops.reduce_prod(free_sizes)
    contracted_size = math_ops.reduce_prod(contracted_sizes)
    both = ([axes, free], [contracted_size, free_size]) if contracted_first else ([free, axes], [free_size, contracted_size])
    order = array_ops.concat(both[0], 0)
    matrix = array_ops_stack.stack(both[1])
    return array_ops.reshape(array_ops.transpose(x, order), matrix), free_sizes, static


@rebuild(_MODULE, "xor_")
def xor(x, y, name=None):
    """The operator `^`: the other operand is one node, used twice."""
    return xor.original(x, ops.convert_to_tensor(y, dtype_hint=x.dtype.base_dtype, name="y"), name)


@rebuild(_MODULE, "mod")
def mod(x, y, name=None):
    """`tf.mod`, as TensorFlow's own modules call it: a FloorMod; only the operator `%` names it mod."""
    return gen_math_ops.floor_mod(x, y, name=name)


@rebuild(_MODULE, "sign")
def sign(x, name=None):
    """`tf.sign`: one op, complex numbers included."""
    return gen_math_ops.sign(x, name=name)


@rebuild(_MODULE, "xdivy")
def xdivy(x, y, name=None):
    """`tf.math.xdivy`: one op."""
    return gen_math_ops.xdivy(x, y, name=name)


@rebuild(_MODULE, "reduce_std")
def reduce_std(input_tensor, axis=None, keepdims=False, name=None):
    """`tf.math.reduce_std`: the root of the variance."""
    with ops.name_scope(name or "reduce_std"):
        return gen_math_ops.sqrt(math_ops.reduce_variance(input_tensor, axis=axis, keepdims=keepdims))


@rebuild(_MODULE, "reduce_variance")
def reduce_variance(input_tensor, axis=None, keepdims=False, name=None):
    """`tf.math.reduce_variance`: the mean square, which for complex numbers is not that of the absolute values."""
    with ops.name_scope(name or "reduce_variance"):
        means = math_ops.reduce_mean(input_tensor, axis=axis, keepdims=True)
        squares = gen_math_ops.square(input_tensor - means)
        return math_ops.reduce_mean(squares, axis=axis, keepdims=keepdims)
