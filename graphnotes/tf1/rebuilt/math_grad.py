"""Gradients of arithmetic.

1.15 knew fewer shortcuts: it summed a broadcast operand's gradient over the axes `BroadcastGradientArgs` gives, as nodes of
the graph wherever a shape was not fully known, and always for some ops (division, maximum, pow, ...).
"""

from __future__ import annotations

import numpy as np
from tensorflow.python.framework import constant_op, dtypes, ops, tensor, tensor_util
from tensorflow.python.ops import (
    array_ops,
    gen_array_ops,
    gen_math_ops,
    math_ops,
    special_math_ops,
)

from graphnotes.tf1._per_graph import held_by
from graphnotes.tf1.fastpath import merging
from graphnotes.tf1.rebuilt import gradient


def _static(x):
    """The shape as a tuple when every size is known, else None."""
    shape = x._shape_tuple()
    return None if shape is None or None in shape else shape


def _known(node) -> tuple[int, ...]:
    """The value of nodes that follow from constants."""
    return tuple(tensor_util.try_evaluate_constant(node))


def _per_graph(name: str) -> dict:
    """What was worked out once has its nodes in the graph and isn't built again."""
    return held_by(ops.get_default_graph(), name, dict)


def _axes(x, y, optimize: bool = True):
    """Shapes of both operands and, for each, the axes it was broadcast over; all of them nodes."""
    shape_x = array_ops.shape_internal(x, optimize=optimize)
    shape_y = array_ops.shape_internal(y, optimize=optimize)
    return (shape_x, shape_y, *gen_array_ops.broadcast_gradient_args(shape_x, shape_y))


class _Broadcast:
    """How to sum a gradient back to the shapes of the two operands of an op, which were broadcast."""

    def __init__(self, x, y, grad) -> None:
        everything_is_a_tensor = all(isinstance(t, tensor.Tensor) for t in (x, y, grad))
        if not everything_is_a_tensor:
            self._take(_axes(x, y))
            return
        shapes = _static(x), _static(y)
        if None in shapes:
            self._take(_axes(x, y, optimize=False))
            return
        known = _per_graph("_bcast_grad_args_cache")
        if shapes not in known:
            known[shapes] = tuple(_known(axes) for axes in array_ops.broadcast_gradient_args(*shapes))
        axes = known[shapes]
        result = grad._shape_tuple()
        self.x = shapes[0], axes[0], shapes[0] != result
        self.y = shapes[1], axes[1], shapes[1] != result

    def _take(self, nodes) -> None:
        shape_x, shape_y, axes_x, axes_y = nodes
        self.x = shape_x, axes_x, True
        self.y = shape_y, axes_y, True


def _summed(grad, axes, shape):
    return array_ops.reshape(math_ops.reduce_sum(grad, axes), shape)


def _to(side, grad):
    """`grad` (a function, called only here to keep the order of the nodes) summed to one side of a _Broadcast."""
    shape, axes, needed = side
    return _summed(grad(), axes, shape) if needed else grad()


def _same_shape(x, y, grad) -> bool:
    shape = _static(x)
    return isinstance(grad, tensor.Tensor) and shape is not None and shape == _static(y) == _static(grad)


@gradient("Add", "AddV2")
def _add(op, grad):
    x, y = op.inputs
    if _same_shape(x, y, grad):
        return grad, grad
    broadcast = _Broadcast(x, y, grad)
    if isinstance(broadcast.x[0], tensor.Tensor):
        merging.remember(op, (broadcast.x[0], broadcast.y[0]))
    return _to(broadcast.x, lambda: grad), _to(broadcast.y, lambda: grad)


@gradient("Sub")
def _sub(op, grad):
    x, y = op.inputs
    if _same_shape(x, y, grad):
        return grad, -grad
    broadcast = _Broadcast(x, y, grad)
    return _to(broadcast.x, lambda: grad), _to(broadcast.y, lambda: -grad)


