"""What the ladder asks of a program, whichever TensorFlow it is written for."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable

import numpy as np

Batch = dict[str, np.ndarray]
OURS = ("graphnotes/equivalence", "graphnotes/tf1/rebuilt")  # code that is never the line of the user's to show


class Draws(list):
    """What random ops drew in one run, in the order of the program; `sites` numbers the op of OLD that each comes from."""

    def __init__(self, values=(), sites=None):
        super().__init__(values)
        self.sites = sites


class NotAvailable(Exception):
    """A side cannot answer one question of the ladder (it has no optimizer, say); the message says why."""


@dataclasses.dataclass(frozen=True)
class Variable:
    """One variable of a side: `kind` is "weight" (trained), "state" (moving statistics) or "other" (slots, steps)."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    kind: str


class Side:
    """One program under comparison. Every method may raise `NotAvailable`; `draws` given are replayed instead of drawn."""

    origin: str
    batches: list[Batch] | None = None  # a side that brings its own data is trained on it
    fresh: bool = True  # its values are initial ones, not those of a trained checkpoint
    nudge: int = 0  # move the optimizer's settings to the next float up (1) or down (-1)

    def as_fed(self, batch: Batch) -> Batch:
        """The batch in the dtypes the program is fed with."""
        return batch

    def variables(self) -> dict[str, Variable]:
        """Its variables by name."""
        raise NotImplementedError

    def reset(self) -> None:
        """Back to the initial values of weights, slots and steps."""
        raise NotImplementedError

    def read(self) -> dict[str, np.ndarray]:
        """The present values of weights and state."""
        raise NotImplementedError

    def load(self, values: dict[str, np.ndarray]) -> None:
        """Set these weights and state."""
        raise NotImplementedError

    def forward(self, batch: Batch, training: bool, draws: Draws | None = None) -> tuple[dict[str, np.ndarray], Draws]:
        """The outputs, and what was drawn."""
        raise NotImplementedError

    def loss_and_gradients(self, batch: Batch, draws: Draws | None = None) -> tuple[float, dict[str, np.ndarray], Draws]:
        """The loss, its gradient for every weight (dense), and what was drawn."""
        raise NotImplementedError

    def apply(self, gradients: dict[str, np.ndarray], batch: Batch) -> None:
        """One update of the optimizer with these gradients in place of the program's own."""
        raise NotImplementedError

    def slots(self) -> dict[str, np.ndarray]:
        """Optimizer slots as `weight/slot`, slot names as in TensorFlow's kernels (m, v, accum, mom, ms ...)."""
        raise NotImplementedError

    def train_step(self, batch: Batch, draws: Draws | None = None) -> tuple[float, Draws]:
        """One step of the program's own training; the loss before the update."""
        raise NotImplementedError

    def metric(self, batch: Batch) -> float:
        """The program's evaluation metric."""
        raise NotImplementedError

    def arguments(self) -> set[str]:
        """The names of what it can be given, as far as it tells."""
        return set()

    def save(self, prefix: str) -> dict[str, str]:
        """Write weights and state to a checkpoint the way this side's TensorFlow does; returns name -> key in the file."""
        raise NotImplementedError

    def restore(self, prefix: str, keys: dict[str, str]) -> None:
        """Read these variables from any checkpoint: name -> key in the file."""
        raise NotImplementedError

    def operations(self, batch: Batch, draws: Draws | None = None) -> list[Operation]:
        """Every floating-point operation of the training-mode loss, in an order in which they can run."""
        raise NotImplementedError


@dataclasses.dataclass
class Operation:
    """One operation: type, name (or the source line that made it), attributes, and the earlier operations (by position) it depends on.

    `value`, its first output, is asked of the program when it is first needed.
    """

    type: str
    name: str
    where: str
    attrs: dict[str, str]
    inputs: frozenset[int]
    ask: Callable[[], np.ndarray]
    may_have: Callable[[int], bool] = lambda size: True  # can its value have this many elements?

    @functools.cached_property
    def value(self) -> np.ndarray:
        return self.ask()

    @property
    def asked(self) -> bool:
        """Whether the value has been needed so far."""
        return "value" in vars(self)
