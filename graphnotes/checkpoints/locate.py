"""Finding a checkpoint: by prefix, file, directory, `checkpoint` state file, glob or step."""

from __future__ import annotations

import glob
import os
import re

from graphnotes.checkpoints.checkpoint import Checkpoint, nearest
from graphnotes.checkpoints.errors import CheckpointError
from graphnotes.checkpoints.graph_files import FrozenGraph, MetaGraph
from graphnotes.checkpoints.keras_files import KerasFile
from graphnotes.checkpoints.npz import Npz
from graphnotes.checkpoints.safetensors_files import Safetensors
from graphnotes.checkpoints.saved_models import PB, SavedModel, open_v2
from graphnotes.checkpoints.sstable import looks_like_table
from graphnotes.checkpoints.state_file import STATE_FILE, read_state
from graphnotes.checkpoints.v1 import V1

_SHARD = re.compile(r"(\.data)?-\d{5}-of-\d{5}$")  # of a V2 or a sharded V1 checkpoint


def open_checkpoint(path: str | os.PathLike[str], *, step: int | None = None, every_constant: bool = False) -> Checkpoint:
    """Opens the checkpoint that `path` means, whatever its format; values are read later, one tensor at a time.

    `path` may be a prefix (`train/model.ckpt-549`), one of a checkpoint's files, a directory (its latest checkpoint),
    a `checkpoint` state file, a SavedModel directory, a pattern with `*`, `?` or `[...]` (the newest match), or an
    `.npz`, `.safetensors`, `.h5`, `.keras`, `.pb` or `.meta` file. `step` picks `...-<step>` among several.
    `every_constant` lists all constants of a frozen graph, not only those that were variables.
    Raises CheckpointError when there is none or it can't be read.
    """
    path = find(os.fspath(path), step)
    if os.path.isdir(path):
        return SavedModel(path)
    if os.path.exists(path + ".index"):
        return open_v2(path)
    if not os.path.exists(path):
        return V1(path, _v1_shards(path))
    return _open_file(path, every_constant)


def _open_file(path: str, every_constant: bool) -> Checkpoint:
    if os.path.basename(path) == PB:
        return SavedModel(os.path.dirname(path) or ".")
    if path.endswith(".meta"):
        prefix = path.removesuffix(".meta")
        return MetaGraph(path, open_checkpoint(prefix) if is_checkpoint(prefix) else None)
    try:
        with open(path, "rb") as file:
            head = file.read(16)
    except OSError as error:
        raise CheckpointError(f"{path}: {error.strerror or error}") from None
    if head.startswith(b"\x89HDF\r\n\x1a\n") or path.endswith((".keras", ".h5", ".hdf5")):
        return KerasFile(path)
    if head.startswith(b"PK") or path.endswith(".npz"):
        return Npz(path)
    if path.endswith(".safetensors") or head[8:9] == b"{":
        return Safetensors(path)
    if path.endswith(".pb"):
        return FrozenGraph(path, every_constant=every_constant)
    if head.startswith(b"\x80") and not looks_like_table(path):
        raise CheckpointError(f"{path}: a pickle, which is never loaded because loading one runs code")
    return V1(path)


def find(path: str, step: int | None = None) -> str:
    """The prefix, file or SavedModel directory that `path` (see open_checkpoint) and `step` mean."""
    if glob.has_magic(path) and not os.path.lexists(path) and not is_checkpoint(path):
        matches = {_prefix_of(match) for match in [*glob.glob(path), *glob.glob(path + ".index")]}
        return _choose(sorted(match for match in matches if is_checkpoint(match)), step, f"no checkpoint matches {path}")
    path = _prefix_of(path)
    if os.path.isdir(path):
        return _in_directory(path, step)
    if step is not None and step_of(path) != step:
        stem = re.sub(r"-\d+$", "", path) + "-"
        return _choose([other for other in siblings(path) if other.startswith(stem)], step, f"no checkpoint {stem}{step}")
    if os.path.basename(path) == STATE_FILE or (os.path.isfile(path) and _is_state_file(path)):
        return _latest(path)
    if not is_checkpoint(path) and not os.path.isfile(path):
        raise CheckpointError(f"no checkpoint at {path}" + _hint(path))
    return path


