"""Sorted string tables: the key/value files that hold a V2 checkpoint's index and a whole V1 checkpoint.

The layout is LevelDB's, as TensorFlow's lib/io writes it: blocks of prefix-compressed entries, each followed by a type
byte and a masked CRC-32C, an index block of block handles, and a 48-byte footer ending in a magic number. TensorFlow
writes its checkpoints uncompressed.
"""

from __future__ import annotations

import bisect
import os
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from graphnotes.checkpoints import checksums
from graphnotes.checkpoints.errors import CheckpointError, corrupt

MAGIC = 0xDB4775248B80FB57
FOOTER = 48
TRAILER = 5  # type byte and checksum after every block
_RESTART_INTERVAL = 16
_BLOCK_SIZE = 256 << 10


class Handle(NamedTuple):
    """Where a block lies: byte offset and size, without its trailer."""

    offset: int
    size: int


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """The base-128 number at `at` and the position after it; IndexError or ValueError when there is none."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if value >= 1 << 64:
                raise ValueError("number over 64 bits")
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("number over 64 bits")


def write_varint(value: int) -> bytes:
    """`value` as a base-128 number."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def looks_like_table(path: str) -> bool:
    """Whether the file ends in the table magic (a file cut short does not)."""
    with open(path, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size < FOOTER:
            return False
        file.seek(size - 8)
        return struct.unpack("<Q", file.read(8))[0] == MAGIC


class Table:
    """A table file opened for reading: its footer and index are read and checked at once, blocks when asked for."""

    def __init__(self, path: str):
        self.path = path
        try:
            self._size = os.path.getsize(path)
            with open(path, "rb") as file:
                self._read_ends(file)
        except OSError as error:
            raise CheckpointError(f"{path}: {error.strerror or error}") from None
        self._cached: tuple[Handle, list[tuple[bytes, bytes]]] | None = None

    def _read_ends(self, file: BinaryIO) -> None:
        if self._size < FOOTER:
            raise corrupt(self.path, "too short to be a table", expected=f"at least {FOOTER} bytes", found=self._size)
        file.seek(self._size - FOOTER)
        footer = file.read(FOOTER)
        magic = struct.unpack("<Q", footer[-8:])[0]
        if magic != MAGIC:
            raise corrupt(self.path, "no table footer at its end (cut short, or not a checkpoint)",
                          expected=f"magic {MAGIC:#x}", found=f"{magic:#x}")
        try:
            values, at = [], 0
            for _ in range(4):
                value, at = read_varint(footer[:40], at)
                values.append(value)
        except (IndexError, ValueError):
            raise corrupt(self.path, "the footer's block handles are unreadable") from None
        self.metaindex = Handle(*values[:2])
        self.index = Handle(*values[2:])
        self._last_keys: list[bytes] = []
        self.blocks: list[Handle] = []
        for key, value in self._entries(self._block(file, self.index), "index block"):
            try:
                offset, at = read_varint(value, 0)
                size, at = read_varint(value, at)
            except (IndexError, ValueError):
                raise corrupt(self.path, f"index entry for key {key!r} holds no block handle") from None
            self._last_keys.append(key)
            self.blocks.append(Handle(offset, size))

    def _block(self, file: BinaryIO, handle: Handle) -> bytes:
        end = handle.offset + handle.size + TRAILER
        if end > self._size - FOOTER:
            raise corrupt(self.path, f"block at byte {handle.offset} runs past the end",
                          expected=f"{end + FOOTER} bytes in the file", found=self._size)
        file.seek(handle.offset)
        data = file.read(handle.size + TRAILER)
        if len(data) != handle.size + TRAILER:
            raise corrupt(self.path, f"block at byte {handle.offset}", expected=f"{handle.size + TRAILER} bytes", found=len(data))
        stored = struct.unpack("<I", data[-4:])[0]
        actual = checksums.masked(data[:-4])
        if stored != actual:
            raise corrupt(self.path, f"checksum of the block at byte {handle.offset} ({handle.size} bytes)",
                          expected=f"{stored:#010x}", found=f"{actual:#010x}")
        if data[-5] != 0:
            kind = "Snappy-compressed" if data[-5] == 1 else f"of unknown type {data[-5]}"
            raise CheckpointError(f"{self.path}: the block at byte {handle.offset} is {kind}; TensorFlow writes checkpoints uncompressed")
        return data[:-TRAILER]

    def _entries(self, block: bytes, what: str) -> Iterator[tuple[bytes, bytes]]:
        try:
            restarts = struct.unpack("<I", block[-4:])[0]
            end = len(block) - 4 - 4 * restarts
            if end < 0:
                raise ValueError
            at, key = 0, None
            while at < end:
                shared, at = read_varint(block, at)
                fresh, at = read_varint(block, at)
                length, at = read_varint(block, at)
                if shared > len(key or b"") or at + fresh + length > end:
                    raise ValueError
                new = (key or b"")[:shared] + block[at:at + fresh]
                if key is not None and new <= key:
                    raise corrupt(self.path, f"keys of the {what} are out of order at {new!r}")
                key = new
                at += fresh
                yield key, block[at:at + length]
                at += length
        except (struct.error, IndexError, ValueError):
            raise corrupt(self.path, f"the {what} is malformed") from None

    def block_items(self, handle: Handle) -> list[tuple[bytes, bytes]]:
        """The checked entries of one block."""
        if self._cached is None or self._cached[0] != handle:
            self._cached = None
            with open(self.path, "rb") as file:
                data = self._block(file, handle)
            self._cached = handle, list(self._entries(data, f"block at byte {handle.offset}"))
        return self._cached[1]

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        """All entries in key order, block by block."""
        for handle in self.blocks:
            yield from self.block_items(handle)

    def get(self, key: bytes) -> bytes | None:
        """The value at `key`, reading one block; None when the table has no such key."""
        at = bisect.bisect_left(self._last_keys, key)
        if at == len(self.blocks):
            return None
        return next((value for found, value in self.block_items(self.blocks[at]) if found == key), None)


class TableWriter:
    """Writes entries, given in key order, as a table to an open file; `finish` completes it."""

    def __init__(self, file: BinaryIO):
        self._file, self._offset = file, 0
        self._pending: list[tuple[bytes, bytes]] = []
        self._pending_bytes = 0
        self._index: list[tuple[bytes, bytes]] = []

    def add(self, key: bytes, value: bytes) -> None:
        """One entry; keys come in strictly increasing order."""
        self._pending.append((key, value))
        self._pending_bytes += len(key) + len(value)
        if self._pending_bytes >= _BLOCK_SIZE:
            self._flush()

    def _flush(self) -> None:
        if self._pending:
            handle = self._write_block(self._pending, _RESTART_INTERVAL)
            self._index.append((self._pending[-1][0], handle))
            self._pending, self._pending_bytes = [], 0

    def _write_block(self, items: list[tuple[bytes, bytes]], interval: int) -> bytes:
        parts, restarts, previous, size = [], [], b"", 0
        for count, (key, value) in enumerate(items):
            shared = 0
            if count % interval == 0:
                restarts.append(size)
            else:
                shared = len(os.path.commonprefix([previous, key]))
            entry = [write_varint(shared), write_varint(len(key) - shared), write_varint(len(value)), key[shared:], value]
            parts += entry
            size += sum(map(len, entry))
            previous = key
        restarts = restarts or [0]
        block = b"".join(parts) + struct.pack(f"<{len(restarts) + 1}I", *restarts, len(restarts)) + b"\0"
        self._file.write(block + struct.pack("<I", checksums.masked(block)))
        handle = write_varint(self._offset) + write_varint(len(block) - 1)
        self._offset += len(block) + 4
        return handle

    def finish(self) -> None:
        """Writes what is pending, the index and the footer; the file is left open."""
        self._flush()
        handles = self._write_block([], 1) + self._write_block(self._index, 1)
        self._file.write(handles.ljust(40, b"\0") + struct.pack("<Q", MAGIC))
