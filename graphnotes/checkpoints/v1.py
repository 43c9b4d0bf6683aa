"""V1 checkpoints: one table file whose first entry lists the tensors and whose others hold their slices' values.

Source: util/saved_tensor_slice.proto and tensor_slice_reader of TensorFlow.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from google.protobuf.message import Message

from graphnotes.checkpoints import tensor_protos, tensor_slices
from graphnotes.checkpoints.checkpoint import Checkpoint, Entry
from graphnotes.checkpoints.dtypes import dtype_name, numpy_dtype
from graphnotes.checkpoints.errors import CheckpointError, corrupt
from graphnotes.checkpoints.messages import parse, shape_of
from graphnotes.checkpoints.sstable import Table


class V1(Checkpoint):
    """A V1 checkpoint: one file, or the `-00000-of-0000n` files of a sharded one."""

    format = "V1"

    def __init__(self, path: str, shards: Sequence[str] = ()):
        self.path = path
        self._tables = [Table(shard) for shard in shards or [path]]
        self._boxes: dict[str, list[tensor_slices.Box]] = {}
        self._homes: dict[tuple[str, tensor_slices.Box], Table] = {}
        found: dict[str, Entry] = {}
        for table in self._tables:
            for tensor in self._listed(table):
                entry = self._entry(table, tensor)
                known = found.setdefault(entry.name, entry)
                if (known.dtype, known.shape) != (entry.dtype, entry.shape):
                    raise corrupt(table.path, "two shards disagree about its dtype or shape", tensor=entry.name)
                for piece in tensor.slice:
                    box = tensor_slices.box_of(piece)
                    self._boxes.setdefault(entry.name, []).append(box)
                    self._homes[entry.name, box] = table
        self.entries = {name: replace(found[name], parts=len(self._boxes[name])) for name in sorted(found)}

    def _listed(self, table: Table) -> Sequence[Message]:
        first = table.get(b"")
        meta = parse("SavedTensorSlices", first, table.path) if first is not None else None
        if meta is None or not meta.HasField("meta"):
            raise corrupt(table.path, "no list of tensors, so this is not a V1 checkpoint")
        return meta.meta.tensor

    def _entry(self, table: Table, tensor: Message) -> Entry:
        shape, dtype = shape_of(tensor.shape), dtype_name(tensor.type)
        if any(size < 0 for size in shape) or not tensor.slice:
            raise corrupt(table.path, "its entry in the list of tensors makes no sense", tensor=tensor.name)
        held = np.dtype(np.uint8) if dtype in ("string", "variant", "resource") else numpy_dtype(dtype)
        return Entry(tensor.name, dtype, shape, int(np.prod(shape, dtype=object)) * held.itemsize)

    def files(self) -> list[str]:
        return [table.path for table in self._tables]

    @property
    def meta_path(self) -> str | None:
        return self.path + ".meta" if os.path.exists(self.path + ".meta") else None

    def read(self, name: str) -> np.ndarray:
        entry = self.entry(name)
        room = sum(os.path.getsize(path) for path in self.files())
        if entry.size > room:  # even a single bit takes a byte
            raise corrupt(self.path, f"a tensor of shape {entry.shape} can't be in a file this small", tensor=name,
                          expected=f"{entry.size} values", found=f"{room} bytes")

        def part(box: tensor_slices.Box, shape: tuple[int, ...]) -> np.ndarray:
            table = self._homes[name, box]
            value = table.get(tensor_slices.slice_key(name, box))
            if value is None:
                raise corrupt(table.path, f"its slice {box} is missing", tensor=name)
            saved = parse("SavedTensorSlices", value, f"{table.path}: tensor '{name}'").data
            if saved.name != name or tensor_slices.box_of(saved.slice) != box:
                raise corrupt(table.path, "another tensor's slice is stored in its place", tensor=name, expected=box, found=saved.name)
            return tensor_protos.array_of(saved.data, entry.dtype, shape, table.path, name)

        return tensor_slices.assemble(self.path, name, entry.shape, numpy_dtype(entry.dtype), self._boxes[name], part)

    def damage(self) -> Iterator[CheckpointError]:
        """Every block whose checksum is wrong, then tensors whose slices are missing or don't fit."""
        broken = False
        for table in self._tables:
            for handle in [*table.blocks, table.metaindex]:
                try:
                    table.block_items(handle)
                except CheckpointError as error:
                    broken = True
                    yield error
        if not broken:
            yield from super().damage()