def _in_directory(path: str, step: int | None) -> str:
    if os.path.exists(os.path.join(path, PB)):
        return path
    state = os.path.join(path, STATE_FILE)
    if step is None and os.path.exists(state):
        return _latest(state)
    return _choose(checkpoints_in(path), step, f"no checkpoint in {path}" + (f" of step {step}" if step is not None else ""))


def _latest(state: str) -> str:
    """The checkpoint a state file says is the latest."""
    latest = read_state(state)[-1]
    if not is_checkpoint(latest):
        raise CheckpointError(f"{state} names {latest}, which is not there" + _hint(latest))
    return latest


def _choose(candidates: list[str], step: int | None, failure: str) -> str:
    if step is not None:
        steps = sorted({known for known in map(step_of, candidates) if known is not None})
        candidates = [path for path in candidates if step_of(path) == step]
        if not candidates and steps:
            failure += f" (steps there: {', '.join(map(str, steps[-8:]))})"
    if not candidates:
        raise CheckpointError(failure)
    return max(candidates, key=_age)


def _hint(path: str) -> str:
    others = [os.path.basename(other) for other in siblings(path)]
    near = nearest(os.path.basename(path), others) or ", ".join(f"'{other}'" for other in others[-3:])
    return f"; beside it there is {near}" if near else ""


def _prefix_of(path: str) -> str:
    """The checkpoint a file belongs to."""
    if path.endswith(".index"):
        return path.removesuffix(".index")
    return _SHARD.sub("", path)


def is_checkpoint(path: str) -> bool:
    """Whether there is a checkpoint (or another readable file of values) called exactly that."""
    if os.path.exists(path + ".index") or os.path.exists(os.path.join(path, PB)):
        return True
    if not os.path.isfile(path) or os.path.basename(path).startswith("."):
        return bool(_v1_shards(path))
    if path.endswith((".npz", ".safetensors", ".h5", ".hdf5", ".keras", ".pb")):
        return True
    try:
        return not path.endswith((".index", ".meta")) and looks_like_table(path)
    except OSError:
        return False


def _v1_shards(path: str) -> list[str]:
    """The files of a sharded V1 checkpoint."""
    return sorted(shard for shard in glob.glob(glob.escape(path) + "-?????-of-?????") if _SHARD.search(shard))


def _is_state_file(path: str) -> bool:
    with open(path, "rb") as file:
        return file.read(64).lstrip().startswith(b"model_checkpoint_path:")


def step_of(path: str) -> int | None:
    """The training step at the end of a checkpoint's name, or None."""
    found = re.search(r"-(\d+)$", path)
    return int(found[1]) if found else None


def _age(path: str) -> tuple[int, float, str]:
    """Sorts checkpoints from older to newer: by step, then by time of writing."""
    step = step_of(path)
    written = next((os.path.getmtime(file) for file in (path + ".index", path) if os.path.exists(file)), 0.0)
    return -1 if step is None else step, written, path


def checkpoints_in(directory: str) -> list[str]:
    """The checkpoints (V1, V2) in a directory, the oldest first."""
    try:
        names = os.listdir(directory or ".")
    except OSError:
        return []
    found = {os.path.join(directory, _prefix_of(name)) for name in names if not name.startswith((".", "_temp")) and name != STATE_FILE
             and not name.endswith((".npz", ".safetensors", ".h5", ".hdf5", ".keras", ".pb"))}
    return sorted((path for path in found if not os.path.isdir(path) and is_checkpoint(path)), key=_age)


def siblings(path: str) -> list[str]:
    """The other checkpoints beside `path`, the oldest first."""
    return [other for other in checkpoints_in(os.path.dirname(path)) if other != path]
