"""How far two tensors are apart, in absolute, relative and rounding terms."""

from __future__ import annotations

import dataclasses

import numpy as np

UNSETTLED = "not compared: OLD's own value is finite or not as rounding has it"
DECADES = 14  # of a histogram: up to 1e-12, each power of ten from there, 1 and above


@dataclasses.dataclass
class Difference:
    """One tensor on both sides. `allowed` is what rounding explains; `passed` whether the difference is within it."""

    old: str
    new: str
    shape: tuple[int, ...]
    max_abs: float
    max_rel: float
    max_ulp: float
    floor: float
    allowed: float
    passed: bool
    at: tuple[int, ...] = ()
    old_value: float | str = ""
    new_value: float | str = ""
    histogram: list[int] = dataclasses.field(default_factory=list)
    note: str = ""


def difference(old: str, new: str, a: np.ndarray, b: np.ndarray, floor: float, allowed: float) -> Difference:
    """Compare `a` (old) with `b` (new). NaN equals NaN, an infinity equals itself; anything else non-finite is a difference."""
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape:
        note = f"shape {list(a.shape)} here, {list(b.shape)} there"
        return Difference(old, new, a.shape, np.inf, np.inf, np.inf, floor, allowed, False, note=note)
    if a.dtype.kind in "OSU" or b.dtype.kind in "OSU":
        same = a.astype(str) == b.astype(str)
        worst = 0.0 if same.all() else np.inf
        return Difference(old, new, a.shape, worst, worst, worst, 0.0, 0.0, bool(same.all()))
    if a.size == 0:
        return Difference(old, new, a.shape, 0.0, 0.0, 0.0, floor, allowed, True)
    if a.dtype == b.dtype and np.array_equal(a, b):  # nothing to measure, as often for large tensors
        none = [a.size] + [0] * (DECADES - 1)
        return Difference(old, new, a.shape, 0.0, 0.0, 0.0, floor, allowed, True, (0,) * a.ndim, _plain(a.flat[0]), _plain(b.flat[0]), none)
    gap = gaps(a, b)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        x, y = _wide(a), _wide(b)
        size = np.maximum(np.abs(x), np.abs(y))
        relative = np.where(gap == 0, 0.0, gap / np.where(size == 0, 1.0, size))
    worst = np.unravel_index(int(np.argmax(gap)), gap.shape)
    largest = float(gap[worst])
    unsettled = UNSETTLED if largest > 0 and np.isinf(floor) else ""
    return Difference(
        old,
        new,
        a.shape,
        largest,
        float(np.max(np.where(np.isnan(relative), np.inf, relative))),
        float(np.max(ulps(a, b))),
        floor,
        allowed,
        largest <= allowed,
        tuple(int(i) for i in worst),
        _plain(a[worst]),
        _plain(b[worst]),
        _histogram(gap, allowed),
        unsettled,
    )


def gaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """|a - b| element by element: none between two NaNs or equal infinities, an infinite one where only one side is finite."""
    x, y = _wide(np.asarray(a)), _wide(np.asarray(b))
    with np.errstate(invalid="ignore", over="ignore"):
        gap = np.abs(x - y)
        same = (x == y) | (np.isnan(x) & np.isnan(y))
    return np.where(same, 0.0, np.where(np.isnan(gap), np.inf, gap))


def ulps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Distance in units in the last place of float32 (the narrower of the two dtypes if that is float16)."""
    kind = np.float16 if np.float16 in (a.dtype, b.dtype) else np.float32
    if a.dtype.kind != "f" or b.dtype.kind != "f":
        return np.abs(_wide(a) - _wide(b))
    whole = np.int16 if kind is np.float16 else np.int32
    with np.errstate(over="ignore", invalid="ignore"):
        steps = [_ordered(v.astype(kind), whole) for v in (a, b)]
        gap = np.abs(steps[0] - steps[1]).astype(np.float64)
    return np.where(np.isnan(a) & np.isnan(b), 0.0, np.where(np.isnan(a) | np.isnan(b), np.inf, gap))


def _ordered(values, whole):
    """Bit patterns as integers that grow with the number."""
    bits = np.ascontiguousarray(values).view(whole).astype(np.int64)
    lowest = np.iinfo(whole).min
    return np.where(bits < 0, lowest - bits, bits)


def _wide(values):
    return values.astype(np.complex128) if values.dtype.kind == "c" else values.astype(np.float64)


def _plain(value):
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, int | float) else str(value)


def _histogram(gap, allowed):
    """Counts of elements by decade of difference, from 0 and below 1e-12 up to 1 and above."""
    finite = np.where(np.isfinite(gap), gap, 10.0)
    decades = np.clip(np.floor(np.log10(np.maximum(finite, 1e-13))) + 13, 0, DECADES - 1).astype(int)
    return np.bincount(decades.ravel(), minlength=DECADES).tolist()
