"""Two checkpoints side by side: names, dtypes, shapes, and how far values are apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graphnotes.checkpoints.checkpoint import Checkpoint, Entry


@dataclass(frozen=True)
class TensorDifference:
    """One tensor in two checkpoints; `first` or `second` is None where it is missing.

    `different` values differ in their bits (0 of `-0` included); `max_abs` is the largest absolute difference and
    `max_ulp` the largest number of representable values between two (None where that has no meaning). A NaN against a
    number makes `max_abs` NaN.
    """

    name: str
    first: Entry | None
    second: Entry | None
    different: int = 0
    count: int = 0
    max_abs: float | None = None
    max_ulp: int | None = None

    @property
    def equal(self) -> bool:
        """Whether it is in both, of the same dtype and shape, bit for bit."""
        one, two = self.first, self.second
        return bool(one and two and (one.dtype, one.shape) == (two.dtype, two.shape) and not self.different)


def diff(first: Checkpoint, second: Checkpoint) -> Iterator[TensorDifference]:
    """Compares all tensors of two checkpoints by name, in order of names, reading one pair at a time."""
    for name in sorted({*first, *second}):
        one, two = first.entries.get(name), second.entries.get(name)
        if one is None or two is None or (one.dtype, one.shape) != (two.dtype, two.shape):
            yield TensorDifference(name, one, two)
        else:
            yield TensorDifference(name, one, two, *difference(first.read(name), second.read(name)))


def difference(a: np.ndarray, b: np.ndarray) -> tuple[int, int, float | None, int | None]:
    """Of two arrays of one dtype and shape: how many values differ, how many there are, largest difference and ULPs."""
    if a.dtype == object:
        return int(sum(x != y for x, y in zip(a.reshape(-1), b.reshape(-1)))), a.size, None, None
    a, b = np.ascontiguousarray(a).reshape(-1), np.ascontiguousarray(b).reshape(-1)
    if not a.size:
        return 0, 0, 0.0, None
    width = a.dtype.itemsize
    rows_a, rows_b = a.view(np.uint8).reshape(-1, width), b.view(np.uint8).reshape(-1, width)
    unlike = (rows_a != rows_b).any(1)
    different = int(unlike.sum())
    if not different:
        return 0, a.size, 0.0, 0 if _is_float(a.dtype) else None
    a, b = a[unlike], b[unlike]
    if a.dtype.kind == "c":
        return different, unlike.size, float(np.abs(a - b).max()), None
    if a.dtype.kind in "iu":
        return different, unlike.size, float(_integers_apart(a, b)), None
    if not _is_float(a.dtype):  # booleans, 4-bit integers
        return different, unlike.size, float(np.abs(a.astype(np.float64) - b.astype(np.float64)).max()), None
    with np.errstate(all="ignore"):
        apart = np.abs(a.astype(np.float64) - b.astype(np.float64))
    apart[a == b] = 0.0  # infinities of one sign
    both_nan = np.isnan(a.astype(np.float64)) & np.isnan(b.astype(np.float64))
    apart[both_nan] = 0.0
    numbers = ~(np.isnan(a.astype(np.float64)) | np.isnan(b.astype(np.float64)))
    return different, unlike.size, float(apart.max()), max_ulp(a[numbers], b[numbers])


def _integers_apart(a: np.ndarray, b: np.ndarray) -> int:
    """The largest difference of integers; of 64-bit ones as uint64, where subtraction wraps to the right result."""
    if a.dtype.itemsize < 8:
        return int(np.abs(a.astype(np.int64) - b.astype(np.int64)).max())
    one, two = a.view(np.uint64), b.view(np.uint64)
    return int(np.where(a > b, one - two, two - one).max())


def _is_float(dtype: np.dtype) -> bool:
    return dtype.kind == "f" or "float" in dtype.name


def max_ulp(a: np.ndarray, b: np.ndarray) -> int | None:
    """The largest count of steps between neighbouring representable values from `a` to `b`; None without numbers.

    Zero of either sign is one value. The dtype's bits are read as sign and magnitude, so it holds for every float.
    """
    if not a.size:
        return None
    one, two = _ordinals(a), _ordinals(b)
    return int(np.where(one > two, one - two, two - one).max())


def _ordinals(values: np.ndarray) -> np.ndarray:
    """Where each value stands among the representable ones, as uint64 around 2**63."""
    width = values.dtype.itemsize
    bits = np.ascontiguousarray(values).view(f"u{width}").astype(np.uint64)
    sign = np.uint64(1 << 8 * width - 1)
    magnitude, middle = bits & ~sign, np.uint64(1 << 63)
    return np.where(bits & sign, middle - magnitude, middle + magnitude)
