"""V2 checkpoints: an index table of where each tensor lies, and data shards of raw bytes.

Source: util/tensor_bundle of TensorFlow. Shard `i` of `n` of prefix `p` is the file `p.data-0000i-of-0000n`.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator

import numpy as np
from google.protobuf.message import Message

from graphnotes.checkpoints import checksums, tensor_slices
from graphnotes.checkpoints.checkpoint import Checkpoint, Entry
from graphnotes.checkpoints.dtypes import dtype_name, numpy_dtype
from graphnotes.checkpoints.errors import CheckpointError, corrupt
from graphnotes.checkpoints.messages import parse, shape_of
from graphnotes.checkpoints.sstable import Table, read_varint


def shard_path(prefix: str, shard: int, shards: int) -> str:
    """The file of data shard `shard` out of `shards`."""
    return f"{prefix}.data-{shard:05d}-of-{shards:05d}"


class V2(Checkpoint):
    """A V2 checkpoint, named by its prefix (the path without `.index`)."""

    format = "V2"

    def __init__(self, prefix: str):
        self.path = prefix
        self.index_path = prefix + ".index"
        table = Table(self.index_path)
        protos: dict[bytes, Message] = {}
        header = None
        for key, value in table.items():
            if key == b"":
                header = parse("BundleHeaderProto", value, self.index_path)
            else:
                protos[key] = parse("BundleEntryProto", value, f"{self.index_path}: entry {key!r}")
        if header is None:
            raise corrupt(self.index_path, "no header entry, so this is not a V2 checkpoint's index")
        if not 0 < header.num_shards < 100_000:
            raise corrupt(self.index_path, f"the header states {header.num_shards} data shards")
        self.shards: int = header.num_shards
        self._big_endian = header.endianness == 1
        self._parts = {key: proto for key, proto in protos.items() if key.startswith(b"\0")}
        self._protos = {self._text(key): proto for key, proto in protos.items() if not key.startswith(b"\0")}
        self.entries = {name: self._entry(name, proto) for name, proto in self._protos.items()}

    def _text(self, key: bytes) -> str:
        try:
            return key.decode()
        except UnicodeDecodeError:
            raise corrupt(self.index_path, f"tensor name {key!r} is not UTF-8") from None

    def _entry(self, name: str, proto: Message) -> Entry:
        shape, dtype = shape_of(proto.shape), dtype_name(proto.dtype)
        if any(size < 0 for size in shape) or not 0 <= proto.shard_id < self.shards or proto.offset < 0 or proto.size < 0:
            raise corrupt(self.index_path, "its index entry makes no sense", tensor=name)
        if not proto.slices:
            return Entry(name, dtype, shape, proto.size)
        parts = [self._part(name, tensor_slices.box_of(piece)) for piece in proto.slices]
        return Entry(name, dtype, shape, sum(part.size for part in parts), len(parts))

    def _part(self, name: str, box: tensor_slices.Box) -> Message:
        key = tensor_slices.slice_key(name, box)
        if key not in self._parts:
            raise corrupt(self.index_path, f"no entry for its slice {box}", tensor=name)
        return self._parts[key]

    def files(self) -> list[str]:
        return [self.index_path] + [shard_path(self.path, shard, self.shards) for shard in range(self.shards)]

    @property
    def meta_path(self) -> str | None:
        return self.path + ".meta" if os.path.exists(self.path + ".meta") else None

    def read(self, name: str) -> np.ndarray:
        entry, proto = self.entry(name), self._protos[name]
        if not proto.slices:
            return self._read_stored(name, proto, entry.shape)
        boxes = [tensor_slices.box_of(piece) for piece in proto.slices]

        def part(box: tensor_slices.Box, shape: tuple[int, ...]) -> np.ndarray:
            stored = self._part(name, box)
            if stored.dtype != proto.dtype or shape_of(stored.shape) != shape:
                raise corrupt(self.index_path, f"its slice {box} has another dtype or shape", tensor=name,
                              expected=shape, found=shape_of(stored.shape))
            return self._read_stored(name, stored, shape)

        return tensor_slices.assemble(self.index_path, name, entry.shape, numpy_dtype(entry.dtype), boxes, part)

    def _read_stored(self, name: str, proto: Message, shape: tuple[int, ...]) -> np.ndarray:
        dtype = numpy_dtype(dtype_name(proto.dtype))
        path = shard_path(self.path, proto.shard_id, self.shards)
        count = int(np.prod(shape, dtype=object))
        self._check_extent(name, proto, path, count, dtype)
        try:
            with open(path, "rb") as file:
                file.seek(proto.offset)
                if dtype == object:
                    return self._strings(name, path, file.read(proto.size), count, proto).reshape(shape)
                out = np.empty(count, dtype)
                read = file.readinto(out.view(np.uint8))
        except OSError as error:
            raise CheckpointError(f"{path}: tensor '{name}': {error.strerror or error}") from None
        if read != proto.size:
            raise corrupt(path, "the file ends inside it", tensor=name, expected=f"{proto.size} bytes", found=read)
        _compare(path, name, proto, checksums.masked(out))
        if self._big_endian:
            out = out.byteswap()
        return out.reshape(shape)

    def _check_extent(self, name: str, proto: Message, path: str, count: int, dtype: np.dtype) -> None:
        """That the stated bytes exist and are as many as the shape needs, before anything is allocated."""
        if dtype == object:
            if proto.size < count:
                raise corrupt(self.index_path, "its size in the index is too small", tensor=name,
                              expected=f"at least {count} bytes", found=proto.size)
        elif proto.size != count * dtype.itemsize:
            raise corrupt(self.index_path, "its size in the index doesn't fit its shape", tensor=name,
                          expected=f"{count * dtype.itemsize} bytes", found=proto.size)
        try:
            size = os.path.getsize(path)
        except OSError:
            raise corrupt(path, "this data file is missing", tensor=name, expected=f"{proto.offset + proto.size} bytes",
                          found="no file") from None
        if proto.offset + proto.size > size:
            raise corrupt(path, "the file ends inside it", tensor=name,
                          expected=f"bytes {proto.offset} to {proto.offset + proto.size}", found=f"a file of {size}")

    def _strings(self, name: str, path: str, data: bytes, count: int, proto: Message) -> np.ndarray:
        """Lengths, a checksum of them, then the strings end to end; the checksum takes lengths as fixed-size integers."""
        lengths, at = [], 0
        try:
            for _ in range(count):
                length, at = read_varint(data, at)
                lengths.append(length)
        except (IndexError, ValueError):
            raise corrupt(path, "its string lengths are unreadable", tensor=name) from None
        order = ">" if self._big_endian else "<"
        crc = checksums.extend(0, b"".join(struct.pack(order + ("I" if n < 1 << 32 else "Q"), n) for n in lengths))
        stored = data[at:at + 4]
        if stored != struct.pack(order + "I", checksums.mask(crc)):
            raise corrupt(path, "checksum of its string lengths", tensor=name,
                          expected=f"{checksums.mask(crc):#010x}", found=stored[::-1].hex() or "nothing")
        if at + 4 + sum(lengths) != len(data):
            raise corrupt(path, "its strings don't fill its bytes", tensor=name,
                          expected=f"{at + 4 + sum(lengths)} bytes", found=len(data))
        _compare(path, name, proto, checksums.mask(checksums.extend(crc, data[at:])))
        out, at = np.empty(count, object), at + 4
        for index, length in enumerate(lengths):
            out[index] = data[at:at + length]
            at += length
        return out

    def damage(self) -> Iterator[CheckpointError]:
        """Missing shards, then every stored tensor or slice whose size or checksum is wrong."""
        for path in self.files():
            if not os.path.exists(path):
                yield corrupt(path, "this file is missing", expected="a data shard", found="no file")
        for name, entry in self.entries.items():
            proto = self._protos[name]
            try:
                if proto.slices or entry.dtype in ("string", "variant", "resource"):
                    self.read(name)
                else:
                    self._check_stored(name, proto, entry)
            except CheckpointError as error:
                yield error

    def _check_stored(self, name: str, proto: Message, entry: Entry) -> None:
        path = shard_path(self.path, proto.shard_id, self.shards)
        self._check_extent(name, proto, path, entry.size, numpy_dtype(entry.dtype))
        with open(path, "rb", buffering=0) as file:
            file.seek(proto.offset)
            _compare(path, name, proto, checksums.masked_of_file(file, proto.size))


def _compare(path: str, name: str, proto: Message, actual: int) -> None:
    if proto.crc32c != actual:
        raise corrupt(path, f"checksum of its {proto.size} bytes at {proto.offset}", tensor=name,
                      expected=f"{proto.crc32c:#010x}", found=f"{actual:#010x}")
