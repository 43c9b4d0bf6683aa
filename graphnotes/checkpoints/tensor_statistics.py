"""What a tensor's values look like at a glance, computed a few megabytes at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_CHUNK = 1 << 16  # values converted to float64 at once


@dataclass(frozen=True)
class Statistics:
    """Of the finite values: least, greatest, mean and standard deviation; how many are zero; how many are not finite.

    For booleans, False counts as 0 and True as 1.
    """

    minimum: float
    maximum: float
    mean: float
    std: float
    zeros: int
    not_finite: int
    count: int


def statistics(array: np.ndarray) -> Statistics | None:
    """The statistics of `array`, or None for strings, complex numbers and empty tensors."""
    if array.dtype.kind in "OSUc" or array.size == 0:
        return None
    flat = array.reshape(-1)
    least, most, mean, squares, zeros, finite = np.inf, -np.inf, 0.0, 0.0, 0, 0
    for at in range(0, flat.size, _CHUNK):
        chunk = flat[at:at + _CHUNK].astype(np.float64)
        is_finite = np.isfinite(chunk)
        if not is_finite.all():
            chunk = chunk[is_finite]
            if not chunk.size:
                continue
        least, most = min(least, chunk.min()), max(most, chunk.max())
        zeros += chunk.size - np.count_nonzero(chunk)
        # Chan, Golub and LeVeque's update of mean and sum of squared deviations by a block
        center = chunk.mean()
        delta, finite = center - mean, finite + chunk.size
        mean += delta * chunk.size / finite
        chunk -= center
        squares += np.dot(chunk, chunk) + delta**2 * chunk.size * (finite - chunk.size) / finite
    if not finite:
        return Statistics(np.nan, np.nan, np.nan, np.nan, 0, flat.size, flat.size)
    return Statistics(float(least), float(most), float(mean), float(np.sqrt(squares / finite)), zeros, flat.size - finite, flat.size)
