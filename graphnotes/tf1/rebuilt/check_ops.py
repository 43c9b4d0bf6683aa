"""Assertions: the given message is a node as it stands, and monotony is read from the differences."""

from __future__ import annotations

from tensorflow.python.eager import context
from tensorflow.python.framework import ops
from tensorflow.python.ops import array_ops, check_ops, cond, math_ops

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.ops.check_ops"


def _against_zero(function: str, condition: str, check) -> None:
    """Rebuild an assertion about signs; `check` makes it from x, a zero and what to say."""

    @rebuild(_MODULE, function)
    def assertion(x, data=None, summarize=None, message=None, name=None):
        if context.executing_eagerly():
            return assertion.original(x, data, summarize, message, name)
        with ops.name_scope(name, function, [x, data]):
            x = ops.convert_to_tensor(x, name="x")
            if data is None:
                says = f"Condition x {condition} 0 did not hold element-wise:"
                named = f"x ({x.name}) = "
                # non_positive lacked the comma between the two
                data = [message or "", *([says + named] if condition == "<=" else [says, named]), x]
            return check(x, ops.convert_to_tensor(0, dtype=x.dtype), data=data, summarize=summarize)


_against_zero("assert_negative", "<", lambda x, zero, **says: check_ops.assert_less(x, zero, **says))
_against_zero("assert_positive", ">", lambda x, zero, **says: check_ops.assert_less(zero, x, **says))
_against_zero("assert_non_negative", ">=", lambda x, zero, **says: check_ops.assert_less_equal(zero, x, **says))
_against_zero("assert_non_positive", "<=", lambda x, zero, **says: check_ops.assert_less_equal(x, zero, **says))


def _differences(x):
    """x[1:] - x[:-1] of the flattened tensor, or nothing if it has less than two elements."""
    x = array_ops.reshape(x, [-1])
    if not check_ops.is_numeric_tensor(x):
        raise TypeError(f"Expected x to be numeric, instead found: {x}")
    alone = math_ops.less(array_ops.size(x), 2)
    length = array_ops.shape(x) - 1
    return cond.cond(
        alone,
        lambda: ops.convert_to_tensor([], dtype=x.dtype),
        lambda: array_ops.strided_slice(x, [1], [1] + length) - array_ops.strided_slice(x, [0], length),
    )


@rebuild(_MODULE, "is_non_decreasing")
def is_non_decreasing(x, name=None):
    """`tf.is_non_decreasing`: whether no element is smaller than the one before it."""
    with ops.name_scope(name, "is_non_decreasing", [x]):
        differences = _differences(x)
        zero = ops.convert_to_tensor(0, dtype=differences.dtype)
        return math_ops.reduce_all(math_ops.less_equal(zero, differences))


@rebuild(_MODULE, "is_strictly_increasing")
def is_strictly_increasing(x, name=None):
    """`tf.is_strictly_increasing`: whether every element is greater than the one before it."""
    with ops.name_scope(name, "is_strictly_increasing", [x]):
        differences = _differences(x)
        zero = ops.convert_to_tensor(0, dtype=differences.dtype)
        return math_ops.reduce_all(math_ops.less(zero, differences))
