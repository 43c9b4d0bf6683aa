"""Graphs as files: frozen GraphDefs, whose variables became constants, and MetaGraphs, which declare variables.

Sources: framework/graph.proto, protobuf/meta_graph.proto, and how tf.graph_util.convert_variables_to_constants leaves
a variable `v`: a Const `v` read by an Identity `v/read` (or `v/Read/ReadVariableOp` for a resource variable).
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
from google.protobuf.message import Message

from graphnotes.checkpoints import tensor_protos
from graphnotes.checkpoints.checkpoint import Checkpoint, Entry
from graphnotes.checkpoints.dtypes import dtype_name, numpy_dtype
from graphnotes.checkpoints.errors import CheckpointError, corrupt
from graphnotes.checkpoints.messages import parse, shape_of

_READS = ("/read", "/Read/ReadVariableOp", "/ReadVariableOp")
_VARIABLE_OPS = {"Variable", "VariableV2", "VarHandleOp"}


class FrozenGraph(Checkpoint):
    """The constants of a frozen GraphDef: those that were variables, or all of them with `every_constant`.

    `graph` is the GraphDef message; the one given, which came out of the file `path`, or what that file is.
    """

    format = "frozen graph"

    def __init__(self, path: str, *, every_constant: bool = False, graph: Message | None = None):
        self.path = path
        self.graph = parse("GraphDef", read_whole(path), path) if graph is None else graph
        constants = {node.name: node for node in self.graph.node if node.op == "Const"}
        if not self.graph.node:
            raise corrupt(path, "a graph without nodes")
        read = {node.input[0] for node in self.graph.node
                if node.op == "Identity" and len(node.input) == 1 and node.name in {node.input[0] + end for end in _READS}}
        kept = constants if every_constant or not read & set(constants) else {n: constants[n] for n in constants if n in read}
        self._tensors = {name: attribute(node, "value").tensor for name, node in sorted(kept.items()) if attribute(node, "value")}
        self.entries = {name: self._entry(name, tensor) for name, tensor in self._tensors.items()}

    def _entry(self, name: str, tensor: Message) -> Entry:
        shape, dtype = shape_of(tensor.tensor_shape), dtype_name(tensor.dtype)
        if any(size < 0 for size in shape):
            raise corrupt(self.path, f"its shape {shape} has a negative size", tensor=name)
        return Entry(name, dtype, shape, tensor.ByteSize() if dtype == "string" else _nbytes(shape, dtype))

    def frozen_graph(self) -> Message:
        return self.graph

    def read(self, name: str) -> np.ndarray:
        entry = self.entry(name)
        return tensor_protos.array_of(self._tensors[name], entry.dtype, entry.shape, self.path, name, repeat=True)


class MetaGraph(Checkpoint):
    """The variables a MetaGraph (`.meta`) declares; their values are read from the checkpoint beside it, if any.

    `meta` is the MetaGraphDef. Shapes that are not fully known have -1 in them.
    """

    format = "MetaGraph"

    def __init__(self, path: str, values: Checkpoint | None = None):
        self.path = path
        self.meta = parse("MetaGraphDef", read_whole(path), path)
        self.values = values
        if not self.meta.graph_def.node:
            raise corrupt(path, "a MetaGraph without nodes")
        self.entries = {}
        for node in self.meta.graph_def.node:
            if node.op in _VARIABLE_OPS and attribute(node, "shape") and attribute(node, "dtype"):
                shape, dtype = shape_of(attribute(node, "shape").shape), dtype_name(attribute(node, "dtype").type)
                name = self._shared_name(node)
                size = 0 if dtype == "string" or min(shape, default=0) < 0 else _nbytes(shape, dtype)
                self.entries[name] = Entry(name, dtype, shape, size)
        self.entries = dict(sorted(self.entries.items()))

    def _shared_name(self, node: Message) -> str:
        """A resource variable is saved under its shared name; its node's name can differ."""
        shared = attribute(node, "shared_name")
        return shared.s.decode(errors="replace") if node.op == "VarHandleOp" and shared and shared.s else node.name

    @property
    def meta_path(self) -> str:
        return self.path

    def read(self, name: str) -> np.ndarray:
        entry = self.entry(name)
        if self.values is None:
            raise CheckpointError(f"{self.path} declares '{name}' ({entry.dtype} {entry.shape}) but holds no values, "
                                  "and there is no checkpoint beside it")
        return self.values.read(name)

    def damage(self) -> Iterator[CheckpointError]:
        """Nothing more than opening found: the format has no checksums, and the values are the checkpoint's."""
        return iter(())


def attribute(node: Message, key: str) -> Message | None:
    """The AttrValue of a NodeDef's attribute, or None."""
    return next((attr.value for attr in node.attr if attr.key == key), None)


def _nbytes(shape: tuple[int, ...], dtype: str) -> int:
    if dtype in ("resource", "variant"):
        return 0
    return int(np.prod(shape, dtype=object)) * numpy_dtype(dtype).itemsize


def read_whole(path: str) -> bytes:
    """All bytes of a message file; more than the 2 GiB one can have raises CheckpointError."""
    try:
        if os.path.getsize(path) >= 2 << 30:
            raise CheckpointError(f"{path}: {os.path.getsize(path)} bytes are more than a protocol message can have")
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise CheckpointError(f"{path}: {error.strerror or error}") from None