@gradient("Mul")
def _mul(op, grad):
    x, y = op.inputs
    if _same_shape(x, y, grad) and grad.dtype in (dtypes.int32, dtypes.float32):
        return gen_math_ops.mul(grad, y), gen_math_ops.mul(grad, x)
    broadcast = _Broadcast(x, y, grad)
    x, y = math_ops.conj(x), math_ops.conj(y)
    grad_x = _to(broadcast.x, lambda: gen_math_ops.mul(grad, y))
    return grad_x, _to(broadcast.y, lambda: gen_math_ops.mul(x, grad))


@gradient("SquaredDifference")
def _squared_difference(op, grad):
    x, y = op.inputs
    with ops.control_dependencies([grad]):
        slope = math_ops.scalar_mul(2.0, grad) * (x - y)
    if _same_shape(x, y, grad):
        return slope, -slope
    broadcast = _Broadcast(x, y, grad)
    grad_x = _to(broadcast.x, lambda: slope)
    shape, axes, needed = broadcast.y
    return grad_x, -_summed(slope, axes, shape) if needed else -slope


def _both(op, grad_x, grad_y):
    """Both gradients of an op that always has its broadcast axes as nodes; each is a function of the conjugated operands."""
    x, y = op.inputs
    shape_x, shape_y, axes_x, axes_y = _axes(x, y)
    x, y = math_ops.conj(x), math_ops.conj(y)
    return _summed(grad_x(x, y), axes_x, shape_x), _summed(grad_y(x, y), axes_y, shape_y)


@gradient("MulNoNan")
def _mul_no_nan(op, grad):
    x, y = op.inputs
    if _same_shape(x, y, grad):
        return gen_math_ops.mul_no_nan(grad, y), gen_math_ops.mul_no_nan(x, grad)
    shape_x, shape_y, axes_x, axes_y = _axes(x, y)
    return (
        _summed(gen_math_ops.mul_no_nan(grad, y), axes_x, shape_x),
        _summed(gen_math_ops.mul_no_nan(x, grad), axes_y, shape_y),
    )


def _quotient(op, grad, divide):
    return _both(op, lambda x, y: divide(grad, y), lambda x, y: grad * divide(divide(-x, y), y))


@gradient("Div")
def _div(op, grad):
    return _quotient(op, grad, math_ops.divide)


@gradient("RealDiv")
def _real_div(op, grad):
    return _quotient(op, grad, math_ops.realdiv)


@gradient("DivNoNan")
def _div_no_nan(op, grad):
    return _quotient(op, grad, math_ops.div_no_nan)


@gradient("FloorMod")
def _floor_mod(op, grad):
    x, y = math_ops.conj(op.inputs[0]), math_ops.conj(op.inputs[1])
    shape_x, shape_y, axes_x, axes_y = _axes(x, y)
    quotient = math_ops.floor_div(x, y)
    return _summed(grad, axes_x, shape_x), _summed(grad * math_ops.negative(quotient), axes_y, shape_y)


@gradient("Pow")
def _pow(op, grad):
    x, y = op.inputs
    broadcast = _Broadcast(x, y, grad)
    x, y = math_ops.conj(x), math_ops.conj(y)
    shape, axes, needed = broadcast.x
    grad_x = grad * y * math_ops.pow(x, y - 1)
    if needed:
        grad_x = _summed(grad_x, axes, shape)
    result = math_ops.conj(op.outputs[0])
    # a logarithm is taken only where there is one
    defined = math_ops.not_equal(x, 0) if x.dtype.is_complex else x > 0
    safe = array_ops.where(defined, x, array_ops.ones_like(x))
    log = array_ops.where(defined, math_ops.log(safe), array_ops.zeros_like(x))
    shape, axes, needed = broadcast.y
    grad_y = grad * result * log
    return grad_x, _summed(grad_y, axes, shape) if needed else grad_y


def _larger_or_smaller(op, grad, picks_x):
    x, y = op.inputs
    shape_x, shape_y = array_ops.shape(x), array_ops.shape(y)
    zeros = array_ops.zeros(array_ops.shape(grad), grad.dtype)
    picked = picks_x(x, y)
    axes_x, axes_y = gen_array_ops.broadcast_gradient_args(shape_x, shape_y)
    grad_x = _summed(array_ops.where(picked, grad, zeros), axes_x, shape_x)
    return grad_x, _summed(array_ops.where(picked, zeros, grad), axes_y, shape_y)


