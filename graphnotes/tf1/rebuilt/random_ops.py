"""Random ops: their bounds are always nodes of the graph, also when they are 0 and 1."""

from __future__ import annotations

import numpy as np
from tensorflow.python.framework import dtypes, ops, random_seed, tensor_util
from tensorflow.python.ops import array_ops, gen_random_ops, math_ops, shape_util

from graphnotes.tf1.rebuilt import rebuild

_UNIFORM_DTYPES = frozenset(
    (dtypes.float16, dtypes.bfloat16, dtypes.float32, dtypes.float64, dtypes.int32, dtypes.int64)
)


def uniform_bounds(dtype, maxval):
    """The dtype of a uniform draw, and its upper bound: 1 where none is given."""
    dtype = dtypes.as_dtype(dtype)
    if dtype not in _UNIFORM_DTYPES:
        raise ValueError(f"Invalid dtype {dtype!r}")
    if maxval is None:
        if dtype.is_integer:
            raise ValueError(f"Must specify maxval for integer dtype {dtype!r}")
        maxval = 1
    return dtype, maxval


@rebuild("tensorflow.python.ops.random_ops", "random_uniform")
def random_uniform(shape, minval=0, maxval=None, dtype=dtypes.float32, seed=None, name=None):
    """`tf.random_uniform`: draws * (max - min) + min, every term a node."""
    dtype, maxval = uniform_bounds(dtype, maxval)
    with ops.name_scope(name, "random_uniform", [shape, minval, maxval]) as scope:
        shape = shape_util.shape_tensor(shape)
        low = ops.convert_to_tensor(minval, dtype=dtype, name="min")
        high = ops.convert_to_tensor(maxval, dtype=dtype, name="max")
        seed, seed2 = random_seed.get_seed(seed)
        if dtype.is_integer:
            result = gen_random_ops.random_uniform_int(shape, low, high, seed=seed, seed2=seed2, name=scope)
        else:
            unit = gen_random_ops.random_uniform(shape, dtype, seed=seed, seed2=seed2)
            result = math_ops.add(unit * (high - low), low, name=scope)
        shape_util.maybe_set_static_shape(result, shape)
        return result


@rebuild("tensorflow.python.ops.random_ops", "random_gamma")
def random_gamma(shape, alpha, beta=None, dtype=dtypes.float32, seed=None, name=None):
    """`tf.random_gamma`: alpha takes beta's shape by adding zeros."""
    with ops.name_scope(name, "random_gamma", [shape, alpha, beta]):
        shape = ops.convert_to_tensor(shape, name="shape", dtype=dtypes.int32)
        alpha = ops.convert_to_tensor(alpha, name="alpha", dtype=dtype)
        beta = ops.convert_to_tensor(1 if beta is None else beta, name="beta", dtype=dtype)
        alphas = alpha + array_ops.zeros_like(beta)
        seed, seed2 = random_seed.get_seed(seed)
        draws = gen_random_ops.random_gamma(shape, alphas, seed=seed, seed2=seed2)
        result = math_ops.maximum(np.finfo(alpha.dtype.as_numpy_dtype).tiny, draws / beta)
        _set_static_shape(result, shape, alphas)
        return result


@rebuild("tensorflow.python.ops.random_ops", "random_poisson_v2")
def random_poisson_v2(shape, lam, dtype=dtypes.float32, seed=None, name=None):
    """`tf.random_poisson`: a Python rate is the kernel's own double, whatever the output's dtype."""
    with ops.name_scope(name, "random_poisson", [lam, shape]):
        shape = ops.convert_to_tensor(shape, name="shape", dtype=dtypes.int32)
        seed, seed2 = random_seed.get_seed(seed)
        result = gen_random_ops.random_poisson_v2(shape, lam, dtype=dtype, seed=seed, seed2=seed2)
        _set_static_shape(result, shape, lam)
        return result


def _set_static_shape(result, shape, rates) -> None:
    """Inside functions shape inference stops at the captured shape; what is known of it is set here."""
    if ops.get_default_graph().building_function and not result.shape.is_fully_defined():
        known = tensor_util.constant_value_as_shape(shape_util.shape_tensor(shape))
        result.set_shape(known.concatenate(ops.convert_to_tensor(rates).shape))
