"""What every format is read as: named tensors with a dtype and a shape, read one at a time."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from google.protobuf.message import Message

from graphnotes.checkpoints.dtypes import name_of_numpy, numpy_dtype
from graphnotes.checkpoints.errors import CheckpointError


@dataclass(frozen=True)
class Entry:
    """One tensor of a checkpoint, as its index describes it; its values have not been read.

    `dtype` is TensorFlow's name of it, `nbytes` the bytes it takes in the file, `parts` how many slices it is stored
    in (1 when whole).
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    nbytes: int
    parts: int = 1

    @property
    def size(self) -> int:
        """How many values it holds."""
        return int(np.prod(self.shape, dtype=object))


class Checkpoint:
    """Named tensors in some file format, opened for reading; `checkpoint[name]` reads one.

    A format's class fills `entries` when it opens the file and reads values only in `read`, so opening is fast and
    memory is bounded by the tensor being read.
    """

    format: str = ""
    path: str = ""
    entries: dict[str, Entry]

    def read(self, name: str) -> np.ndarray:
        """The values of tensor `name`: an array of its shape and NumPy dtype, checked against stored checksums."""
        raise NotImplementedError

    def entry(self, name: str) -> Entry:
        """What the index says of `name`; an unknown name raises CheckpointError with the nearest ones."""
        if name not in self.entries:
            near = nearest(name, self.entries)
            hint = f"; did you mean {near}?" if near else ""
            raise CheckpointError(f"{self.path} holds no tensor '{name}' among its {len(self.entries)}{hint}")
        return self.entries[name]

    def damage(self) -> Iterator[CheckpointError]:
        """Everything broken in the files, one error each, found by reading all of them with checksums."""
        for name in self.entries:
            try:
                self.read(name)
            except CheckpointError as error:
                yield error

    def files(self) -> list[str]:
        """The files the values are in."""
        return [self.path]

    @property
    def meta_path(self) -> str | None:
        """The MetaGraph beside this checkpoint, or None."""
        return None

    def graph_names(self) -> dict[str, str]:
        """Other names that tensors go by: the name a variable had in a graph -> its name here."""
        return {}

    def meta_graph(self) -> bytes | None:
        """The MetaGraphDef that belongs to the values, serialized, or None; its Saver restores them by name."""
        if self.meta_path is None:
            return None
        with open(self.meta_path, "rb") as file:
            return file.read()

    def frozen_graph(self) -> Message | None:
        """The GraphDef that holds the values as constants, or None."""
        return None

    @property
    def nbytes(self) -> int:
        """Bytes of all tensors together."""
        return sum(entry.nbytes for entry in self.entries.values())

    def __getitem__(self, name: str) -> np.ndarray:
        return self.read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __contains__(self, name: object) -> bool:
        return name in self.entries

    def __len__(self) -> int:
        return len(self.entries)

    def __repr__(self) -> str:
        return f"<{self.format} checkpoint {self.path}: {len(self)} tensors, {self.nbytes} bytes>"


class Arrays(Checkpoint):
    """A checkpoint of arrays in memory, so that they can be written or compared like any other."""

    format = "arrays"

    def __init__(self, arrays: Mapping[str, np.ndarray], path: str = "arrays in memory", dtypes: Mapping[str, str] | None = None):
        self.path = path
        self._arrays = {name: np.asarray(array) for name, array in arrays.items()}
        dtypes = dtypes or {}
        self.entries = {
            name: Entry(name, dtypes.get(name) or name_of_numpy(array.dtype), array.shape, array.nbytes)
            for name, array in sorted(self._arrays.items())
        }

    def read(self, name: str) -> np.ndarray:
        entry = self.entry(name)
        array = self._arrays[name]
        return strings(array) if entry.dtype == "string" else array.astype(numpy_dtype(entry.dtype), copy=False)


def strings(array: np.ndarray) -> np.ndarray:
    """`array` as an object array of bytes; text is encoded as UTF-8."""
    out = np.empty(array.shape, object)
    for index in np.ndindex(array.shape):
        value = array[index]
        out[index] = value.encode() if isinstance(value, str) else bytes(value)
    return out


def nearest(name: str, names: Sequence[str] | Mapping[str, object], count: int = 3) -> str:
    """Up to `count` of `names` that look like `name`, quoted and joined; empty when none does.

    A name that differs only by a scope in front or behind counts as nearer than one of similar letters.
    """
    last = name.rsplit("/", 1)[-1]
    kin = [other for other in names if other.endswith("/" + name) or name.endswith("/" + other)]
    kin += [other for other in difflib.get_close_matches(name, names, count, 0.6) if other not in kin]
    kin += [other for other in names if other.rsplit("/", 1)[-1] == last and other not in kin]
    return ", ".join(f"'{other}'" for other in kin[:count])
