"""Writing V2 and V1 checkpoints and TF2 object checkpoints, byte-compatible with TensorFlow's readers.

Tensors are read from the source one at a time, so memory is bounded by the largest; a source may be the very files
that are being replaced.
"""

from __future__ import annotations

import glob
import os
import struct
from typing import BinaryIO

import numpy as np
from google.protobuf.message import EncodeError, Message

from graphnotes.checkpoints import checksums, object_graph, tensor_protos, tensor_slices
from graphnotes.checkpoints.checkpoint import Arrays, Checkpoint
from graphnotes.checkpoints.dtypes import dtype_number
from graphnotes.checkpoints.errors import CheckpointError
from graphnotes.checkpoints.messages import new, shape_message
from graphnotes.checkpoints.safe_write import SafeWrite, update_state
from graphnotes.checkpoints.sstable import TableWriter, looks_like_table, write_varint
from graphnotes.checkpoints.state_file import STATE_FILE
from graphnotes.checkpoints.v2 import shard_path

# what TensorFlow's V1 reader takes; it has no case for the others
V1_DTYPES = {"float32", "float64", "int32", "uint8", "int16", "int8", "string", "complex64", "complex128", "int64",
             "bool", "float16", "qint8", "quint8", "qint32"}


def write_v2(checkpoint: Checkpoint, prefix: str, *, meta: bytes | None = None, latest: bool | None = None,
             keys: dict[str, str] | None = None) -> None:
    """Writes `checkpoint` as the V2 checkpoint `prefix`, then `<prefix>.meta` if given, then the state file.

    An existing checkpoint of that name is replaced in one step, the renaming of its index: the new data file has a
    name of its own until then. `latest` says whether the directory's state file shall name it; by default it does if
    there is no state file yet. `keys` stores tensors under other keys than their names.
    """
    free = next(count for count in (1, 2, 3) if not glob.glob(f"{glob.escape(prefix)}.data-?????-of-{count:05d}"))
    stale = glob.glob(glob.escape(prefix) + ".data-?????-of-?????")
    entries: dict[bytes, Message] = {}
    with SafeWrite() as out:
        with out.file(shard_path(prefix, 0, free)) as file:
            at = 0
            for name in checkpoint:
                key = (keys or {}).get(name, name).encode()
                if not key or key in entries or key.startswith(b"\0"):
                    raise CheckpointError(f"{prefix}: a tensor can't be called {key!r} (empty, taken or a slice's key)")
                entries[key] = _write_tensor(checkpoint, name, file, at)
                at += entries[key].size
        for shard in range(1, free):
            with out.file(shard_path(prefix, shard, free)):
                pass
        with out.file(prefix + ".index") as file:
            table = TableWriter(file)
            table.add(b"", new("BundleHeaderProto", num_shards=free, version=new("VersionDef", producer=1)).SerializeToString())
            for key in sorted(entries):
                table.add(key, entries[key].SerializeToString())
            table.finish()
        if meta is not None:
            with out.file(prefix + ".meta") as file:
                file.write(meta)
        for path in [*stale, *_v1_files(prefix)]:
            out.remove_after(path)
    _name_as_latest(prefix, latest)


def _v1_files(prefix: str) -> list[str]:
    """A V1 checkpoint of that name: two under one name would be one too many."""
    return [prefix] if os.path.isfile(prefix) and looks_like_table(prefix) else []


def _v2_files(prefix: str) -> list[str]:
    """A V2 checkpoint of that name, its index first: every reader prefers it to a V1 one."""
    index = [prefix + ".index"] if os.path.exists(prefix + ".index") else []
    return index + glob.glob(glob.escape(prefix) + ".data-?????-of-?????")


def _write_tensor(checkpoint: Checkpoint, name: str, file: BinaryIO, at: int) -> Message:
    """Appends a tensor's bytes to the data file; returns its index entry."""
    dtype, array = checkpoint.entry(name).dtype, checkpoint.read(name)
    if dtype == "string":
        values = array.reshape(-1).tolist()
        crc = checksums.extend(0, b"".join(struct.pack("<I" if len(v) < 1 << 32 else "<Q", len(v)) for v in values))
        check = struct.pack("<I", checksums.mask(crc))
        text = b"".join(values)
        crc = checksums.mask(checksums.extend(checksums.extend(crc, check), text))
        size = file.write(b"".join(write_varint(len(value)) for value in values) + check + text)
    else:
        raw = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        crc, size = checksums.masked(raw), raw.size
        file.write(raw)
    return new("BundleEntryProto", dtype=dtype_number(dtype), shape=shape_message(array.shape), offset=at, size=size, crc32c=crc)


