"""What a comparison found."""

from __future__ import annotations

import dataclasses
import math

from graphnotes.equivalence.differences import Difference
from graphnotes.equivalence.mapping import Match

PASSED, FAILED, SKIPPED = "passed", "failed", "not compared"

QUESTIONS = {
    "variables": "the same variables",
    "initial": "the same initial values",
    "forward": "the same outputs, in training and inference",
    "loss": "the same loss",
    "gradients": "the same gradient for every weight",
    "update": "the same optimizer update and slots, given the same gradients",
    "training": "the same loss curve and weights over the training steps",
    "checkpoint": "each other's weights after saving and restoring",
    "metric": "the same evaluation metric",
}


@dataclasses.dataclass
class Rung:
    """One rung of the ladder: its status, the tensors compared, and what there is to say."""

    name: str
    status: str
    tensors: list[Difference] = dataclasses.field(default_factory=list)
    note: str = ""

    @property
    def worst(self) -> Difference | None:
        """The tensor furthest beyond (or nearest to) what is allowed."""
        return max(self.tensors, key=lambda d: (not d.passed, 0.0 if math.isinf(d.allowed) else d.max_abs / (d.allowed or 1e-300)), default=None)


@dataclasses.dataclass
class Divergence:
    """Where the two part: at an operation, a training step or a variable; with both values."""

    where: str
    old: str
    new: str
    explanation: str


@dataclasses.dataclass
class Result:
    """The verdict on two programs."""

    old: str
    new: str
    rungs: list[Rung]
    mapping: list[Match]
    divergence: Divergence | None
    curves: dict[str, list[float]]
    conditions: list[str]
    environment: dict[str, dict[str, str]]
    settings: dict
    notes: list[str] = dataclasses.field(default_factory=list)

    @property
    def equal(self) -> bool:
        """No rung failed, and at least one was compared by its numbers."""
        return not self.failed and any(r.status == PASSED and r.name != "variables" for r in self.rungs)

    @property
    def failed(self) -> list[Rung]:
        """The failed rungs, lowest first."""
        return [r for r in self.rungs if r.status == FAILED]

    @property
    def verdict(self) -> str:
        """One sentence."""
        compared = [r for r in self.rungs if r.status != SKIPPED]
        left = [r.name for r in self.rungs if r.status == SKIPPED]
        tail = f"; not compared: {', '.join(left)}" if left else ""
        if self.failed:
            first = self.failed[0]
            return f"Not the same model: they don't have {QUESTIONS[first.name]} (rung {first.name}){tail}."
        if not self.equal:
            return f"Nothing to judge by: no numbers were compared{tail}."
        return f"The same model, to within rounding, on {len(compared)} of {len(self.rungs)} rungs{tail}."
