"""Reading scripts, notebooks and folders, and saying what of them will run."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterable, Iterator

from graphnotes.check import beside, commands, own, reach, tensorflow1
from graphnotes.check.findings import (
    LONG_TAIL,
    NOT_SUPPORTED,
    RESTORED,
    SAME,
    Finding,
    Verdict,
)
from graphnotes.check.references import Reference, References
from graphnotes.companions.operators import PYTHON2_BUILTINS
from graphnotes.notebook import cells as notebooks
from graphnotes.runner import absent, dialect, era, python2
from graphnotes.runner.script import CannotRun, read_source

_SKIPPED = {"__pycache__", "node_modules", "site-packages", "build", "dist", "venv", "env"}


def check_paths(paths: Iterable[str], skipped: Callable[[str], None] = lambda why: None) -> Iterator[tuple[str, list[Finding]]]:
    """(file, what there is to say of it) for every script and notebook named or inside a folder named.

    Args:
        skipped: told, in a sentence that begins with its path, of a notebook of another language and of a folder with nothing to check in it.

    Raises:
        CannotRun: a path that was named is not there; the only one can't be read; or none of them holds a script or notebook of Python.
    """
    paths, left_out, read = list(paths), [], 0
    for path in paths:
        if os.path.isdir(path):
            files = [(file, None) for file in _inside(path)]
            if not files:
                left_out.append(f"{path} is a folder with no .py or .ipynb file in it")
                skipped(left_out[-1])
        else:
            files = [(file, path) for file in (path, *own.reached(path))]
        checked = []
        for file, script in files:
            alone = file == script and (len(paths) == 1 or not os.path.isfile(file))
            try:
                found = check_file(file, script)
            except notebooks.NotPython as other:
                left_out.append(str(other))
                skipped(left_out[-1])
                continue
            except CannotRun as error:
                if alone:
                    raise
                found = [Finding(file, error.line, 1, "the file", NOT_SUPPORTED, str(error))]
            read += 1
            if script is None:
                yield file, found
            else:
                checked.append((file, found))
        yield from _only_if_reached(checked)
    if not read:
        more = f", and {len(left_out) - 1} more like it" if len(left_out) > 1 else ""
        raise CannotRun(f"{left_out[0]}{more}")


def _only_if_reached(checked: list[tuple[str, list[Finding]]]) -> Iterator[tuple[str, list[Finding]]]:
    """What there is to say of the files of one program, where what stands in functions that nobody calls is conditional."""
    missing = any(finding.status in (NOT_SUPPORTED, LONG_TAIL) and not finding.conditional for _, found in checked for finding in found)
    unreached = reach.unreached(own.trees(file for file, _ in checked)) if missing and not own.changes_path(checked[0][0]) else {}
    for file, found in checked:
        lines = {line for span in unreached.get(file, ()) for line in span}
        if lines and file.endswith(".ipynb"):
            places = notebooks.read(file).code().places
            lines = {places[line - 1] for line in lines}
        yield file, [finding._replace(conditional=True) if _place(finding) in lines else finding for finding in found]


def _place(finding: Finding) -> int | tuple[int, int]:
    return finding.line if finding.cell is None else (finding.cell, finding.line)


def _inside(folder: str) -> Iterator[str]:
    for inside, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(inside, name)
            if name.endswith((".py", ".ipynb")) and os.path.isfile(path) and os.path.getsize(path):
                yield path


def check_file(path: str, script: str | None = None) -> list[Finding]:
    """What there is to say of one script or notebook, run as (part of) `script`; raises CannotRun for what is neither."""
    if os.fspath(path).endswith(".ipynb"):
        return _check_notebook(path, script)
    return check_source(path, read_source(path), script)


def _check_notebook(path: str, script: str | None) -> list[Finding]:
    """The findings in the cells of a notebook; a cell that can't be read is one, where running it would stop."""
    notebook = notebooks.read(path)
    code = notebook.code()
    forgiven = {cell.number for cell in notebook.cells if cell.may_fail}
    found = []
    for finding in _of_tree(path, code.tree, code.is_python2, code.text.encode("utf-8"), script):
        cell, line = code.places[finding.line - 1]
        found.append(finding._replace(cell=cell, line=line, conditional=finding.conditional or cell in forgiven))
    for cell, error in code.errors:
        line, column = min(getattr(error, "lineno", 1) or 1, cell.source.count("\n") + 1), max(getattr(error, "offset", 1) or 1, 1)
        why = f"it is not Python: {getattr(error, 'msg', error)}; a run stops here"
        found.append(Finding(path, line, column, "the cell", NOT_SUPPORTED, why, cell.may_fail, cell.number))
    return sorted(found, key=lambda finding: (finding.cell, finding.line, finding.column))


def check_source(path: str, data: bytes, script: str | None = None) -> list[Finding]:
    """What there is to say of the source of `path`, a module of `script` if that is given; raises CannotRun if it is not Python source."""
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
    return sorted([*mended, *_of_tree(path, tree, is_python2, data, script)], key=lambda finding: (finding.line, finding.column, finding.symbol))


def _of_tree(path: str, tree: ast.Module, is_python2: bool, data: bytes, script: str | None) -> list[Finding]:
    """What there is to say of source that has been read."""
    found = []
    if is_python2:
        line, column = _first_error(path, data)
        found.append(Finding(path, line, column, "Python 2 syntax", RESTORED, "converted in memory; the file stays as it is"))
    references = References()
    listed = list(references.read(tree))
    which, _ = era.of_source(path, data, tree)
    for reference in listed:
        verdict, conditional = _verdict(reference, which), reference.conditional
        if verdict is None and reference.imported:
            verdict, unsure = _missing(reference.name, path, script)
            conditional = conditional or unsure or reference.deferred
        if verdict is None or (reference.optional and verdict.status == NOT_SUPPORTED):
            continue
        found.append(Finding(path, reference.line, reference.column, _spelled(reference.name), *verdict, conditional))
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


def _verdict(reference: Reference, which: str) -> Verdict | None:
    root, _, symbol = reference.name.partition(".")
    if root not in ("tensorflow", "tensorflow_core"):
        return beside.verdict(reference.name)
    if not symbol:
        return None
    if which == "2.0":
        return Verdict(SAME, "TensorFlow 2.0")
    return tensorflow1.verdict(symbol, before_1=which == "0")


def _missing(name: str, path: str, script: str | None) -> tuple[Verdict | None, bool]:
    """(what to say of an import that finds nothing, whether that depends on how the file is run)."""
    package, root = own.package(name, script), name.partition(".")[0]
    if package is None or own.beside(root, path, script) or root in commands.written(script or path):
        return None, False
    there = own.elsewhere(root, path)
    if there is None and absent.why(name):
        return Verdict(NOT_SUPPORTED, absent.why(name)), False
    if there is None:
        project = _PROJECT.get(package, package)
        return Verdict(NOT_SUPPORTED, f"the package {package} is not installed: pip install {project}"), _installs(project, script or path)
    if own.changes_path(path) or (script is not None and own.changes_path(script)):
        return None, False
    return Verdict(NOT_SUPPORTED, f"{root} is not beside the script: PYTHONPATH={os.path.relpath(there)} finds it"), script is None


def _installs(project: str, script: str) -> bool:
    """Whether a notebook installs the package itself, before it imports it."""
    return project.lower().replace("_", "-") in commands.installed(script)


_PROJECT = {"sklearn": "scikit-learn", "cv2": "opencv-python", "PIL": "pillow", "yaml": "pyyaml", "skimage": "scikit-image", "bs4": "beautifulsoup4"}
