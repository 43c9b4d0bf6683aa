"""NumPy archives (`.npz`): a zip of `.npy` members, read without ever unpickling.

Source: the .npy format description of NumPy. Sizes in a member's header are checked against the archive's directory,
and that against what deflate can do, before anything is allocated.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import numpy as np

from graphnotes.checkpoints.checkpoint import Checkpoint, Entry, strings
from graphnotes.checkpoints.dtypes import name_of_numpy
from graphnotes.checkpoints.errors import CheckpointError, corrupt
from graphnotes.checkpoints.packing import pack, read_unpacked, unpacked_entries

NATIVE = {"float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
          "bool", "complex64", "complex128"}
_END = struct.Struct("<4s4H2LH")  # a zip's end record, without a comment
_MOST_DEFLATE = 1032  # no deflate stream expands further
_LIMIT = 16 << 30  # bytes a compressed member may expand to


class Npz(Checkpoint):
    """The arrays of an `.npz` archive."""

    format = "npz"

    def __init__(self, path: str):
        self.path = path
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._stored: dict[str, Entry] = {}
        with self._archive() as archive:
            self._check_directory(archive)
            for info in archive.infolist():
                if not info.filename.endswith(".npy"):
                    archive.open(info).close()  # what isn't an array is left alone, once its name is known to be right
                    continue
                key = info.filename.removesuffix(".npy")
                if key in self._members:
                    raise corrupt(path, "two members have this name", tensor=key)
                room = info.compress_size * (_MOST_DEFLATE if info.compress_type else 1)
                if info.file_size > room or (info.compress_type and info.file_size > _LIMIT):
                    raise corrupt(path, "its stated size can't come from its bytes", tensor=key,
                                  expected=f"at most {min(room, _LIMIT)} bytes", found=info.file_size)
                self._members[key] = info
                with archive.open(info) as member:
                    shape, _, dtype, start = self._header(member, key)
                nbytes = int(np.prod(shape, dtype=object)) * dtype.itemsize
                if start + nbytes != info.file_size:
                    raise corrupt(path, "its size doesn't fit its shape", tensor=key,
                                  expected=f"{start + nbytes} bytes", found=info.file_size)
                self._stored[key] = Entry(key, name_of_numpy(dtype), shape, nbytes)
        self.entries = unpacked_entries(self._stored, path)

    def _check_directory(self, archive: zipfile.ZipFile) -> None:
        """That the archive's directory is where and as long as its end record says; zipfile skips what it doesn't find."""
        with open(self.path, "rb") as file:
            end = file.seek(-_END.size, os.SEEK_END)
            magic, _, _, _, count, size, start, comment = _END.unpack(file.read())
        if magic != b"PK\5\6" or comment:
            raise corrupt(self.path, "the archive's end record is not at its end")
        wide = count == 0xFFFF or 0xFFFFFFFF in (size, start)  # zip64 keeps the real numbers elsewhere
        if not wide and (count != len(archive.infolist()) or start + size != end or archive.start_dir != start):
            raise corrupt(self.path, "the archive's directory is not what its end record says", expected=f"{count} members",
                          found=f"{len(archive.infolist())}")

    def read(self, name: str) -> np.ndarray:
        return read_unpacked(self.entry(name), self._stored, self._read_member, self.path)

    def _read_member(self, key: str) -> np.ndarray:
        with self._archive(key) as archive, archive.open(self._members[key]) as member:
            shape, fortran, dtype, _ = self._header(member, key)
            flat = np.empty(int(np.prod(shape, dtype=object)), dtype)
            into = memoryview(flat.view(np.uint8))
            at = 0
            while at < len(into) and (got := member.readinto(into[at:at + (4 << 20)])):
                at += got
            if at != len(into) or member.read(1):
                raise corrupt(self.path, "the member ends early", tensor=key, expected=f"{len(into)} bytes", found=at)
        array = flat.reshape(shape[::-1]).T if fortran else flat.reshape(shape)
        if dtype.kind in "SU":
            return strings(array)
        return np.ascontiguousarray(array.astype(dtype.newbyteorder("="), copy=False)).reshape(shape)

    def _header(self, member: BinaryIO, key: str) -> tuple[tuple[int, ...], bool, np.dtype, int]:
        """Shape, Fortran order, dtype and where the values start."""
        version = np.lib.format.read_magic(member)
        if version == (1, 0):
            shape, fortran, dtype = np.lib.format.read_array_header_1_0(member)
        elif version == (2, 0):
            shape, fortran, dtype = np.lib.format.read_array_header_2_0(member)
        else:
            raise corrupt(self.path, f".npy version {version} is not readable", tensor=key)
        if dtype.hasobject:
            raise CheckpointError(f"{self.path}: array '{key}' holds pickled Python objects, which are never loaded")
        if any(size < 0 for size in shape):
            raise corrupt(self.path, f"its shape {shape} has a negative size", tensor=key)
        return shape, fortran, dtype, member.tell()

    @contextmanager
    def _archive(self, key: str | None = None) -> Iterator[zipfile.ZipFile]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                yield archive
        except OSError as error:
            raise CheckpointError(f"{self.path}: {error.strerror or error}") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, TypeError, SyntaxError) as error:
            raise corrupt(self.path, f"the archive is broken ({error})", tensor=key) from None


def write_npz(checkpoint: Checkpoint, file: BinaryIO) -> None:
    """All tensors of `checkpoint` as an uncompressed `.npz`, one in memory at a time."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name in checkpoint:
            if os.path.isabs(name) or ".." in name.split("/") or "\\" in name or "\0" in name:
                raise CheckpointError(f"tensor '{name}' would be a member outside its archive; rename it first")
            for key, array, _ in pack(checkpoint, name, NATIVE):
                info = zipfile.ZipInfo(key + ".npy")  # a fixed date: the same tensors give the same bytes
                info.file_size = array.nbytes
                with archive.open(info, "w", force_zip64=array.nbytes > 1 << 30) as member:
                    np.lib.format.write_array(member, np.ascontiguousarray(array).reshape(array.shape), (1, 0), allow_pickle=False)