def write_objects(checkpoint: Checkpoint, prefix: str, *, latest: bool | None = None) -> None:
    """Writes `checkpoint` as a TF2 object checkpoint: a scope becomes an object, so `a/b` restores into `root.a.b`.

    It loads with `tf.train.Checkpoint(a=...)` or, by graph-mode name, with `tf.compat.v1.train.Saver`.
    """
    graph = object_graph.object_graph(checkpoint).SerializeToString()
    keys = {name: object_graph.object_key(name) for name in checkpoint}
    with_graph = _WithTensor(checkpoint, object_graph.GRAPH_KEY, np.array(graph, object))
    write_v2(with_graph, prefix, latest=latest, keys=keys)


class _WithTensor(Checkpoint):
    """A checkpoint and one tensor more."""

    def __init__(self, checkpoint: Checkpoint, name: str, value: np.ndarray):
        self.path, self.format = checkpoint.path, checkpoint.format
        self._checkpoint, self._more = checkpoint, Arrays({name: value})
        self.entries = {**checkpoint.entries, **self._more.entries}

    def read(self, name: str) -> np.ndarray:
        return self._more.read(name) if name in self._more else self._checkpoint.read(name)


def write_v1(checkpoint: Checkpoint, path: str, *, meta: bytes | None = None, latest: bool | None = None) -> None:
    """Writes `checkpoint` as the V1 checkpoint `path`, then `<path>.meta` if given, then the state file (see write_v2)."""
    odd = [f"'{entry.name}' ({entry.dtype})" for entry in checkpoint.entries.values() if entry.dtype not in V1_DTYPES]
    if odd:
        raise CheckpointError(f"{path}: the V1 format can't hold {', '.join(odd)}; write V2 instead")
    listed = [
        new("SavedSliceMeta", name=name, shape=shape_message(entry.shape), type=dtype_number(entry.dtype),
            slice=[tensor_slices.box_message(tensor_slices.whole(len(entry.shape)))])
        for name, entry in checkpoint.entries.items()
    ]
    with SafeWrite() as out:
        with out.file(path) as file:
            table = TableWriter(file)
            head = new("SavedTensorSliceMeta", tensor=listed, versions=new("VersionDef", producer=1))
            table.add(b"", new("SavedTensorSlices", meta=head).SerializeToString())
            keys = {tensor_slices.slice_key(name, tensor_slices.whole(len(entry.shape))): name for name, entry in checkpoint.entries.items()}
            for key in sorted(keys):
                table.add(key, _v1_value(checkpoint, keys[key], path))
            table.finish()
        if meta is not None:
            with out.file(path + ".meta") as file:
                file.write(meta)
        for old in _v2_files(path):
            out.remove_after(old)
    _name_as_latest(path, latest)


def _v1_value(checkpoint: Checkpoint, name: str, path: str) -> bytes:
    entry, array = checkpoint.entry(name), checkpoint.read(name)
    box = tensor_slices.box_message(tensor_slices.whole(array.ndim))
    if entry.nbytes >= (1 << 31) - 1024:
        raise CheckpointError(f"{path}: tensor '{name}' takes {entry.nbytes} bytes, more than a V1 entry can (2 GiB); write V2 instead")
    try:
        data = tensor_protos.message_of(array, entry.dtype)
        return new("SavedTensorSlices", data=new("SavedSlice", name=name, slice=box, data=data)).SerializeToString()
    except EncodeError as error:
        raise CheckpointError(f"{path}: tensor '{name}' doesn't fit a V1 entry ({error}); write V2 instead") from None


def _name_as_latest(prefix: str, latest: bool | None) -> None:
    if latest is None:
        latest = not os.path.exists(os.path.join(os.path.dirname(prefix), STATE_FILE))
    if latest:
        update_state(prefix)
