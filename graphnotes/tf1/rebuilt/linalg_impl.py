"""The matrix exponential: degrees are chosen by `tf.where` on vectors of norms, and squarings counted without a check."""

from __future__ import annotations

from tensorflow.python.framework import constant_op, dtypes, ops
from tensorflow.python.ops import array_ops, linalg_ops, math_ops, while_loop
from tensorflow.python.ops.linalg import linalg_impl

from graphnotes.tf1.rebuilt import rebuild

# Higham, The scaling and squaring method for the matrix exponential revisited (2005), table 2.3: up to which 1-norm
# the approximants of degree 3, 5, ... are exact in single and in double precision; the last bounds what is scaled
_SINGLE = ([4.258730016922831e-001, 1.880152677804762e000], 3.925724783138660)
_DOUBLE = (
    [1.495585217958292e-002, 2.539398330063230e-001, 9.504178996162932e-001, 2.097847961257068e000],
    5.371920351148152,
)
_DEGREES = {dtypes.float16: _SINGLE, dtypes.float32: _SINGLE, dtypes.complex64: _SINGLE}
_DEGREES |= {dtypes.float64: _DOUBLE, dtypes.complex128: _DOUBLE}


@rebuild("tensorflow.python.ops.linalg.linalg_impl", "matrix_exponential")
def matrix_exponential(input, name=None):
    """`tf.linalg.expm` of square matrices [..., m, m].

    Raises:
        ValueError: the matrices aren't floating point or complex.
    """
    with ops.name_scope(name, "matrix_exponential", [input]):
        matrix = ops.convert_to_tensor(input, name="input")
        if matrix.shape[-2:] == [0, 0]:
            return matrix
        batch_shape = matrix.shape[:-2]
        if not batch_shape.is_fully_defined():
            batch_shape = array_ops.shape(matrix)[:-2]
        matrix = array_ops.reshape(matrix, array_ops.concat(([-1], array_ops.shape(matrix)[-2:]), axis=0))
        columns = math_ops.reduce_sum(math_ops.abs(matrix), axis=array_ops.size(array_ops.shape(matrix)) - 2)
        norm = math_ops.reduce_max(columns, axis=-1)
        if matrix.dtype not in _DEGREES:
            raise ValueError(f"tf.linalg.expm does not support matrices of type {matrix.dtype}")
        squarings, u, v = _approximated(matrix, norm, *_DEGREES[matrix.dtype])
        numerator = u + v
        result = linalg_ops.matrix_solve(-u + v, numerator)
        most = math_ops.reduce_max(squarings)
        start = constant_op.constant(0.0, norm.dtype)

        def squared(i, r):
            return i + 1, array_ops.where(math_ops.less(i, squarings), math_ops.matmul(r, r), r)

        _, result = while_loop.while_loop(lambda i, r: math_ops.less(i, most), squared, [start, result])
        if not matrix.shape.is_fully_defined():
            shape = array_ops.concat((batch_shape, array_ops.shape(result)[-2:]), axis=0)
            return array_ops.reshape(result, shape)
        return array_ops.reshape(result, batch_shape.concatenate(result.shape[-2:]))


def _approximated(matrix, norm, bounds, scaled):
    """How often to square each matrix, and the parts of Padé's approximant of the degree that its norm needs."""

    def const(value):
        return constant_op.constant(value, norm.dtype)

    scaled = const(scaled)
    squarings = math_ops.floor(math_ops.log(norm / scaled) / math_ops.log(const(2.0)))
    squarings = math_ops.maximum(squarings, 0)
    approximants = [linalg_impl._matrix_exp_pade3, linalg_impl._matrix_exp_pade5, linalg_impl._matrix_exp_pade7]
    if len(bounds) == 4:
        approximants += [linalg_impl._matrix_exp_pade9, linalg_impl._matrix_exp_pade13]
    parts = [approximant(matrix) for approximant in approximants[:-1]]
    two = constant_op.constant(2.0, dtype=matrix.dtype)
    scale = math_ops.pow(two, math_ops.cast(squarings, matrix.dtype))[..., array_ops.newaxis, array_ops.newaxis]
    parts.append(approximants[-1](matrix / scale))

    def chosen(bounds, cases):
        if not bounds:
            return cases[0]
        small = math_ops.less(norm, const(bounds[0]))
        return array_ops.where(small, cases[0], chosen(bounds[1:], cases[1:]))

    return squarings, *(chosen(bounds, [part[i] for part in parts]) for i in range(2))
