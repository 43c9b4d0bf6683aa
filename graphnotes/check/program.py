"""Reading scripts, notebooks and folders, and saying what of them will run."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterable, Iterator

from graphnotes.check import beside, files, tensorflow1
from graphnotes.check.findings import NOT_SUPPORTED, RESTORED, SAME, Finding, Verdict
from graphnotes.check.references import Reference, References
from graphnotes.companions.operators import PYTHON2_BUILTINS
from graphnotes.runner import dialect, era, python2
from graphnotes.runner.script import CannotRun, read_source

_SKIPPED = {"__pycache__", "node_modules", "site-packages", "build", "dist", "venv", "env"}


def check_paths(paths: Iterable[str]) -> Iterator[tuple[str, list[Finding]]]:
    """(file, what there is to say of it) for every script and notebook named or inside a folder named.

    Raises:
        CannotRun: a path that was named is no script, notebook or folder with one in it.
    """
    for path in paths:
        if not os.path.isdir(path):
            for file in (path, *beside_script(path)):
                yield file, check_file(file)
            continue
        empty = True
        for file in _inside(path):
            empty = False
            try:
                yield file, check_file(file)
            except CannotRun as error:
                yield file, [Finding(file, error.line, 1, "the file", NOT_SUPPORTED, str(error))]
        if empty:
            raise CannotRun(f"{path} is a folder with no .py or .ipynb file in it")


def beside_script(path: str, limit: int = 200) -> list[str]:
    """The modules of a script's own that it imports, and they import, breadth first: those next to it or in its package."""
    if not os.path.isfile(path) or path.endswith(".ipynb"):
        return []
    seen, waiting = {os.path.realpath(path): path}, [path]
    while waiting and len(seen) < limit:
        file = waiting.pop(0)
        try:
            tree, _ = python2.parse(file, read_source(file), lambda *_: None)
        except (CannotRun, SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for found in _own_imports(tree, file, path):
            if os.path.realpath(found) not in seen:
                seen[os.path.realpath(found)] = found
                waiting.append(found)
    return [file for file in list(seen.values())[1:] if os.path.getsize(file)]


def _own_imports(tree: ast.Module, file: str, script: str) -> Iterator[str]:
    folder = os.path.dirname(file)
    top = folder  # where the file's package stands
    while os.path.isfile(os.path.join(top or ".", "__init__.py")) and os.path.dirname(os.path.abspath(top)) != os.path.abspath(top):
        top = os.path.dirname(top) if top else os.pardir
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            wanted = [(root, alias.name) for alias in node.names for root in (os.path.dirname(script), top)]
        elif isinstance(node, ast.ImportFrom):
            above = os.path.normpath(os.path.join(folder or ".", *[os.pardir] * (node.level - 1))) if node.level else None
            names = [node.module or "", *(f"{node.module or ''}.{alias.name}".strip(".") for alias in node.names)]
            wanted = [(root, name) for name in names for root in ([above] if above else [os.path.dirname(script), top])]
        else:
            continue
        for root, name in wanted:
            inside = os.path.join(root, *name.split("."))
            yield from (found for found in (inside + ".py", os.path.join(inside, "__init__.py")) if name and os.path.isfile(found))


def _inside(folder: str) -> Iterator[str]:
    for inside, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(inside, name)
            if name.endswith((".py", ".ipynb")) and os.path.isfile(path) and os.path.getsize(path):
                yield path


def check_file(path: str) -> list[Finding]:
    """What there is to say of one script or notebook; raises CannotRun for what is neither."""
    if os.fspath(path).endswith(".ipynb"):
        text, cells = _notebook(path)
        return [_in_cell(finding, cells) for finding in check_source(path, text.encode("utf-8"))]
    return check_source(path, read_source(path))


_MAGIC = re.compile(r"^(\s*)(?:!|\?|%%?[a-zA-Z]).*$")  # what IPython takes for itself


def _notebook(path: str) -> tuple[str, list[tuple[int, int]]]:
    """The code of a notebook as one source, magics left out, and for each of its lines (cell number, line in the cell)."""
    try:
        cells = json.loads(read_source(path))
        cells = cells["cells"] if "cells" in cells else cells["worksheets"][0]["cells"]
        sources = [cell.get("source", cell.get("input", "")) if cell["cell_type"] == "code" else None for cell in cells]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise CannotRun(f"{path} is not a notebook: it is not the JSON a notebook is made of") from None
    lines, places = [], []
    for number, source in enumerate(sources, 1):
        if source is None:
            continue
        code = ("".join(source) if isinstance(source, list) else str(source)).split("\n")
        if code[0].startswith("%%"):
            code = []
        for line, words in enumerate(code, 1):
            lines.append(_MAGIC.sub(r"\1pass", words))
            places.append((number, line))
    return "\n".join(lines) + "\n", places


def _in_cell(finding: Finding, cells: list[tuple[int, int]]) -> Finding:
    cell, line = cells[min(finding.line, len(cells)) - 1] if cells else (1, 1)
    return finding._replace(cell=cell, line=line)


def check_source(path: str, data: bytes) -> list[Finding]:
    """What there is to say of the source of `path`; raises CannotRun if it is not Python source."""
    try:
        mended: list[Finding] = []
        tree, is_python2 = python2.parse(path, data, lambda _, line, what: mended.append(Finding(path, line, 1, "indentation", RESTORED, what)))
    except SyntaxError as error:
        failure = CannotRun(f"{path}, line {error.lineno}: {error.msg}" if error.lineno else f"{path}: {error.msg}")
        failure.line = error.lineno or 1
        raise failure from None
    except (UnicodeDecodeError, ValueError) as error:
        raise CannotRun(f"{path} is not Python source: {error}") from None
    except (RecursionError, MemoryError):
        raise CannotRun(f"{path} is not Python source: an expression in it is nested deeper than Python can read") from None
    found = mended
    if is_python2:
        line, column = _first_error(path, data)
        found.append(Finding(path, line, column, "Python 2 syntax", RESTORED, "converted in memory; the file stays as it is"))
    references = References()
    listed = list(references.read(tree))
    which, _ = era.of_source(path, data)
    for reference in listed:
        verdict = _verdict(reference, which, path)
        if verdict is None or (reference.optional and verdict.status == NOT_SUPPORTED):
            continue
        found.append(Finding(path, reference.line, reference.column, _spelled(reference.name), *verdict, reference.conditional))
    gone = [reference for reference in references.unbound if reference.name in PYTHON2_BUILTINS]
    if gone and not references.stars:
        provided = dialect.guarded_names(tree) | dialect.bound_names(tree)
        for reference in gone:
            if reference.name not in provided:
                found.append(Finding(path, reference.line, reference.column, reference.name, RESTORED, "one of Python 2's built-ins"))
    return sorted(set(found), key=lambda finding: (finding.line, finding.column, finding.symbol))


def _first_error(path: str, data: bytes) -> tuple[int, int]:
    try:
        ast.parse(data, path)
    except SyntaxError as error:
        return error.lineno or 1, max(error.offset or 1, 1)
    return 1, 1


def _spelled(name: str) -> str:
    for package, short in (("tensorflow", "tf"), ("numpy", "np")):
        if name.startswith(package + "."):
            return short + name[len(package) :]
    return name


def _verdict(reference: Reference, which: str, path: str) -> Verdict | None:
    root, _, symbol = reference.name.partition(".")
    if root in ("tensorflow", "tensorflow_core"):
        if not symbol:
            return None
        if which == "2.0":
            return Verdict(SAME, "TensorFlow 2.0")
        return tensorflow1.verdict(symbol, before_1=which == "0")
    found = beside.verdict(reference.name)
    if found is None and reference.imported and not _exists(root, path):
        return Verdict(NOT_SUPPORTED, f"the package {root} is not installed: pip install {_PROJECT.get(root, root)}")
    return found


_PROJECT = {"sklearn": "scikit-learn", "cv2": "opencv-python", "PIL": "pillow", "yaml": "pyyaml", "skimage": "scikit-image", "bs4": "beautifulsoup4"}


def _exists(root: str, path: str) -> bool:
    """Whether a script can import the package: installed, or somewhere about the script."""
    try:
        if files.installed(root) is not None or files.importlib.util.find_spec(root) is not None:
            return True
    except (ImportError, ValueError):
        return True
    folder = os.path.dirname(os.path.abspath(path))
    for _ in range(5):
        if any(os.path.exists(os.path.join(folder, root + end)) for end in (".py", ".so", "")) or _below(folder, root):
            return True
        folder = os.path.dirname(folder)
    return False


def _below(folder: str, root: str) -> bool:
    try:
        return any(os.path.exists(os.path.join(entry.path, root + end)) for entry in os.scandir(folder) if entry.is_dir() for end in (".py", ""))
    except OSError:
        return False
