"""The elementwise functions of TensorFlow 1.15.5's CPU kernels, as operations whose rounding IEEE 754 fixes.

A kernel of that release (AVX, no fused multiply-add) took a tensor eight float32 at a time with Eigen's polynomials and rational
approximations, and the up to seven values left over one at a time with the C library. Here, too: `by_eights`. The coefficients are
those of the Cephes library (S. Moshier) for exp and log, and Eigen's for tanh and sigmoid; which form of them 1.15 used was told from its
results. The order of every sum counts, so no optimizer may see these (see `calls`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import tensorflow as tf

raw = tf.raw_ops
Formula = Callable[..., tf.Tensor]

_SMALLEST = {tf.float32: 2.0**-126, tf.float64: 2.0**-1022}  # normal numbers
_LOG2_E, _LN2_HIGH, _LN2_LOW = 1.44269504088896341, 0.693359375, -2.12194440e-4
_SELU_SCALE, _SELU_SCALE_ALPHA = 1.0507009873554804934193349852946, 1.7580993408473768599402175208123


def by_eights(vector: Formula, scalar: Formula) -> Formula:
    """`vector` of the first values, as many as are a multiple of eight, and `scalar` of the rest."""

    def formula(*inputs: tf.Tensor) -> tf.Tensor:
        flat = [raw.Reshape(tensor=x, shape=[-1]) for x in inputs]
        size = raw.Size(input=flat[0])
        cut = raw.Pack(values=[size - raw.FloorMod(x=size, y=8)])
        zero, left = [0], raw.Pack(values=[raw.FloorMod(x=size, y=8)])
        parts = [
            vector(*(raw.Slice(input=x, begin=zero, size=cut) for x in flat)),
            scalar(*(raw.Slice(input=x, begin=cut, size=left) for x in flat)),
        ]
        return raw.Reshape(tensor=raw.ConcatV2(values=parts, axis=0), shape=raw.Shape(input=inputs[0]))

    return formula


def _polynomial(x: tf.Tensor, coefficients: Sequence[float]) -> tf.Tensor:
    """Horner's rule, the highest power first."""
    value: tf.Tensor | float = coefficients[0]
    for coefficient in coefficients[1:]:
        value = value * x + coefficient
    return value


def _clipped(x: tf.Tensor, limit: float) -> tf.Tensor:
    return raw.Maximum(x=raw.Minimum(x=x, y=limit), y=-limit)


def _select(condition: tf.Tensor, yes: tf.Tensor, no: tf.Tensor) -> tf.Tensor:
    return raw.Select(condition=condition, x=yes, y=no)


def _tiny(x: tf.Tensor) -> tf.Tensor:
    """Where x is 0 or too small for a normal number, which 1.15's threads took for 0; today's don't always."""
    return raw.Less(x=raw.Abs(x=x), y=x.dtype.as_numpy_dtype(_SMALLEST[x.dtype]))


def _without_tiny(x: tf.Tensor) -> tf.Tensor:
    return _select(_tiny(x), raw.ZerosLike(x=x), x)


def exp(x: tf.Tensor) -> tf.Tensor:
    """Cephes' expf: 2^m times a polynomial in the rest."""
    clipped = _clipped(x, 88.3762626647950)
    m = raw.Floor(x=clipped * _LOG2_E + 0.5)
    r = (clipped - m * _LN2_HIGH) - m * _LN2_LOW
    p = _polynomial(r, (1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1))
    power = raw.Bitcast(input=raw.LeftShift(x=raw.Cast(x=m, DstT=tf.int32) + 127, y=23), type=tf.float32)
    return raw.Maximum(x=_without_tiny(((p * (r * r) + r) + 1.0) * power), y=x)


def log(x: tf.Tensor) -> tf.Tensor:
    """Cephes' logf: the exponent's part and a polynomial of the mantissa, its terms in three strands."""
    bits = raw.Bitcast(input=raw.Maximum(x=x, y=1.17549435e-38), type=tf.int32)
    e = raw.Cast(x=raw.RightShift(x=bits, y=23) - 126, DstT=tf.float32)
    m = raw.Bitcast(input=raw.BitwiseOr(x=raw.BitwiseAnd(x=bits, y=0x807FFFFF - (1 << 32)), y=0x3F000000), type=tf.float32)
    low = raw.Less(x=m, y=0.707106781186547524)
    e = e - raw.Cast(x=low, DstT=tf.float32)
    m = _select(low, (m - 1.0) + m, m - 1.0)
    m2 = m * m
    m3 = m2 * m
    first = _polynomial(m, (7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1))
    second = _polynomial(m, (-1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1))
    third = _polynomial(m, (2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1))
    p = ((first * m3 + second) * m3 + third) * m3 + e * _LN2_LOW
    value = ((m - m2 * 0.5) + p) + e * _LN2_HIGH
    value = _select(raw.Equal(x=x, y=math.inf), x, value)
    value = _select(raw.GreaterEqual(x=x, y=0.0), value, raw.ZerosLike(x=x) + math.nan)
    return _select(_tiny(x), raw.ZerosLike(x=x) - math.inf, value)


def tanh(x: tf.Tensor) -> tf.Tensor:
    """A quotient of polynomials of degrees 13 and 6, the argument clipped at 9."""
    x = _clipped(x, 9.0)
    x2 = x * x
    p = x * _polynomial(x2, (-2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08,
                             1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03))  # fmt: skip
    return p / _polynomial(x2, (1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03))


