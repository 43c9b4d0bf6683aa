"""Is a checkpoint whole? Every checksum, size, index and state file, and where the newest intact one is."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from graphnotes.checkpoints.checkpoint import Checkpoint
from graphnotes.checkpoints.errors import CheckpointError
from graphnotes.checkpoints.locate import find, is_checkpoint, open_checkpoint, siblings
from graphnotes.checkpoints.state_file import STATE_FILE, read_state


@dataclass
class Verification:
    """What `verify` found: `problems` is one sentence each, empty when the checkpoint is whole."""

    path: str
    problems: list[str] = field(default_factory=list)
    tensors: int = 0
    nbytes: int = 0
    newest_intact: str | None = None

    @property
    def intact(self) -> bool:
        """Whether nothing is broken."""
        return not self.problems

    def __str__(self) -> str:
        if self.intact:
            return f"{self.path}: intact ({self.tensors} tensors, {self.nbytes} bytes read)"
        other = f"the newest intact checkpoint beside it is {self.newest_intact}" if self.newest_intact else "no intact checkpoint beside it"
        return "\n".join([*self.problems, other])


def verify(path: str | os.PathLike[str], *, step: int | None = None) -> Verification:
    """Reads all of the checkpoint that `path` means (see open_checkpoint) and its state file, checking every checksum.

    Nothing is raised for a broken checkpoint: it is described. A path where there is nothing at all raises
    CheckpointError. Formats without checksums (GraphDef, HDF5 and safetensors not written here) are checked for sizes only.
    """
    path = os.fspath(path)
    result = Verification(path)
    try:
        result.path = path = find(path, step)
    except CheckpointError as error:
        if not os.path.lexists(path):
            raise
        result.problems.append(str(error))
        directory = path if os.path.isdir(path) else os.path.dirname(path)
        result.newest_intact = newest_intact(os.path.join(directory, ""))
        return result
    try:
        checkpoint = open_checkpoint(path)
        result.tensors, result.nbytes = len(checkpoint), checkpoint.nbytes
        result.problems += map(str, _damage(checkpoint))
    except CheckpointError as error:
        result.problems.append(str(error))
    result.problems += _state_problems(path)
    if result.problems:
        result.newest_intact = newest_intact(path)
    return result


def _damage(checkpoint: Checkpoint) -> list[CheckpointError]:
    found = list(checkpoint.damage())
    meta = checkpoint.meta_path
    if meta and meta != checkpoint.path:
        try:
            open_checkpoint(meta)
        except CheckpointError as error:
            found.append(error)
    return found


def _state_problems(path: str) -> list[str]:
    state = os.path.join(os.path.dirname(path), STATE_FILE)
    if not os.path.isfile(state) or os.path.isdir(path) or not is_checkpoint(path):
        return []
    try:
        missing = [listed for listed in read_state(state) if not is_checkpoint(listed)]
    except CheckpointError as error:
        return [str(error)]
    return [f"{state}: names {listed}, expected a checkpoint there, found none" for listed in missing]


def newest_intact(path: str) -> str | None:
    """The newest other checkpoint in the directory of `path` in which nothing is broken."""
    for other in reversed(siblings(path)):
        try:
            if not _damage(open_checkpoint(other)):
                return other
        except CheckpointError:
            continue
    return None
