"""Stateless random ops: the seed goes to the kernel as it is."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import gen_stateless_random_ops, math_ops, shape_util

from graphnotes.tf1.rebuilt import rebuild
from graphnotes.tf1.rebuilt.random_ops import uniform_bounds

_MODULE = "tensorflow.python.ops.stateless_random_ops"


@rebuild(_MODULE, "stateless_random_uniform")
def stateless_random_uniform(shape, seed, minval=0, maxval=None, dtype=dtypes.float32, name=None, alg=None):
    """`tf.random.stateless_uniform`; ValueError for a dtype it can't draw, or an integer dtype without maxval."""
    dtype, maxval = uniform_bounds(dtype, maxval)
    with ops.name_scope(name, "stateless_random_uniform", [shape, seed, minval, maxval]) as scope:
        shape = shape_util.shape_tensor(shape)
        low = ops.convert_to_tensor(minval, dtype=dtype, name="min")
        high = ops.convert_to_tensor(maxval, dtype=dtype, name="max")
        if dtype.is_integer:
            result = gen_stateless_random_ops.stateless_random_uniform_int(
                shape, seed=seed, minval=low, maxval=high, name=scope
            )
        else:
            unit = gen_stateless_random_ops.stateless_random_uniform(shape, seed=seed, dtype=dtype)
            result = math_ops.add(unit * (high - low), low, name=scope)
        shape_util.maybe_set_static_shape(result, shape)
        return result


def _scaled(kernel, default_name, shape, seed, mean, stddev, dtype, name):
    with ops.name_scope(name, default_name, [shape, seed, mean, stddev]) as scope:
        shape = shape_util.shape_tensor(shape)
        mean = ops.convert_to_tensor(mean, dtype=dtype, name="mean")
        stddev = ops.convert_to_tensor(stddev, dtype=dtype, name="stddev")
        result = math_ops.add(kernel(shape, seed, dtype) * stddev, mean, name=scope)
        shape_util.maybe_set_static_shape(result, shape)
        return result


@rebuild(_MODULE, "stateless_random_normal")
def stateless_random_normal(shape, seed, mean=0.0, stddev=1.0, dtype=dtypes.float32, name=None, alg=None):
    """`tf.random.stateless_normal`."""
    kernel = gen_stateless_random_ops.stateless_random_normal
    return _scaled(kernel, "stateless_random_normal", shape, seed, mean, stddev, dtype, name)


@rebuild(_MODULE, "stateless_truncated_normal")
def stateless_truncated_normal(shape, seed, mean=0.0, stddev=1.0, dtype=dtypes.float32, name=None, alg=None):
    """`tf.random.stateless_truncated_normal`."""
    kernel = gen_stateless_random_ops.stateless_truncated_normal
    return _scaled(kernel, "stateless_truncated_normal", shape, seed, mean, stddev, dtype, name)
