"""What a training loop saw."""

from __future__ import annotations

import dataclasses
import json
import os
from typing import Any

import numpy as np

from graphnotes.checkpoints.safe_write import SafeWrite
from graphnotes.feeding.errors import FeedError


@dataclasses.dataclass
class History:
    """The fetched values of a run of `train`: `history["cost"]` are those of `cost`, at the steps `history.steps`."""

    steps: list[int] = dataclasses.field(default_factory=list)
    """The step numbers at which values were fetched."""
    values: dict[str, list[Any]] = dataclasses.field(default_factory=dict)
    """Name -> its value at each of `steps`."""
    done: int = 0
    """How many steps are behind the run, earlier runs it went on from included."""
    seconds: float = 0.0
    """How long the run took."""
    interrupted: bool = False
    """Whether Ctrl-C ended it."""
    checkpoint: str | None = None
    """The checkpoint that Ctrl-C left."""

    def __getitem__(self, name: str) -> list[Any]:
        return self.values[name]

    def save(self, path: str | os.PathLike) -> None:
        """Write steps and values to `path` as JSON, for `graphnotes figures --history`. Raises CheckpointError."""
        values = {name: [np.asarray(v).tolist() for v in column] for name, column in self.values.items()}
        text = json.dumps({"steps": self.steps, "values": values}) + "\n"
        with SafeWrite() as out, out.file(os.fspath(path)) as file:
            file.write(text.encode())

    @classmethod
    def load(cls, path: str | os.PathLike) -> History:
        """Read what `save` wrote. Raises FeedError when the file holds something else, OSError when it can't be read."""
        with open(path, "rb") as file:
            text = file.read()
        try:
            saved = json.loads(text)
            steps, values = list(saved["steps"]), {str(name): list(column) for name, column in saved["values"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise FeedError(f"{os.fspath(path)} holds no saved history") from None
        for name, column in values.items():
            if len(column) != len(steps):
                raise FeedError(f"{os.fspath(path)}: {name!r} has {len(column)} values for {len(steps)} steps")
        return cls(steps, values)