@gradient("Maximum")
def _maximum(op, grad):
    return _larger_or_smaller(op, grad, math_ops.greater_equal)


@gradient("Minimum")
def _minimum(op, grad):
    return _larger_or_smaller(op, grad, math_ops.less_equal)


@gradient("SelectV2")
def _select_v2(op, grad):
    condition, x, y = op.inputs
    zeros = array_ops.zeros([], dtype=grad.dtype.base_dtype)
    grad_x = array_ops.where_v2(condition, grad, zeros)
    shape = array_ops.shape(x)
    whole = array_ops.shape(op.outputs[0])

    def reduced(grad, shape):
        axes, _ = gen_array_ops.broadcast_gradient_args(shape, whole)
        return array_ops.reshape(math_ops.reduce_sum(grad, keepdims=True, axis=axes), shape)

    grad_x = reduced(grad_x, shape)
    grad_y = array_ops.where_v2(condition, zeros, grad)
    return None, grad_x, reduced(grad_y, array_ops.shape(y))


@gradient("Complex")
def _complex(op, grad):
    shape_x, shape_y, axes_x, axes_y = _axes(*op.inputs)
    return _summed(math_ops.real(grad), axes_x, shape_x), _summed(math_ops.imag(grad), axes_y, shape_y)


@gradient("Atan2")
def _atan2(op, grad):
    y, x = op.inputs
    with ops.control_dependencies([grad]):
        over = grad / (math_ops.square(x) + math_ops.square(y))
        return x * over, -y * over


def _shape_ratio(whole, part):
    """whole // part, where 0 / 0 is 0."""
    return whole // math_ops.maximum(part, 1)


def _spread(op, grad):
    """A reduction's gradient, repeated over the axes that were reduced."""
    inside, axes = op.inputs
    sizes, axes_value = inside._shape_tuple(), tensor_util.constant_value(axes)
    if sizes is not None and axes_value is not None:
        if np.array_equal(axes_value, np.arange(len(sizes))):
            grad = array_ops.reshape(grad, [1] * len(sizes))
            whole = array_ops.shape(inside) if None in sizes else constant_op.constant(sizes, dtype=dtypes.int32)
            return array_ops.tile(grad, whole)
        if None not in sizes:
            known = _per_graph("_reduced_shapes_of_1_15")
            key = sizes, tuple(axes_value.reshape(-1))
            if key not in known:
                kept = _known(math_ops.reduced_shape(*key))
                known[key] = kept, _known(_shape_ratio(sizes, kept))
            kept, times = known[key]
            return array_ops.tile(array_ops.reshape(grad, kept), times)
    whole = array_ops.shape(inside)
    with ops.colocate_with(whole):
        kept = math_ops.reduced_shape(whole, axes)
        times = _shape_ratio(whole, kept)
    return array_ops.tile(array_ops.reshape(grad, kept), times)


@gradient("Sum")
def _sum(op, grad):
    return [_spread(op, grad), None]