def sigmoid(x: tf.Tensor) -> tf.Tensor:
    """A quotient of polynomials of degrees 9 and 10, the argument clipped at 18, the result at 0."""
    x = _clipped(x, 18.0)
    x2 = x * x
    p = x * _polynomial(x2, (4.37031012579801e-11, 1.15627324459942e-07, 6.08574864600143e-05, 8.51377133304701e-03, 2.48287947061529e-01))
    q = _polynomial(x2, (6.10247389755681e-13, 5.76102136993427e-09, 6.29106785017040e-06, 1.70198817374094e-03,
                         1.16817656904453e-01, 9.93151921023180e-01))  # fmt: skip
    return raw.Maximum(x=p / q + 0.5, y=0.0)


def log1p(x: tf.Tensor) -> tf.Tensor:
    """x * log(1 + x) / ((1 + x) - 1); x itself where 1 + x is 1 or infinite."""
    x1 = x + 1.0
    value = log(x1)
    as_it_is = raw.LogicalOr(x=raw.Equal(x=x1, y=1.0), y=raw.Equal(x=value, y=x1))
    return _select(as_it_is, x, x * (value / (x1 - 1.0)))


def expm1(x: tf.Tensor) -> tf.Tensor:
    """(u - 1) * x / log(u) for u = exp(x); x where u is 1, -1 where u - 1 is, u where it is infinite."""
    u = exp(x)
    less = u - 1.0
    value = log(u)
    value = _select(raw.Equal(x=u, y=value), u, less * (x / value))
    value = _select(raw.Equal(x=less, y=-1.0), less, value)
    return _select(raw.Equal(x=u, y=1.0), x, value)


def library_exp(x: tf.Tensor) -> tf.Tensor:
    """The C library's, one value at a time."""
    return _without_tiny(raw.Exp(x=x))


def library_log(x: tf.Tensor) -> tf.Tensor:
    """The C library's, one value at a time."""
    return _select(_tiny(x), raw.ZerosLike(x=x) - math.inf, raw.Log(x=x))


def plain_sigmoid(x: tf.Tensor) -> tf.Tensor:
    """1 / (1 + exp(-x))"""
    return 1.0 / (1.0 + raw.Exp(x=raw.Neg(x=x)))


def single_sigmoid(x: tf.Tensor) -> tf.Tensor:
    """1 / (1 + exp(-x)), but 0 below -18."""
    return _select(raw.Less(x=x, y=-18.0), raw.ZerosLike(x=x), plain_sigmoid(x))


def reciprocal(x: tf.Tensor) -> tf.Tensor:
    """1 / x, rounded once."""
    return 1.0 / x


def softplus(exp: Formula, log: Formula, epsilon: float) -> Formula:
    """log(exp(x) + 1); x itself above -(log(epsilon) + 2), exp(x) below that negated."""
    threshold = math.log(epsilon) + 2

    def formula(x: tf.Tensor) -> tf.Tensor:
        power = exp(x)
        low = _select(raw.Less(x=x, y=threshold), power, log(power + 1.0))
        return _select(raw.Greater(x=x, y=-threshold), x, low)

    return formula


def softplus_grad(exp: Formula) -> Formula:
    """gradients / (exp(-features) + 1)"""
    return lambda gradients, features: gradients / (exp(raw.Neg(x=features)) + 1.0)


def elu(exp: Formula) -> Formula:
    """exp(x) - 1 below 0"""
    return lambda x: _select(raw.Less(x=x, y=0.0), exp(x) - 1.0, x)


def selu(exp: Formula) -> Formula:
    """scale * alpha * (exp(x) - 1) below 0, scale * x above"""
    return lambda x: _select(raw.Less(x=x, y=0.0), (exp(x) - 1.0) * _SELU_SCALE_ALPHA, x * _SELU_SCALE)


_EPSILON = {tf.float32: 2.0**-23, tf.float64: 2.0**-52}


def _of_both(make: Callable[..., Formula], *extra: object) -> Formula:
    return by_eights(make(exp, *extra), make(library_exp, *extra))


FORMULAS: dict[str, dict[tf.DType, Formula]] = {
    "Exp": {tf.float32: by_eights(exp, library_exp)},
    "Log": {tf.float32: by_eights(log, library_log)},
    "Tanh": {tf.float32: tanh},
    "Sigmoid": {tf.float32: by_eights(sigmoid, single_sigmoid), tf.float64: plain_sigmoid},
    "Softplus": {
        tf.float32: by_eights(softplus(exp, log, _EPSILON[tf.float32]), softplus(library_exp, library_log, _EPSILON[tf.float32])),
        tf.float64: softplus(library_exp, library_log, _EPSILON[tf.float64]),
    },
    "SoftplusGrad": {tf.float32: _of_both(softplus_grad), tf.float64: softplus_grad(library_exp)},
    "Elu": {tf.float32: _of_both(elu)},
    "Selu": {tf.float32: _of_both(selu)},
    "Reciprocal": {tf.float32: reciprocal},
    "Inv": {tf.float32: reciprocal},
    "Log1p": {tf.float32: by_eights(log1p, lambda x: raw.Log1p(x=x))},
    "Expm1": {tf.float32: by_eights(expm1, lambda x: raw.Expm1(x=x))},
}
