"""Checkpoints made of others without copying them: with other names, or averaged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from graphnotes.checkpoints.checkpoint import Checkpoint, nearest
from graphnotes.checkpoints.dtypes import numpy_dtype
from graphnotes.checkpoints.errors import CheckpointError

Mappings = Mapping[str, str] | Sequence[tuple[str, str]] | Callable[[str], str]


class Renamed(Checkpoint):
    """`checkpoint` with other names: by a mapping old -> new, by (regular expression, replacement) pairs, or a function.

    Pairs are applied one after the other with `re.sub`. Names that nothing matches stay. A mapped name that isn't there,
    a pair that matches nothing, and two tensors with one new name raise CheckpointError.
    """

    def __init__(self, checkpoint: Checkpoint, names: Mappings):
        self.path, self.format, self._checkpoint = checkpoint.path, checkpoint.format, checkpoint
        new_name = _renaming(checkpoint, names)
        self._old: dict[str, str] = {}
        for old in checkpoint:
            new = new_name(old)
            if new in self._old:
                raise CheckpointError(f"{checkpoint.path}: both '{self._old[new]}' and '{old}' would be called '{new}'")
            if not new:
                raise CheckpointError(f"{checkpoint.path}: '{old}' would be left without a name")
            self._old[new] = old
        self.entries = {new: replace(checkpoint.entries[self._old[new]], name=new) for new in sorted(self._old)}

    @property
    def renamed(self) -> dict[str, str]:
        """The tensors whose name changed: old name -> new."""
        return {old: new for new, old in self._old.items() if new != old}

    def read(self, name: str) -> np.ndarray:
        self.entry(name)
        return self._checkpoint.read(self._old[name])


def _renaming(checkpoint: Checkpoint, names: Mappings) -> Callable[[str], str]:
    if callable(names):
        return names
    if isinstance(names, Mapping):
        for old in names:
            checkpoint.entry(old)
        return lambda name: names.get(name, name)
    patterns = []
    for pattern, replacement in names:
        try:
            patterns.append((re.compile(pattern), replacement))
        except re.error as error:
            raise CheckpointError(f"'{pattern}' is not a regular expression ({error})") from None

    def substitute(name: str) -> str:
        for pattern, replacement in patterns:
            try:
                name = pattern.sub(replacement, name)
            except (re.error, IndexError) as error:
                raise CheckpointError(f"'{replacement}' is not a replacement for '{pattern.pattern}' ({error})") from None
        return name

    unused = [pattern.pattern for pattern, _ in patterns if not any(pattern.search(name) for name in checkpoint)]
    if unused and len(patterns) == 1:
        raise CheckpointError(f"{checkpoint.path}: no tensor's name matches '{unused[0]}'")
    return substitute


class Picked(Checkpoint):
    """The tensors of `checkpoint` that `wanted(name)` picks."""

    def __init__(self, checkpoint: Checkpoint, wanted: Callable[[str], bool]):
        self.path, self.format, self._checkpoint = checkpoint.path, checkpoint.format, checkpoint
        self.entries = {name: entry for name, entry in checkpoint.entries.items() if wanted(name)}

    def read(self, name: str) -> np.ndarray:
        self.entry(name)
        return self._checkpoint.read(name)


class Averaged(Checkpoint):
    """The mean of each floating-point or complex tensor over several checkpoints, summed in double precision.

    Integers, booleans and strings (steps, flags, vocabularies) are the last checkpoint's. Names, dtypes and shapes must
    agree, else CheckpointError names the first that doesn't.
    """

    format = "average"

    def __init__(self, checkpoints: Sequence[Checkpoint]):
        if not checkpoints:
            raise CheckpointError("no checkpoints to average")
        first = checkpoints[0]
        for other in checkpoints[1:]:
            for name in sorted({*first, *other}):
                if name not in other or name not in first:
                    lacking, having = (other, first) if name not in other else (first, other)
                    near = nearest(name, lacking.entries)
                    raise CheckpointError(f"{lacking.path} has no tensor '{name}' as {having.path} does" + (f"; near: {near}" if near else ""))
                one, two = first.entries[name], other.entries[name]
                if (one.dtype, one.shape) != (two.dtype, two.shape):
                    raise CheckpointError(f"'{name}' is {one.dtype} {one.shape} in {first.path} but {two.dtype} {two.shape} in {other.path}")
        self.path = f"average of {len(checkpoints)} checkpoints"
        self._checkpoints = list(checkpoints)
        self.entries = dict(checkpoints[-1].entries)

    def meta_graph(self) -> bytes | None:
        """The last checkpoint's: the graph is the same."""
        return self._checkpoints[-1].meta_graph()

    def read(self, name: str) -> np.ndarray:
        dtype = numpy_dtype(self.entry(name).dtype)
        if dtype.kind not in "fc" and "float" not in dtype.name:
            return self._checkpoints[-1].read(name)
        total = self._checkpoints[0].read(name).astype(np.complex128 if dtype.kind == "c" else np.float64)
        for checkpoint in self._checkpoints[1:]:
            total += checkpoint.read(name)
        return (total / len(self._checkpoints)).astype(dtype)
