"""What the commands to IPython in a notebook bring about that its Python relies on: modules written, packages installed, scripts run."""

from __future__ import annotations

import functools
import os
import re

from graphnotes.notebook import cells

_WRITES = re.compile(r"\s*%%(?:writefile|file)\s+(?:-a\s+)?(\S+)")
_INSTALLS = re.compile(r"^[!%][^\n]*\b(?:pip[\d.]*|conda)\s[^\n]*?\binstall\b([^\n]*)", re.MULTILINE)
_PROJECT = re.compile(r"['\"]?([A-Za-z][\w.-]*)")
_RUNS = re.compile(r"^[ \t]*%run[ \t]+(?:-\w+[ \t]+)*['\"]?([^\s'\"]+)", re.MULTILINE)


@functools.cache
def written(path: str) -> frozenset[str]:
    """The modules that cells beginning with `%%writefile` put beside the notebook."""
    found = [_WRITES.match(cell.source) for cell in _cells(path)]
    return frozenset(os.path.splitext(os.path.basename(each.group(1)))[0] for each in found if each)


@functools.cache
def installed(path: str) -> frozenset[str]:
    """The projects that the notebook has pip or conda install, in lower case with dashes; not where it asks first whether this is Colab, say."""
    words = [word for cell in _cells(path) for line in _INSTALLS.findall(cell.source) for word in line.split() if not word.startswith("-")]
    return frozenset(found.group(1).lower().replace("_", "-") for found in map(_PROJECT.match, words) if found)


def run(path: str) -> list[str]:
    """The scripts that the notebook runs with `%run`, where they are."""
    names = [name for cell in _cells(path) for name in _RUNS.findall(cell.source)]
    inside = [os.path.join(os.path.dirname(path), name) for name in names]
    return [file for name in inside for file in (name, name + ".py") if file.endswith(".py") and os.path.isfile(file)]


def _cells(path: str) -> list[cells.Cell]:
    return cells.read(path).cells if path.endswith(".ipynb") else []
