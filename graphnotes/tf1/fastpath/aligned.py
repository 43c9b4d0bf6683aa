"""Arrays where the runtime reads them in place.

The runtime takes a fed array's memory as it is if that starts at a multiple of 64 bytes, and copies it if not; NumPy's
arrays start at multiples of 16. Only arrays that nobody else holds should be made so: a queue keeps what it is given, and
would show what is written into such an array later.
"""

from __future__ import annotations

import math

import numpy as np

_BYTES = 64


def empty(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """An uninitialized array [*shape] whose address is a multiple of 64."""
    memory = np.empty(math.prod(shape) * dtype.itemsize + _BYTES, np.uint8)
    return np.ndarray(shape, dtype, memory, -memory.ctypes.data % _BYTES)
