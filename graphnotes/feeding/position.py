"""Where in the data a training run is, to go on from there exactly."""

from __future__ import annotations

import dataclasses
import json
import os
from typing import Any

from graphnotes.checkpoints.safe_write import SafeWrite
from graphnotes.feeding.errors import FeedError


@dataclasses.dataclass(frozen=True)
class Position:
    """The place right after a batch. With the same data, what follows it is the same again, example for example."""

    epoch: int = 0
    """How many epochs are behind it."""
    example: int = 0
    """How many examples of the present epoch (batches, for a tf.data dataset) are behind it."""
    step: int = 0
    """How many batches are behind it, over all epochs."""
    seed: int | None = None
    """Of the order of the examples; None: they come as they stand."""
    examples: int | None = None
    """How many examples the data had; None: not known."""

    def save(self, path: str | os.PathLike) -> None:
        """Write it to `path` as JSON; the file appears whole or not at all. Raises CheckpointError."""
        text = json.dumps({"position": dataclasses.asdict(self)}) + "\n"
        with SafeWrite() as out, out.file(os.fspath(path)) as file:
            file.write(text.encode())

    @classmethod
    def load(cls, path: str | os.PathLike) -> Position:
        """Read what `save` wrote. Raises FeedError when the file holds something else, OSError when it can't be read."""
        with open(path, "rb") as file:
            text = file.read(4096)
        try:
            fields = json.loads(text)["position"]
            position = cls(**fields)
        except (ValueError, KeyError, TypeError):
            raise FeedError(f"{os.fspath(path)} holds no saved position") from None
        for name, value in fields.items():
            if not (_natural(value) or (value is None and name in ("seed", "examples"))):
                raise FeedError(f"{os.fspath(path)} holds no saved position: its {name} is {value!r}")
        return position


def _natural(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
