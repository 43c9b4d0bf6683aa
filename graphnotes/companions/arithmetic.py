"""NumPy 1's arithmetic: which type a sum, difference, product or quotient of a NumPy scalar has.

NumPy 1 took a Python number beside a NumPy scalar at its full width (`np.float32(1) / 3` is a float64: a mean of losses has 15 digits),
and let an array keep its type beside a NumPy scalar of the same kind (`float32_array * np.float64(2)` is float32). NumPy 2 does the
opposite of both (NEP 50). Legacy modules call these functions in place of their operators; where no NumPy scalar takes part, they do
what the operator does.
"""

from __future__ import annotations

import operator
from collections.abc import Callable

import numpy as np

_SCALARS = frozenset(t for t in set(np.sctypeDict.values()) if issubclass(t, (np.number, np.bool_)))
_STRONG = {bool: np.bool_, int: np.int64, float: np.float64, complex: np.complex128}
_KINDS = {"b": 0, "i": 1, "u": 1, "f": 2, "c": 3}


def as_then(a: object, b: object) -> tuple[object, object]:
    """The two operands, so that NumPy 2 gives the result the type NumPy 1 gave it; as they are where none is a NumPy scalar."""
    return _as_then(a, b) if a.__class__ in _SCALARS or b.__class__ in _SCALARS else (a, b)


def _as_then(a: object, b: object) -> tuple[object, object]:
    """The same for operands of which one is a NumPy scalar."""
    first, second = type(a), type(b)
    if first in _SCALARS:
        if second in _STRONG:
            return a, _strong(second, b)
        if isinstance(b, np.ndarray):
            return _weak(a, b), b
    elif first in _STRONG:
        return _strong(first, a), b
    elif isinstance(a, np.ndarray):
        return a, _weak(b, a)
    return a, b


def _strong(kind: type, value: object) -> object:
    try:
        return _STRONG[kind](value)
    except OverflowError:  # more than 64 bits
        return value


def _weak(scalar: np.generic, array: np.ndarray) -> object:
    """A scalar that does not widen the array beside it, if it is of no higher kind and within its range."""
    kind = _KINDS.get(array.dtype.kind, -1)
    if array.ndim == 0 or kind < _KINDS[scalar.dtype.kind]:
        return scalar
    if kind == 1 and not np.iinfo(array.dtype).min <= scalar <= np.iinfo(array.dtype).max:
        return scalar
    return scalar.item()


def _wider(operate: Callable, a: object, b: object) -> object:
    """The result for an array of whole numbers and one its type has no room for; called while that OverflowError is handled."""
    if isinstance(a, np.ndarray) and a.dtype.kind in "iu" and isinstance(b, int):
        return operate(a.astype(_room_for(a.dtype, b)), b)
    if isinstance(b, np.ndarray) and b.dtype.kind in "iu" and isinstance(a, int):
        return operate(a, b.astype(_room_for(b.dtype, a)))
    raise  # noqa: PLE0704 - the error being handled


def _room_for(dtype: np.dtype, value: int) -> np.dtype:
    """The smallest type that holds both."""
    return np.result_type(dtype, np.min_scalar_type(-abs(value) if dtype.kind == "i" else value))


def _of_numpy_1(operate: Callable) -> Callable:
    """A binary operator that gives its result NumPy 1's type."""

    def operated(a, b):
        if a.__class__ in _SCALARS or b.__class__ in _SCALARS:
            a, b = _as_then(a, b)
        try:
            return operate(a, b)
        except OverflowError:
            return _wider(operate, a, b)

    return operated


def _in_place(operate: Callable) -> Callable:
    """An augmented assignment of NumPy 1; an array is changed where it stands, so it keeps its type anyway."""

    def operated(a, b):
        if (a.__class__ in _SCALARS or b.__class__ in _SCALARS) and not isinstance(a, np.ndarray):
            a, b = _as_then(a, b)
        return operate(a, b)

    return operated


add, subtract, multiply, divide = map(_of_numpy_1, (operator.add, operator.sub, operator.mul, operator.truediv))
floor_divide, remainder, power = map(_of_numpy_1, (operator.floordiv, operator.mod, operator.pow))
add_to, subtract_to, multiply_to, divide_to = map(_in_place, (operator.iadd, operator.isub, operator.imul, operator.itruediv))

# operator of the syntax tree -> (the name legacy modules call it by, the function)
BINARY = {
    "Add": ("__graphnotes_add__", add), "Sub": ("__graphnotes_sub__", subtract),
    "Mult": ("__graphnotes_mult__", multiply), "Div": ("__graphnotes_div__", divide),
    "FloorDiv": ("__graphnotes_floordiv__", floor_divide), "Mod": ("__graphnotes_mod__", remainder), "Pow": ("__graphnotes_pow__", power),
}  # fmt: skip
IN_PLACE = {
    "Add": ("__graphnotes_iadd__", add_to), "Sub": ("__graphnotes_isub__", subtract_to),
    "Mult": ("__graphnotes_imul__", multiply_to), "Div": ("__graphnotes_idiv__", divide_to),
}  # fmt: skip
