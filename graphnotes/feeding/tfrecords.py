"""TFRecord files as an array of records, each read when it is used."""

from __future__ import annotations

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

    Opening it walks over the headers once; in memory are 8 bytes per record. Every record's checksum is checked when it is
    read. Without `parse` a batch is an object array of bytes, as a string placeholder takes it (for `tf.parse_example`).

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
        offsets = [_offsets(path) for path in self._paths]
        self._first = np.cumsum([0] + [len(o) for o in offsets])  # of each file
        self._offsets = np.concatenate(offsets) if offsets else np.zeros(0, np.int64)
        if not len(self._offsets):
            raise FeedError(f"{', '.join(self._paths) or 'no file'}: no records")
        example = self[:1]
        self.shape = (len(self._offsets), *example.shape[1:])
        self.dtype = example.dtype

    def __len__(self) -> int:
        return len(self._offsets)

    def __getitem__(self, rows: slice | np.ndarray) -> np.ndarray:
        records = [self._record(i) for i in np.arange(len(self))[rows]]
        if self._parse is not None:
            return np.stack([np.asarray(self._parse(record)) for record in records])
        out = np.empty(len(records), object)
        out[:] = records
        return out

    def _record(self, index: int) -> bytes:
        path = self._paths[np.searchsorted(self._first, index, "right") - 1]
        offset = int(self._offsets[index])
        with open(path, "rb") as file:
            file.seek(offset)
            (length, _) = _header(file.read(_HEADER.size), path, offset)
            data, footer = file.read(length), file.read(_FOOTER.size)
        if len(data) < length or len(footer) < _FOOTER.size:
            raise FeedError(f"{path}: the record at byte {offset} is cut short")
        if checksums.masked(data) != _FOOTER.unpack(footer)[0]:
            raise FeedError(f"{path}: the record at byte {offset} is damaged: its checksum doesn't match")
        return data


def _header(header: bytes, path: str, offset: int) -> tuple[int, int]:
    if len(header) < _HEADER.size:
        raise FeedError(f"{path}: the record at byte {offset} is cut short")
    length, checksum = _HEADER.unpack(header)
    if checksums.masked(header[:8]) != checksum:
        raise FeedError(f"{path}: no record starts at byte {offset}: not an uncompressed TFRecord file, or damaged")
    return length, checksum


def _offsets(path: str) -> np.ndarray:
    """Where each record of a file starts."""
    offsets, offset, size = [], 0, os.path.getsize(path)
    with open(path, "rb") as file:
        while offset < size:
            file.seek(offset)
            length, _ = _header(file.read(_HEADER.size), path, offset)
            offsets.append(offset)
            offset += _HEADER.size + length + _FOOTER.size
            if offset > size:
                raise FeedError(f"{path}: the record at byte {offsets[-1]} is cut short: it ends at byte {offset} of {size}")
    return np.array(offsets, np.int64)
