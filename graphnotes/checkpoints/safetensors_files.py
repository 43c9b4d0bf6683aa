"""safetensors files: a JSON header of names, dtypes, shapes and byte ranges, then the bytes.

Source: the format description of the safetensors project. The format has no checksums; files written here carry the
CRC-32C of each tensor in the header's free-text metadata, and the reader checks it where it is.
"""

from __future__ import annotations

import json
import os
import struct
from typing import BinaryIO

import numpy as np

from graphnotes.checkpoints import checksums
from graphnotes.checkpoints.checkpoint import Checkpoint, Entry
from graphnotes.checkpoints.dtypes import numpy_dtype
from graphnotes.checkpoints.errors import CheckpointError, corrupt
from graphnotes.checkpoints.packing import pack, read_unpacked, unpacked_entries

_NAMES = {"BOOL": "bool", "U8": "uint8", "I8": "int8", "I16": "int16", "U16": "uint16", "I32": "int32", "U32": "uint32",
          "I64": "int64", "U64": "uint64", "F16": "float16", "BF16": "bfloat16", "F32": "float32", "F64": "float64",
          "F8_E5M2": "float8_e5m2", "F8_E4M3": "float8_e4m3fn", "C64": "complex64"}
_CODES = {name: code for code, name in _NAMES.items()}
_HEADER_LIMIT = 100_000_000  # what the format allows
_CHECKSUMS = "graphnotes.crc32c"


class Safetensors(Checkpoint):
    """The tensors of a `.safetensors` file."""

    format = "safetensors"

    def __init__(self, path: str):
        self.path = path
        try:
            size = os.path.getsize(path)
            with open(path, "rb") as file:
                length = int.from_bytes(file.read(8), "little")
                if size < 8 or length > min(size - 8, _HEADER_LIMIT):
                    raise corrupt(path, "the header runs past the end", expected=f"at least {length + 8} bytes", found=size)
                header = json.loads(file.read(length).decode())
        except OSError as error:
            raise CheckpointError(f"{path}: {error.strerror or error}") from None
        except (ValueError, RecursionError) as error:
            raise corrupt(path, f"the header is not JSON ({error})") from None
        if not isinstance(header, dict):
            raise corrupt(path, "the header is not a JSON object")
        metadata = header.pop("__metadata__", {})
        self._ranges: dict[str, tuple[int, int]] = {}
        self._stored = {key: self._entry(key, value, 8 + length, size) for key, value in header.items()}
        self._checksums = self._read_checksums(metadata)
        self.entries = unpacked_entries(self._stored, path)

    def _entry(self, key: str, value: object, start: int, size: int) -> Entry:
        try:
            dtype, shape = _NAMES[value["dtype"]], tuple(value["shape"])
            begin, end = value["data_offsets"]
            numbers = [*shape, begin, end]
            if any(type(number) is not int or number < 0 for number in numbers):
                raise ValueError
        except (KeyError, TypeError, ValueError):
            raise corrupt(self.path, f"its header entry makes no sense: {str(value)[:80]}", tensor=key) from None
        needed = int(np.prod(shape, dtype=object)) * numpy_dtype(dtype).itemsize
        if end - begin != needed:
            raise corrupt(self.path, "its byte range doesn't fit its shape", tensor=key, expected=f"{needed} bytes", found=end - begin)
        if start + end > size:
            raise corrupt(self.path, "the file ends inside it", tensor=key,
                          expected=f"bytes {start + begin} to {start + end}", found=f"a file of {size}")
        self._ranges[key] = start + begin, needed
        return Entry(key, dtype, shape, needed)

    def _read_checksums(self, metadata: object) -> dict[str, str]:
        try:
            found = json.loads(metadata.get(_CHECKSUMS, "{}"))
            found = {str(key): str(value) for key, value in found.items()}
        except (AttributeError, TypeError, ValueError, RecursionError):
            raise corrupt(self.path, "the metadata is malformed") from None
        if found and set(found) != set(self._stored):
            raise corrupt(self.path, "the tensors are not those that were written", expected=sorted(found), found=sorted(self._stored))
        return found

    def read(self, name: str) -> np.ndarray:
        return read_unpacked(self.entry(name), self._stored, self._read_stored, self.path)

    def _read_stored(self, key: str) -> np.ndarray:
        entry, (start, nbytes) = self._stored[key], self._ranges[key]
        out = np.empty(entry.size, numpy_dtype(entry.dtype))
        with open(self.path, "rb") as file:
            file.seek(start)
            got = file.readinto(out.view(np.uint8))
        if got != nbytes:
            raise corrupt(self.path, "the file ends inside it", tensor=key, expected=f"{nbytes} bytes", found=got)
        if key in self._checksums and self._checksums[key] != checksum(out, entry.dtype, entry.shape):
            raise corrupt(self.path, "checksum of its bytes", tensor=key, expected=self._checksums[key],
                          found=checksum(out, entry.dtype, entry.shape))
        return out.reshape(entry.shape)


def checksum(array: np.ndarray, dtype: str, shape: tuple[int, ...]) -> str:
    """CRC-32C of a tensor's dtype, shape and bytes, as eight hexadecimal digits."""
    return f"{checksums.extend(checksums.extend(0, f'{dtype}{tuple(shape)}'.encode()), array):08x}"


def write_safetensors(checkpoint: Checkpoint, file: BinaryIO) -> None:
    """All tensors of `checkpoint` as a safetensors file, one in memory at a time.

    Each is read twice: the header, which comes first, has their checksums.
    """
    pieces: dict[str, dict[str, object]] = {}
    sums: dict[str, str] = {}
    at = 0
    for name in checkpoint:
        for key, array, dtype in pack(checkpoint, name, set(_CODES)):
            pieces[key] = {"dtype": _CODES[dtype], "shape": list(array.shape), "data_offsets": [at, at + array.nbytes]}
            sums[key] = checksum(array, dtype, array.shape)
            at += array.nbytes
    header = json.dumps({"__metadata__": {_CHECKSUMS: json.dumps(sums)}, **pieces}).encode()
    header += b" " * (-len(header) % 8)
    file.write(struct.pack("<Q", len(header)) + header)
    for name in checkpoint:
        for _, array, _ in pack(checkpoint, name, set(_CODES)):
            file.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8))
