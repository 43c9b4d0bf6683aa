"""The modules of a program's own: which of them it reaches, and where an import would find what is not installed."""

from __future__ import annotations

import ast
import collections
import contextlib
import functools
import importlib.util
import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from importlib.machinery import ModuleSpec
from typing import NamedTuple

from graphnotes.check import commands
from graphnotes.notebook import cells
from graphnotes.runner import python2
from graphnotes.runner.script import CannotRun, read_source


def reached(script: str, limit: int = 200) -> list[str]:
    """The modules of a script's own that it imports, and they import, breadth first: those next to it or in its package.

    Those of a notebook are also the scripts that it runs with `%run`.
    """
    if not os.path.isfile(script):
        return []
    seen, waiting = {os.path.realpath(script): script}, [script]
    while waiting and len(seen) < limit:
        file = waiting.pop(0)
        try:
            found_here = [*commands.run(file), *_imports(_import_statements(file), file, script)]
        except (CannotRun, SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for found in found_here:
            if os.path.realpath(found) not in seen:
                seen[os.path.realpath(found)] = found
                waiting.append(found)
    return [file for file in list(seen.values())[1:] if os.path.getsize(file)]


def trees(files: Iterable[str]) -> dict[str, ast.Module]:
    """file -> its syntax tree, of those that can be read."""
    found = {}
    for file in files:
        with contextlib.suppress(CannotRun, SyntaxError, ValueError, RecursionError, MemoryError):
            found[file] = _tree(file)
    return found


def _tree(file: str) -> ast.Module:
    if file.endswith(".ipynb"):
        return cells.read(file).code().tree
    return python2.parse(file, read_source(file), lambda *_: None)[0]


@functools.lru_cache(maxsize=4096)
def _import_statements(file: str) -> tuple[ast.Import | ast.ImportFrom, ...]:
    """The imports of a file, wherever they stand; kept, for in a folder many scripts share their modules."""
    waiting, found = collections.deque([_tree(file)]), []
    while waiting:
        node = waiting.popleft()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.append(node)
        for part in ("body", "handlers", "orelse", "finalbody", "cases"):
            below = getattr(node, part, None)
            if isinstance(below, list):
                waiting.extend(below)
    return tuple(found)


def _imports(statements: Iterable[ast.Import | ast.ImportFrom], file: str, script: str) -> Iterator[str]:
    folder, beside, top = os.path.dirname(file), os.path.dirname(script), outermost(file)
    for node in statements:
        if isinstance(node, ast.Import):
            wanted = [(root, alias.name) for alias in node.names for root in (beside, top)]
        else:
            above = os.path.normpath(os.path.join(folder or ".", *[os.pardir] * (node.level - 1))) if node.level else None
            names = [node.module or "", *(f"{node.module or ''}.{alias.name}".strip(".") for alias in node.names)]
            wanted = [(root, name) for name in names for root in ([above] if above else [beside, top])]
        for root, name in wanted:
            inside = os.path.join(root, *name.split("."))
            yield from (found for found in (inside + ".py", os.path.join(inside, "__init__.py")) if name and os.path.isfile(found))


@functools.cache
def outermost(file: str) -> str:
    """The folder that the package of a file stands in; the file's own folder if it is in no package."""
    top = os.path.dirname(file)
    while os.path.isfile(os.path.join(top or ".", "__init__.py")):
        above = os.path.normpath(os.path.join(top or ".", os.pardir))
        if os.path.abspath(above) == os.path.abspath(top):
            break
        top = above
    return top


def package(name: str, script: str | None) -> str | None:
    """The first part of a dotted import that nobody has, `google.api` of `google.api.http_pb2`; None if it is installed, or on the path.

    What lies in the folder that `check` was started in does not count: `run` looks beside the script instead.
    """
    root, _, rest = name.partition(".")
    spec = _spec(root)
    if spec is None or _is_only_here(spec, script):
        return root
    if spec.origin is None and rest and spec.submodule_search_locations is not None:  # a package in several places
        second = rest.partition(".")[0]
        within = (os.path.join(place, second) for place in spec.submodule_search_locations)
        if not any(os.path.isdir(place) or os.path.isfile(place + ".py") for place in within):
            return f"{root}.{second}"
    return None


@functools.cache
def _spec(root: str) -> ModuleSpec | None:
    try:
        return importlib.util.find_spec(root)
    except (ImportError, ValueError):  # loaded by hand: it is there
        return ModuleSpec(root, None, origin="built-in")


def _is_only_here(spec: ModuleSpec, script: str | None) -> bool:
    here = os.getcwd()
    if script is not None and os.path.dirname(os.path.abspath(script)) == here:
        return False
    if here in map(os.path.abspath, filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))):
        return False
    places = [spec.origin] if spec.origin and spec.has_location else list(spec.submodule_search_locations or ())
    home = [os.path.dirname(place) for place in places]
    if places and spec.origin and os.path.basename(spec.origin) == "__init__.py":
        home = [os.path.dirname(home[0])]
    return sys.path[:1] in ([""], [here]) and bool(home) and all(os.path.abspath(folder) == here for folder in home)


def beside(root: str, file: str, script: str | None) -> bool:
    """Whether a package or module of that name stands where an import in `file` looks: next to the script, or in the file's own package."""
    folders = {os.path.dirname(os.path.abspath(file)), os.path.dirname(os.path.abspath(script or file))}
    if os.path.isfile(os.path.join(os.path.dirname(os.path.abspath(file)), "__init__.py")):
        folders.add(outermost(os.path.abspath(file)))  # run with -m
    return any(_stands(root, folder) for folder in folders)


def elsewhere(root: str, file: str) -> str | None:
    """The folder above the file's, or one in such a folder, that has the module or package; None if none has."""
    return _elsewhere(root, os.path.dirname(os.path.abspath(file)))


@functools.cache
def _elsewhere(root: str, folder: str) -> str | None:
    for _ in range(5):
        if _stands(root, folder):
            return folder
        for name in sorted(_inside(folder).folders):
            below = os.path.join(folder, name)
            inside = _inside(below)
            if root + ".py" in inside.files or (root in inside.folders and any(name.endswith(".py") for name in _inside(os.path.join(below, root)).names)):
                return below
        folder = os.path.dirname(folder)
    return None


def _stands(root: str, folder: str) -> bool:
    inside = _inside(folder)
    return root + ".py" in inside.files or root + ".so" in inside.files or root in inside.folders


class _Folder(NamedTuple):
    """The names in a folder: all of them, and those of its files and folders."""

    names: frozenset[str]
    files: frozenset[str]
    folders: frozenset[str]


@functools.cache
def _inside(folder: str) -> _Folder:
    """What a folder holds, read once; nothing where it can't be read."""
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.is_dir(), entry.is_file()) for entry in entries]
    except OSError:
        found = []
    names, folders, files = zip(*found) if found else ((), (), ())
    return _Folder(frozenset(names), frozenset(itertools.compress(names, files)), frozenset(itertools.compress(names, folders)))


@functools.cache
def changes_path(file: str) -> bool:
    """Whether a file, or a module of its own, says where modules are to be looked for: nobody can tell then without running."""
    for each in (file, *reached(file)):
        try:
            if b"sys.path" in read_source(each):
                return True
        except CannotRun:
            continue
    return False
