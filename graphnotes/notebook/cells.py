"""The code in a notebook's file."""

from __future__ import annotations

import ast
import json
import os
from typing import NamedTuple

from graphnotes.notebook.python_lines import python_lines
from graphnotes.runner import python2
from graphnotes.runner.script import CannotRun, read_source


class NotPython(CannotRun):
    """A notebook of another language: nothing is wrong with it, and it is not for us."""


class Cell(NamedTuple):
    """A code cell: its place among all cells, counted from one, its text, and whether an error in it is expected."""

    number: int
    source: str
    may_fail: bool

    def python(self) -> list[str]:
        """Its lines, with `pass` for those that are IPython's; none if the whole cell is."""
        return python_lines(self.source)


class Notebook(NamedTuple):
    """The code cells of a notebook, in order, whether it was last run by a kernel of Python 2, and all that its file holds:
    the cells, the metadata, the minor number of the format 4."""

    cells: list[Cell]
    is_python2: bool
    held: list[dict]
    metadata: dict[str, dict]
    minor: int = 2

    def code(self) -> Code:
        """Its Python as one program; what a cell that is none would say is among the errors."""
        lines, places, body, errors, is_python2 = [], [], [], [], False
        for cell in self.cells:
            own = cell.python()
            try:
                tree, older = python2.parse(f"cell {cell.number}", "\n".join(own) + "\n", lambda *_: None)
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                errors.append((cell, error))
                own = [""] * len(own)
            else:
                body += ast.increment_lineno(tree, len(lines)).body
                is_python2 = is_python2 or older
            lines += own
            places += [(cell.number, line) for line in range(1, len(own) + 1)]
        return Code("\n".join(lines) + "\n", ast.Module(body, []), is_python2, places, errors)


class Code(NamedTuple):
    """A notebook as one program: its text and tree, whether only Python 2 can read some of it, the (cell, line) of each of its lines, and the cells
    that can't be read, each with its error, whose lines are left empty."""

    text: str
    tree: ast.Module
    is_python2: bool
    places: list[tuple[int, int]]
    errors: list[tuple[Cell, Exception]]


def read(path: str | os.PathLike) -> Notebook:
    """The notebook at `path`, of the versions 2 to 4 of the format.

    Raises:
        CannotRun: it cannot be read, is empty or is no notebook.
        NotPython: it is one of another language.
    """
    data = read_source(os.fspath(path))
    try:
        held = json.loads(data)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno}: {error.msg})" if isinstance(error, json.JSONDecodeError) else ""
        raise CannotRun(f"{path} is not a notebook: it is not the JSON a notebook is made of{where}") from None
    if not isinstance(held, dict) or not ("cells" in held or "worksheets" in held):
        raise CannotRun(f"{path} is not a notebook: it is JSON, but has no cells")
    if held.get("nbformat", 4) not in (2, 3, 4):
        raise CannotRun(f"{path} is a notebook of format {held['nbformat']!r}; 2, 3 and 4 are known")
    try:
        cells = held["cells"] if "cells" in held else [cell for sheet in held["worksheets"] for cell in sheet["cells"]]
        code = [_cell(n, cell) for n, cell in enumerate(cells, 1) if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise CannotRun(f"{path} is not a notebook: its cells are not what a notebook's are") from None
    metadata = _metadata(held)
    language = _language(metadata, cells)
    if not language.lower().startswith(("python", "ipython")):
        raise NotPython(f"{path} is a notebook of {language}, not of Python")
    minor = held.get("nbformat_minor") if held.get("nbformat") == 4 else None
    return Notebook(code, _is_python2(metadata), cells, metadata, minor if isinstance(minor, int) else 2)


def _cell(number: int, cell: dict) -> Cell:
    source = cell.get("source", cell.get("input", ""))
    text = "".join(source) if isinstance(source, list) else source
    if not isinstance(text, str):
        raise TypeError("a cell's source is text")
    return Cell(number, text, "raises-exception" in _metadata(cell).get("tags", ()))


def _metadata(held: dict) -> dict[str, dict]:
    """The metadata of a notebook or cell, where nothing counts as empty."""
    return {key: value for key, value in (held.get("metadata") or {}).items() if value}


def _language(metadata: dict[str, dict], cells: list[dict]) -> str:
    """What a notebook says its language is, or its kernel is of; Python if it says nothing."""
    said = metadata.get("language_info", {}).get("name") or metadata.get("kernelspec", {}).get("language")
    said = said or next((cell["language"] for cell in cells if cell.get("language")), None)
    kernel = str(metadata.get("kernelspec", {}).get("name", ""))
    by_kernel = "R" if kernel == "ir" else "Julia" if kernel.startswith("julia") else "Python"
    return str(said or by_kernel)


def _is_python2(metadata: dict[str, dict]) -> bool:
    version = str(metadata.get("language_info", {}).get("version", ""))
    return version.startswith("2") or metadata.get("kernelspec", {}).get("name") == "python2"
