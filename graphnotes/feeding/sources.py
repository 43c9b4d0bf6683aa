"""What batches can be taken from: arrays in memory, memory-mapped files, and anything that looks like an array."""

from __future__ import annotations

import os
from typing import Any, Protocol

import numpy as np

from graphnotes.feeding.errors import FeedError


class Source(Protocol):
    """Rows on demand: NumPy arrays, memory maps, `TFRecords`."""

    shape: tuple[int, ...]
    dtype: np.dtype

    def __len__(self) -> int: ...

    def __getitem__(self, rows: slice | np.ndarray) -> np.ndarray: ...


def npy(path: str | os.PathLike) -> np.ndarray:
    """The array of a .npy file, mapped read-only: only the rows that are used are read.

    Raises:
        FeedError: the file is no .npy file, is cut short, or holds Python objects.
        OSError: it can't be opened.
    """
    try:
        array = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise FeedError(f"{os.fspath(path)} can't be read as a .npy file of numbers: {error}") from None
    if not isinstance(array, np.ndarray):  # an .npz archive
        array.close()
        raise FeedError(f"{os.fspath(path)} is an archive of arrays (.npz), which can't be mapped: save the array with np.save")
    return array


def as_source(data: Any) -> Source:
    """`data` as rows on demand: paths are mapped, lists become arrays, arrays and the like stay what they are."""
    if isinstance(data, (str, os.PathLike)):
        data = npy(data)
    elif not all(hasattr(data, name) for name in ("shape", "dtype", "__getitem__", "__len__")) or hasattr(data, "iloc"):
        data = np.asarray(data)
    if not len(data.shape):
        raise FeedError("batches need arrays of examples, got a single number: give what is the same in every batch as `feed`")
    return data
