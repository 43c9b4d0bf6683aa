"""What a picture is drawn from, where it is looked for, and what to say when it isn't there."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


class Missing(Exception):
    """A picture can't be drawn: one sentence with what it needs and which option names it."""


def found(what: str, given: str | None, usual: str, option: str) -> str:
    """The path given, or the usual one under the current folder or beside the package. Raises Missing."""
    candidates = [given] if given is not None else [Path(usual), REPOSITORY / usual]
    for candidate in candidates:
        if Path(candidate).exists():
            return str(candidate)
    place = f"{given} does not exist" if given is not None else f"there is none at {usual}"
    raise Missing(f"it needs {what}, and {place}: give one with {option}")
