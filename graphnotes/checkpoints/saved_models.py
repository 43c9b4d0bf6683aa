"""SavedModels: a directory with graphs in `saved_model.pb` and a V2 checkpoint of their variables."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
from google.protobuf.message import Message

from graphnotes.checkpoints.checkpoint import Checkpoint
from graphnotes.checkpoints.errors import CheckpointError, corrupt
from graphnotes.checkpoints.graph_files import FrozenGraph, read_whole
from graphnotes.checkpoints.messages import parse
from graphnotes.checkpoints.object_graph import GRAPH_KEY, ObjectCheckpoint
from graphnotes.checkpoints.v2 import V2

PB = "saved_model.pb"
VARIABLES = os.path.join("variables", "variables")


def open_v2(prefix: str) -> V2:
    """The V2 checkpoint at `prefix`, as an object checkpoint when it holds an object graph."""
    plain = V2(prefix)
    return ObjectCheckpoint(prefix) if GRAPH_KEY in plain else plain


class SavedModel(Checkpoint):
    """The variables of a SavedModel directory of TF1 or TF2; `model` is the SavedModel message.

    A SavedModel of a frozen graph has none: there the constants that were variables are read.
    `tags` are the tag sets of its graphs, `signatures` the names of the first graph's signatures.
    """

    def __init__(self, directory: str):
        self.path = directory
        self.pb_path = os.path.join(directory, PB)
        self.model = parse("SavedModel", read_whole(self.pb_path), self.pb_path)
        if not self.model.meta_graphs:
            raise corrupt(self.pb_path, "a SavedModel without graphs")
        first = self.model.meta_graphs[0]
        self.tags = [list(meta.meta_info_def.tags) for meta in self.model.meta_graphs]
        self.signatures = [entry.key for entry in first.signature_def]
        prefix = os.path.join(directory, VARIABLES)
        has_values = os.path.exists(prefix + ".index")
        if not has_values and any(node.op in ("VariableV2", "VarHandleOp", "Variable") for node in first.graph_def.node):
            raise corrupt(prefix + ".index", "this file is missing", expected="the variables of the SavedModel", found="no file")
        self._values: Checkpoint | None = open_v2(prefix) if has_values else None
        if not has_values and not first.object_graph_def and first.graph_def.node:
            self._values = FrozenGraph(self.pb_path, graph=first.graph_def)
        self.entries = dict(self._values.entries) if self._values else {}
        self.format = "SavedModel (TF2)" if isinstance(self._values, ObjectCheckpoint) else "SavedModel (TF1)"

    def read(self, name: str) -> np.ndarray:
        self.entry(name)
        return self._values.read(name)

    def graph_names(self) -> dict[str, str]:
        return self._values.graph_names() if self._values else {}

    def meta_graph(self) -> bytes | None:
        """The first graph of a TF1 SavedModel; those of TF2 restore by object, not by name."""
        return None if self.format.endswith("(TF2)") or self.frozen_graph() else self.model.meta_graphs[0].SerializeToString()

    def frozen_graph(self) -> Message | None:
        return self._values.frozen_graph() if self._values else None

    def damage(self) -> Iterator[CheckpointError]:
        if self._values:
            yield from self._values.damage()

    def files(self) -> list[str]:
        return [self.pb_path] + [file for file in (self._values.files() if self._values else []) if file != self.pb_path]
