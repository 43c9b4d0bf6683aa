"""How far a training loop is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import rich.console
import rich.progress

if TYPE_CHECKING:
    from typing import Self


class Progress:
    """Shows nothing; what `train` tells it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to put away."""

    def advance(self, done: int) -> None:
        """`done` steps are behind."""

    def values(self, step: int, values: dict[str, Any]) -> None:
        """These scalars were fetched at `step`."""


def progress(first: int, count: int | None, show: bool = True) -> Progress:
    """Progress from step `first` over `count` steps (None: nobody knows), fit for standard error."""
    if not show:
        return Progress()
    return (Bar if sys.stderr.isatty() else Lines)(first, None if count is None else first + count)


def say(line: str) -> None:
    """One line to whoever runs the program."""
    print(f"graphnotes: {line}", file=sys.stderr, flush=True)


class Lines(Progress):
    """A line for each time values were fetched."""

    def __init__(self, first: int, total: int | None) -> None:
        self._of = "" if total is None else f" of {total}"
        self._first, self._started = first, time.monotonic()

    def values(self, step: int, values: dict[str, Any]) -> None:
        seconds = time.monotonic() - self._started
        rate = f"  {(step - self._first) / seconds:.4g} steps/s" if step > self._first and seconds > 0 else ""
        print(f"step {step}{self._of}{_text(values)}{rate}", file=sys.stderr, flush=True)


class Bar(Progress):
    """A bar with the values fetched last, rate and time left."""

    def __init__(self, first: int, total: int | None) -> None:
        self._bar = rich.progress.Progress(
            rich.progress.TextColumn("training"),
            rich.progress.BarColumn(),
            rich.progress.MofNCompleteColumn(),
            _Rate(),
            rich.progress.TimeRemainingColumn(),
            rich.progress.TextColumn("{task.fields[values]}", markup=False),
            console=rich.console.Console(stderr=True),
        )
        self._task = self._bar.add_task("training", total=total, completed=first, values="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def advance(self, done: int) -> None:
        self._bar.update(self._task, completed=done)

    def values(self, step: int, values: dict[str, Any]) -> None:
        self._bar.update(self._task, values=_text(values).strip())


class _Rate(rich.progress.ProgressColumn):
    def render(self, task: rich.progress.Task) -> str:
        return f"{task.speed:.4g} steps/s" if task.speed else "? steps/s"


def _text(values: dict[str, Any]) -> str:
    return "".join(f"  {name}={value:.6g}" for name, value in values.items())
