"""Values a container format has no type for, stored in it as plain numbers under a telling name.

NumPy, HDF5 and safetensors files know fewer dtypes than TensorFlow. A tensor `v` of another dtype is stored as
`v#<dtype>`: its bytes, as uint8 with one more dimension. A string tensor is stored as `v#string.lengths` (int64, of
its shape) and `v#string.bytes` (uint8, the strings end to end). Reading undoes it, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from graphnotes.checkpoints.checkpoint import Checkpoint, Entry
from graphnotes.checkpoints.dtypes import dtype_number, numpy_dtype
from graphnotes.checkpoints.errors import CheckpointError, corrupt

_LENGTHS, _BYTES = "#string.lengths", "#string.bytes"


def pack(checkpoint: Checkpoint, name: str, native: set[str]) -> Iterator[tuple[str, np.ndarray, str]]:
    """What to store for tensor `name` in a container whose own dtypes are `native`: (key, array, dtype) pieces."""
    entry = checkpoint.entry(name)
    if "#" in name and _split(name)[1]:
        raise CheckpointError(f"{checkpoint.path}: tensor '{name}' ends like a packed name; rename it first")
    array = checkpoint.read(name)
    if entry.dtype in native:
        yield name, array, entry.dtype
    elif entry.dtype == "string":
        values = array.reshape(-1).tolist()
        lengths = np.array([len(value) for value in values], np.int64).reshape(array.shape)
        yield name + _LENGTHS, lengths, "int64"
        yield name + _BYTES, np.frombuffer(b"".join(values), np.uint8), "uint8"
    else:
        raw = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        yield f"{name}#{entry.dtype}", raw.reshape(*array.shape, array.dtype.itemsize), "uint8"


def _split(key: str) -> tuple[str, str]:
    """A key's tensor name and what its suffix says: a dtype, "string", or "" for no packing."""
    if key.endswith(_LENGTHS):
        return key[:-len(_LENGTHS)], "string"
    name, mark, dtype = key.rpartition("#")
    if mark:
        try:
            dtype_number(dtype)
        except CheckpointError:
            return key, ""
        return name, dtype
    return key, ""


def unpacked_entries(stored: dict[str, Entry], file: str) -> dict[str, Entry]:
    """The tensors that the `stored` arrays of a container stand for."""
    out = {}
    for key, entry in stored.items():
        name, dtype = _split(key)
        if key.endswith(_BYTES) and key[:-len(_BYTES)] + _LENGTHS in stored:
            continue
        if dtype == "string" and name + _BYTES in stored:
            out[name] = Entry(name, "string", entry.shape, entry.nbytes + stored[name + _BYTES].nbytes)
        elif dtype not in ("", "string") and entry.dtype == "uint8":
            if not entry.shape or entry.shape[-1] != numpy_dtype(dtype).itemsize:
                raise corrupt(file, f"not the bytes of a packed {dtype} tensor", tensor=key)
            out[name] = Entry(name, dtype, entry.shape[:-1], entry.nbytes)
        else:
            out[key] = entry
    return dict(sorted(out.items()))


def read_unpacked(entry: Entry, stored: dict[str, Entry], read: Callable[[str], np.ndarray], file: str) -> np.ndarray:
    """The values of `entry`, from the stored pieces that `read` reads by key."""
    if entry.dtype == "string" and entry.name + _LENGTHS in stored:
        lengths = read(entry.name + _LENGTHS)
        data = read(entry.name + _BYTES).tobytes()
        if lengths.dtype != np.int64 or lengths.size and lengths.min() < 0 or sum(lengths.reshape(-1).tolist()) != len(data):
            raise corrupt(file, "its strings don't fill its bytes", tensor=entry.name,
                          expected=f"{lengths.sum()} bytes", found=len(data))
        out, at = np.empty(lengths.size, object), 0
        for index, length in enumerate(lengths.reshape(-1).tolist()):
            out[index] = data[at:at + length]
            at += length
        return out.reshape(lengths.shape)
    packed = f"{entry.name}#{entry.dtype}"
    if packed in stored:
        raw = np.ascontiguousarray(read(packed))
        return raw.reshape(-1).view(numpy_dtype(entry.dtype)).reshape(entry.shape)
    return read(entry.name)
