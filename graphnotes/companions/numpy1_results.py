"""Functions of NumPy that are still there, but give another type, or another container, than in NumPy 1.

Source: what NumPy 1.18 gives for the same calls.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import numpy as np

from graphnotes.companions.arithmetic import as_then

_HALVES = {1: np.float16, 2: np.float32}  # the float for an integer, by its bytes; float64 for larger ones
_NARROW = (np.float16, np.float32)


def _as_float(rounding: Callable) -> Callable:
    """A rounding function that gives floats for integers; since NumPy 2.1 it gives the integers back."""

    @wraps(rounding)
    def rounded(x, /, *args, **kwargs):
        whole = np.asarray(x) if isinstance(x, (int, list, tuple)) else x
        if isinstance(whole, (np.ndarray, np.generic)) and whole.dtype.kind in "iub" and "dtype" not in kwargs:
            x = whole.astype(_HALVES.get(whole.dtype.itemsize, np.float64))
        return rounding(x, *args, **kwargs)

    return rounded


def _as_list(function: Callable) -> Callable:
    """A function that gives several arrays in a list; since NumPy 2 it is a tuple."""

    @wraps(function)
    def listed(*args, **kwargs):
        arrays = function(*args, **kwargs)
        return list(arrays) if isinstance(arrays, tuple) else arrays

    return listed


class BinaryUfunc:
    """A ufunc of two operands, by NumPy 1's rules for the type of the result where one is a NumPy scalar."""

    def __init__(self, today: np.ufunc) -> None:
        self._today, self.__name__, self.__doc__ = today, today.__name__, today.__doc__

    def __call__(self, a, b, *args, **kwargs):
        return self._today(*as_then(a, b), *args, **kwargs)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._today, name)

    def __repr__(self):
        return repr(self._today)


def _between(function: Callable) -> Callable:
    """`linspace` and its like: between two scalars they compute in double precision, whatever the scalars are."""

    @wraps(function)
    def spaced(start, stop, num=50, *args, **kwargs):
        start, stop = as_then(start, stop)
        if not isinstance(start, np.ndarray) and not isinstance(stop, np.ndarray):
            start, stop = (float(end) if isinstance(end, _NARROW) else end for end in (start, stop))
        return function(start, stop, int(num), *args, **kwargs)  # a float was cut to a whole number until NumPy 1.18

    return spaced


@wraps(np.histogram)
def histogram(a, bins=10, range=None, normed=None, weights=None, density=None):
    if range is None and isinstance(bins, int) and isinstance(a, np.ndarray) and a.dtype.type in _NARROW and a.size:
        range = float(a.min()), float(a.max())  # the edges are computed in double precision
    return np.histogram(a, bins=bins, range=range, weights=weights, density=density if density is not None else normed)


@wraps(np.nonzero)
def nonzero(a):
    return np.nonzero(np.atleast_1d(a) if np.ndim(a) == 0 else a)


@wraps(np.where)
def where(condition, *choices):
    if not choices:
        return nonzero(condition)
    return np.where(condition, *(as_then(*choices) if len(choices) == 2 else choices))


@wraps(np.count_nonzero)
def count_nonzero(a, axis=None, **kwargs):
    count = np.count_nonzero(a, axis, **kwargs)
    return int(count) if axis is None and not kwargs else count


def wrapped_around(value: object, dtype: object) -> np.ndarray:
    """Whole numbers as an integer type that has no room for them; called while NumPy's OverflowError is handled."""
    whole = np.asarray(value)
    if dtype is None or np.dtype(dtype).kind not in "iu" or whole.dtype.kind not in "iu":
        raise  # noqa: PLE0704 - the error being handled
    return whole.astype(dtype)


def _in_double(transform: Callable) -> Callable:
    """A Fourier transform that computes in double precision."""

    @wraps(transform)
    def transformed(a, *args, **kwargs):
        a = np.asarray(a)
        wider = {"f2": np.float64, "f4": np.float64, "c8": np.complex128}.get(a.dtype.str[1:])
        return transform(a if wider is None else a.astype(wider), *args, **kwargs)

    return transformed


_UFUNCS = ["add", "subtract", "multiply", "divide", "true_divide", "floor_divide", "remainder", "mod", "fmod", "divmod", "power", "maximum", "minimum", "fmax", "fmin", "hypot", "arctan2", "copysign", "nextafter", "logaddexp", "logaddexp2", "heaviside", "bitwise_and", "bitwise_or", "bitwise_xor", "left_shift", "right_shift", "gcd", "lcm"]

RESTORED: dict[str, object] = {
    **{name: _as_float(getattr(np, name)) for name in ("floor", "ceil", "trunc", "fix")},
    **{name: _as_list(getattr(np, name)) for name in ("meshgrid", "broadcast_arrays", "atleast_1d", "atleast_2d", "atleast_3d", "gradient")},
    **{name: BinaryUfunc(getattr(np, name)) for name in _UFUNCS},
    **{name: _between(getattr(np, name)) for name in ("linspace", "logspace", "geomspace")},
    **{function.__name__: function for function in (histogram, nonzero, where, count_nonzero)},
}
TRANSFORMS: dict[str, Callable] = {
    name: _in_double(getattr(np.fft, name))
    for kind in ("fft", "ifft", "rfft", "irfft")
    for name in (kind, f"{kind}2", f"{kind}n")
} | {name: _in_double(getattr(np.fft, name)) for name in ("hfft", "ihfft")}