@gradient("Mean")
def _mean(op, grad):
    spread = _spread(op, grad)
    before, after = _static(op.inputs[0]), _static(op.outputs[0])
    if before is not None and after is not None:
        count = constant_op.constant(np.prod(before) // max(np.prod(after), 1), dtype=spread.dtype)
    else:
        before, after = array_ops.shape(op.inputs[0]), array_ops.shape(op.outputs[0])
        count = _shape_ratio(math_ops.reduce_prod(before), math_ops.reduce_prod(after))
    return math_ops.truediv(spread, math_ops.cast(count, spread.dtype)), None


@gradient("Max", "Min")
def _max(op, grad):
    inside, axes = op.inputs
    kept = math_ops.reduced_shape(array_ops.shape(inside), axes)
    extreme = array_ops.reshape(op.outputs[0], kept)
    grad = array_ops.reshape(grad, kept)
    selected = math_ops.cast(math_ops.equal(extreme, inside), grad.dtype)
    count = array_ops.reshape(math_ops.reduce_sum(selected, axes), kept)
    return [math_ops.divide(selected, count) * grad, None]


@gradient("Prod")
def _prod(op, grad):
    inside, axes = op.inputs
    shape = array_ops.shape(inside)
    axes = array_ops.reshape(axes, [-1])
    kept = math_ops.reduced_shape(shape, op.inputs[1])
    times = _shape_ratio(shape, kept)
    grad = array_ops.tile(array_ops.reshape(grad, kept), times)
    # the product of all the others is that of those before times that of those after: no division, so zeros are fine
    with ops.device("/cpu:0"):
        rank = array_ops.rank(inside)
        axes = (axes + rank) % rank
        reduced = math_ops.cast(axes, dtypes.int32)
        index = math_ops.range(0, rank)
        other, _ = array_ops.setdiff1d(index, reduced)
        order = array_ops.concat([reduced, other], 0)
        reduced_size = math_ops.reduce_prod(array_ops.gather(shape, reduced))
        other_size = math_ops.reduce_prod(array_ops.gather(shape, other))
    permuted = array_ops.transpose(inside, order)
    permuted_shape = array_ops.shape(permuted)
    columns = array_ops.reshape(permuted, (reduced_size, other_size))
    before = math_ops.cumprod(columns, axis=0, exclusive=True)
    after = math_ops.cumprod(columns, axis=0, exclusive=True, reverse=True)
    others = array_ops.reshape(math_ops.conj(before) * math_ops.conj(after), permuted_shape)
    out = grad * array_ops.transpose(others, array_ops.invert_permutation(order))
    return array_ops.reshape(out, shape), None


@gradient("Cumprod")
def _cumprod(op, grad):
    x, axis = op.inputs
    exclusive, reverse = op.get_attr("exclusive"), op.get_attr("reverse")
    product = math_ops.cumprod(x, axis, exclusive=exclusive, reverse=reverse)
    out = math_ops.cumsum(product * grad, axis, exclusive=exclusive, reverse=not reverse)
    return [out / x, None]


@gradient("Sign")
def _sign(op, _):
    x = op.inputs[0]
    return array_ops.zeros(array_ops.shape(x), dtype=x.dtype)


@gradient("BesselI1e")
def _bessel_i1e(op, grad):
    x, y = op.inputs[0], op.outputs[0]
    with ops.control_dependencies([grad]):
        smallest = np.finfo(x.dtype.as_numpy_dtype).eps
        zeros = array_ops.zeros_like(x)
        not_tiny = math_ops.abs(x) > smallest
        safe = array_ops.where(not_tiny, x, smallest + zeros)
        slope = special_math_ops.bessel_i0e(safe) - y * (math_ops.sign(safe) + math_ops.reciprocal(safe))
        return grad * array_ops.where(not_tiny, slope, 0.5 + zeros)


@gradient("Betainc")
def _betainc(op, grad):
    a, b, x = op.inputs
    _, shape, _, axes = _axes(a, x)
    log_beta = gen_math_ops.lgamma(a) + gen_math_ops.lgamma(b) - gen_math_ops.lgamma(a + b)
    slope = math_ops.exp((b - 1) * math_ops.log(1 - x) + (a - 1) * math_ops.log(x) - log_beta)
    return None, None, _summed(slope * grad, axes, shape)


@gradient("BatchMatMulV2")
def _batch_mat_mul_v2(op, grad):
    x, y = op.inputs
    adjoint_x, adjoint_y = op.get_attr("adj_x"), op.get_attr("adj_y")

    def product(a, b, adjoint_a, adjoint_b):
        return math_ops.matmul(a, b, adjoint_a=adjoint_a, adjoint_b=adjoint_b)

    if adjoint_x:
        grad_x = product(y, grad, adjoint_y, True)
    else:
        grad_x = product(grad, y, False, not adjoint_y)
    if adjoint_y:
        grad_y = product(grad, x, True, adjoint_x)
    else:
        grad_y = product(x, grad, not adjoint_x, False)
    static_x, static_y = x.get_shape(), y.get_shape()
    if static_x.is_fully_defined() and static_y.is_fully_defined() and static_x == static_y:
        return grad_x, grad_y
    shape_x, shape_y = array_ops.shape(x), array_ops.shape(y)
    axes_x, axes_y = gen_array_ops.broadcast_gradient_args(shape_x[:-2], shape_y[:-2])
    return _summed(grad_x, axes_x, shape_x), _summed(grad_y, axes_y, shape_y)
