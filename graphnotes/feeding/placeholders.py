"""Whether data fits the placeholder it is meant for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphnotes.feeding.errors import FeedError


def check_feed(placeholder: Any, shape: Sequence[int | None], dtype: np.dtype, what: str = "what is fed") -> None:
    """Check that arrays of this shape (None: any size) and dtype can be fed to `placeholder`.

    A dtype fits when nothing but precision can be lost: float64 for float32, uint8 for float32, but not float for int.

    Raises:
        FeedError: they can't; one sentence with both shapes and dtypes.
    """
    wanted = placeholder.dtype.as_numpy_dtype
    takes = None if placeholder.shape.rank is None else placeholder.shape.as_list()
    fits = takes is None or (
        len(takes) == len(shape)
        and all(a is None or b is None or a == b for a, b in zip(takes, shape, strict=True))
    )
    if not fits or not _castable(dtype, wanted):
        raise FeedError(
            f"{placeholder.name} takes {placeholder.dtype.name} {_sizes(takes)}, but {what} is {dtype} {_sizes(shape)}"
        )


def _castable(dtype: np.dtype, wanted: type) -> bool:
    if wanted is object:  # TensorFlow's strings
        return dtype.kind in "OSU"
    if dtype.kind == "O":
        return False
    return np.can_cast(dtype, wanted, "same_kind")


def _sizes(shape: Sequence[int | None] | None) -> str:
    if shape is None:
        return "of any shape"
    return "[" + ", ".join("?" if size is None else str(size) for size in shape) + "]"
