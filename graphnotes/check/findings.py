"""What `check` has to say of one symbol at one place."""

from __future__ import annotations

from typing import NamedTuple

SAME, RESTORED, LONG_TAIL, NOT_SUPPORTED = "same", "restored", "long tail", "not supported"
STATUSES = (SAME, RESTORED, LONG_TAIL, NOT_SUPPORTED)


class Verdict(NamedTuple):
    """What becomes of a symbol, and the next step where there is one."""

    status: str
    advice: str = ""


class Finding(NamedTuple):
    """A symbol in a file. `line` and `column` count from 1; in a notebook the line is of the cell numbered `cell`.

    `conditional`: it stands under an `if` or in a function that nobody calls, so it matters only if it is reached.
    """

    path: str
    line: int
    column: int
    symbol: str
    status: str
    advice: str = ""
    conditional: bool = False
    cell: int | None = None

    @property
    def place(self) -> str:
        """`file:line:column`, as editors and terminals make a link of."""
        where = self.path if self.cell is None else f"{self.path}:cell {self.cell}"
        return f"{where}:{self.line}:{self.column}"
