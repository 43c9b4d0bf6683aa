"""Does a checkpoint restore with TensorFlow, to the very values in the file and the outputs that were recorded?"""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from graphnotes.checkpoints.checkpoint import Checkpoint
from graphnotes.checkpoints.differences import difference
from graphnotes.checkpoints.errors import CheckpointError
from graphnotes.checkpoints.graph_files import FrozenGraph, MetaGraph
from graphnotes.checkpoints.locate import open_checkpoint
from graphnotes.checkpoints.saved_models import SavedModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tensorflow as tf


@dataclass
class RestoreTest:
    """What `restore_test` found: variables compared bit for bit, outputs with their largest difference, problems."""

    path: str
    variables: int = 0
    outputs: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether everything is as it should be."""
        return not self.problems

    def __str__(self) -> str:
        lines = [f"{self.path}: TensorFlow restored {self.variables} variables to the values in the file"] if self.variables else []
        lines += [f"{name} is within {apart:.3g} of what was recorded" for name, apart in self.outputs.items()]
        return "\n".join(lines + self.problems)


def restore_test(path: str | os.PathLike[str], *, step: int | None = None, expected: str | os.PathLike[str] | None = None,
                 feeds: Mapping[str, str] | None = None, fetches: Mapping[str, str] | None = None, tolerance: float = 1e-5) -> RestoreTest:
    """Restores a checkpoint into its own graph (the MetaGraph beside it, SavedModel or frozen graph) with TensorFlow.

    Every variable is compared bit for bit with what this package reads. With an `expected` .npz, tensors named in
    `fetches` (tensor -> array) are compared with its arrays, fed from `feeds` (tensor -> array, or a Python literal).
    A checkpoint without a graph is read with TensorFlow's checkpoint reader instead. Imports TensorFlow.
    """
    checkpoint = open_checkpoint(path, step=step)
    result = RestoreTest(checkpoint.path)
    arrays = open_checkpoint(expected) if expected else None
    with _restored(checkpoint, result) as session:
        for tensor, name in (fetches or {}).items():
            if session is None:
                raise CheckpointError(f"{checkpoint.path} comes without a graph, so '{tensor}' can't be computed")
            feed = {key: _fed(value, arrays) for key, value in (feeds or {}).items()}
            try:
                found = session.run(tensor, feed)
            except (KeyError, ValueError, TypeError) as error:
                raise CheckpointError(f"'{tensor}' can't be computed: {str(error).splitlines()[0]}") from None
            wanted = arrays.read(name)
            if found.shape != wanted.shape:
                result.problems.append(f"{tensor} has shape {found.shape}, recorded were {wanted.shape}")
                continue
            apart = float(np.abs(found.astype(np.float64) - wanted).max()) if found.size else 0.0
            result.outputs[tensor] = apart
            if not apart <= tolerance:  # a NaN is no agreement either
                result.problems.append(f"{tensor} is {apart:.3g} away from what was recorded, allowed are {tolerance:.3g}")
    return result


def _fed(value: str, arrays: Checkpoint) -> object:
    if value in arrays:
        return arrays.read(value)
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError):
        arrays.entry(value)  # names what is there
        raise


@contextmanager
def _restored(checkpoint: Checkpoint, result: RestoreTest) -> Iterator[tf.compat.v1.Session | None]:
    """A session in which TensorFlow restored the checkpoint, already compared with our reading; None without a graph."""
    import tensorflow as tf

    v1 = tf.compat.v1
    meta = checkpoint.meta_path
    with tf.Graph().as_default() as graph, v1.Session(graph=graph) as session:
        if isinstance(checkpoint, FrozenGraph):
            tf.graph_util.import_graph_def(_graph_def(checkpoint.path), name="")
            _compare(checkpoint, {name: session.run(f"{name}:0") for name in checkpoint}, result)
        elif isinstance(checkpoint, SavedModel) and checkpoint.format.endswith("(TF1)"):
            v1.saved_model.loader.load(session, checkpoint.tags[0], checkpoint.path)
            frozen = checkpoint.frozen_graph() is not None
            _compare(checkpoint, {n: session.run(f"{n}:0") for n in checkpoint} if frozen else _values(session, graph), result)
        elif meta:
            saver = v1.train.import_meta_graph(meta, clear_devices=True)
            prefix = meta.removesuffix(".meta") if isinstance(checkpoint, MetaGraph) else checkpoint.path
            saver.restore(session, prefix)
            _compare(open_checkpoint(prefix), _values(session, graph), result)
        else:
            _compare(checkpoint, _read_by_tensorflow(checkpoint), result)
            yield None
            return
        yield session


def _graph_def(path: str) -> object:
    from tensorflow.core.framework import graph_pb2

    with open(path, "rb") as file:
        return graph_pb2.GraphDef.FromString(file.read())


def _values(session: tf.compat.v1.Session, graph: tf.Graph) -> dict[str, np.ndarray]:
    """The initialized global variables of a graph, partitioned ones put together."""
    parts: dict[str, list[tuple[tuple[int, ...], np.ndarray]]] = {}
    shapes: dict[str, tuple[int, ...]] = {}
    for variable in graph.get_collection("variables"):
        if not session.run(_is_initialized(variable)):
            continue
        value, cut = np.asarray(session.run(variable)), variable._get_save_slice_info()
        name = cut.full_name if cut else variable.name.rpartition(":")[0]
        shapes[name] = tuple(cut.full_shape) if cut else value.shape
        parts.setdefault(name, []).append((tuple(cut.var_offset) if cut else (0,) * value.ndim, value))
    out = {}
    for name, pieces in parts.items():
        whole = np.empty(shapes[name], pieces[0][1].dtype)
        for offset, value in pieces:
            whole[tuple(slice(at, at + size) for at, size in zip(offset, value.shape))] = value
        out[name] = whole
    return out


def _is_initialized(variable: tf.Variable) -> tf.Tensor:
    import tensorflow as tf

    return tf.compat.v1.is_variable_initialized(variable)


def _read_by_tensorflow(checkpoint: Checkpoint) -> dict[str, np.ndarray]:
    import tensorflow as tf

    if checkpoint.format not in ("V1", "V2", "TF2 objects", "SavedModel (TF2)"):
        raise CheckpointError(f"{checkpoint.path} ({checkpoint.format}) has no graph, and TensorFlow has no reader for its format")
    prefix = os.path.join(checkpoint.path, "variables", "variables") if isinstance(checkpoint, SavedModel) else checkpoint.path
    reader = tf.train.load_checkpoint(prefix)
    suffix = "/.ATTRIBUTES/VARIABLE_VALUE"
    keys = reader.get_variable_to_shape_map()
    return {name: np.asarray(reader.get_tensor(name if name in keys else name + suffix)) for name in checkpoint}


def _compare(checkpoint: Checkpoint, values: Mapping[str, np.ndarray], result: RestoreTest) -> None:
    for name in checkpoint:
        if name not in values:
            result.problems.append(f"'{name}' is in the file, but no initialized variable of the graph is called so")
            continue
        ours, theirs = checkpoint.read(name), np.asarray(values[name])
        theirs = theirs.astype(object) if ours.dtype == object else theirs
        if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
            result.problems.append(f"'{name}' is {ours.dtype} {ours.shape} in the file, {theirs.dtype} {theirs.shape} once restored")
        elif (different := difference(ours, theirs)[0]):
            result.problems.append(f"'{name}': {different} of {ours.size} values differ between the file and TensorFlow")
        else:
            result.variables += 1
