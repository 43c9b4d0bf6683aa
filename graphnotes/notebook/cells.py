"""The code in a notebook's file."""

from __future__ import annotations

import json
import os
import re
from typing import NamedTuple

from graphnotes.runner.script import CannotRun, read_source

_MAGIC = re.compile(r"^(\s*)(?:!|\?|%%?[a-zA-Z]).*$")  # what IPython takes for itself


class Cell(NamedTuple):
    """A code cell: its place among all cells, counted from one, its text, and whether an error in it is expected."""

    number: int
    source: str
    may_fail: bool

    def python(self) -> list[str]:
        """Its lines, with `pass` for those that are IPython's; none if the whole cell is."""
        return [] if self.source.startswith("%%") else [_MAGIC.sub(r"\1pass", line) for line in self.source.split("\n")]


class Notebook(NamedTuple):
    """The code cells of a notebook, in order, and whether it was last run by a kernel of Python 2."""

    cells: list[Cell]
    is_python2: bool


def read(path: str | os.PathLike) -> Notebook:
    """The notebook at `path`, of any version of the format.

    Raises:
        CannotRun: it cannot be read, is empty, or is no notebook.
    """
    data = read_source(os.fspath(path))
    try:
        held = json.loads(data)
        cells = held["cells"] if "cells" in held else [cell for sheet in held["worksheets"] for cell in sheet["cells"]]
        return Notebook([_cell(n, cell) for n, cell in enumerate(cells, 1) if cell["cell_type"] == "code"], _is_python2(held))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise CannotRun(f"{path} is not a notebook: it is not the JSON a notebook is made of") from None


def _cell(number: int, cell: dict) -> Cell:
    source = cell.get("source", cell.get("input", ""))
    text = "".join(source) if isinstance(source, list) else str(source)
    return Cell(number, text, "raises-exception" in cell.get("metadata", {}).get("tags", ()))


def _is_python2(held: dict) -> bool:
    metadata = held.get("metadata", {})
    version = str(metadata.get("language_info", {}).get("version", ""))
    return version.startswith("2") or metadata.get("kernelspec", {}).get("name") == "python2"
