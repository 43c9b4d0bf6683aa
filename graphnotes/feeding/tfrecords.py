"""TFRecord files as an array of records, each read when it is used."""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphnotes.checkpoints import checksums
from graphnotes.feeding.errors import FeedError

_HEADER = struct.Struct("<QI")  # length, masked CRC-32C of its eight bytes
_FOOTER = struct.Struct("<I")  # masked CRC-32C of the data


class TFRecords:
    """The records of uncompressed TFRecord files, in order, as a source for `batches`.

    The files are mapped, not read; opening walks over the headers once and keeps 8 bytes per record. Every record's
    checksum is checked when it is read. Without `parse` a batch is an object array of bytes, as a string placeholder takes
    it (for `tf.parse_example`).

    Args:
        paths: one file or several.
        parse: makes an array (always of the same shape and dtype) of a record's bytes.

    Raises:
        FeedError: a file is cut short or damaged, or holds no records.
        OSError: a file can't be opened.
    """

    def __init__(
        self, paths: str | os.PathLike | Sequence[str | os.PathLike], parse: Callable[[bytes], Any] | None = None
    ) -> None:
        if isinstance(paths, (str, os.PathLike)):
            paths = [paths]
        self._paths = [os.fspath(path) for path in paths]
        self._parse = parse
        self._bytes = [_mapped(path) for path in self._paths]
        starts = [_starts(path, data) for path, data in zip(self._paths, self._bytes, strict=True)]
        self._first = np.cumsum([0] + [len(s) - 1 for s in starts])  # of each file
        self._starts = starts
        if not self._first[-1]:
            raise FeedError(f"{', '.join(self._paths) or 'no file'}: no records")
        example = self[:1]
        self.shape = (len(self), *example.shape[1:])
        self.dtype = example.dtype

    def __len__(self) -> int:
        return int(self._first[-1])

    def __getitem__(self, rows: slice | np.ndarray) -> np.ndarray:
        rows = np.arange(*rows.indices(len(self))) if isinstance(rows, slice) else rows
        files = np.searchsorted(self._first, rows, "right") - 1
        records = [self._record(file, row - self._first[file]) for file, row in zip(files, rows, strict=True)]
        if self._parse is not None:
            return np.stack([self._example(record, file, first=row == 0) for record, file, row in zip(records, files, rows, strict=True)])
        out = np.empty(len(records), object)
        out[:] = records
        return out

    def _example(self, record: bytes, file: int, first: bool) -> np.ndarray:
        """What `parse` makes of a record: an array of the shape it made of the first."""
        parsed = self._parse(record)
        if isinstance(parsed, dict) or isinstance(parsed, tuple) and len({np.shape(part) for part in parsed}) > 1:
            raise FeedError(
                f"{self._paths[file]}: parse gave several values of a record, {type(parsed).__name__} of {len(parsed)}; it gives one array, "
                "so take one TFRecords for each placeholder"
            )
        example = np.asarray(parsed)
        if not first and example.shape != self.shape[1:]:
            raise FeedError(f"{self._paths[file]}: parse gave an example of shape {example.shape}, of the first record {self.shape[1:]}")
        return example

    def _record(self, file: int, index: int) -> bytes:
        start, following = self._starts[file][index : index + 2].tolist()
        data, end = self._bytes[file], following - _FOOTER.size
        record = data[start + _HEADER.size : end]
        if checksums.masked(record) != _FOOTER.unpack_from(data, end)[0]:
            raise FeedError(f"{self._paths[file]}: the record at byte {start} is damaged: its checksum doesn't match")
        return record


def _mapped(path: str) -> mmap.mmap | bytes:
    """The bytes of a file, mapped read-only."""
    with open(path, "rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if os.path.getsize(path) else b""


def _starts(path: str, data: mmap.mmap | bytes) -> np.ndarray:
    """Where each record of a file starts, and where the last one ends."""
    starts, size = [0], len(data)
    while (start := starts[-1]) < size:
        if start + _HEADER.size > size:
            raise FeedError(f"{path}: the record at byte {start} is cut short")
        length, checksum = _HEADER.unpack_from(data, start)
        if checksums.masked(data[start : start + 8]) != checksum:
            raise FeedError(f"{path}: no record starts at byte {start}: not an uncompressed TFRecord file, or damaged")
        end = start + _HEADER.size + length + _FOOTER.size
        if end > size:
            raise FeedError(f"{path}: the record at byte {start} is cut short: it ends at byte {end} of {size}")
        starts.append(end)
    return np.array(starts, np.int64)
