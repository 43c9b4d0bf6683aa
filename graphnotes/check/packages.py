"""What an installed package holds, read from its files: importing SciPy or scikit-learn only to ask takes a second."""

from __future__ import annotations

import functools
import os
import re
import sys

from graphnotes.check import files

_STAR = re.compile(r"^from\s+([\w.]+)\s+import\s+\*", re.MULTILINE)
_FROM_WORD = r"^\s*(?:from\s.*\b{0}\b|['\"]{0}['\"],)"
_LIST = re.compile(r"^__all__\s*\+?=\s*\[([^\]]*)\]", re.MULTILINE)
_WRITTEN_OUT = ("scipy", "seaborn", "sklearn")  # their names stand in their files; matplotlib and PIL make some in loops
_QUICK = ("numpy", "imp", "xml", "distutils")  # quick to ask the real module


@functools.cache
def has(name: str) -> bool:
    """Whether the files of today's package say that it has the dotted name: a module's file, or a name in its parent's file."""
    root, _, path = name.partition(".")
    if not path:
        return files.installed(root) is not None or root in sys.stdlib_module_names
    if root in _QUICK or root in sys.stdlib_module_names:
        return False
    folder = files.installed(root)
    if folder is None:
        return False
    if files.module_file(folder, path) is not None:
        return True
    parts = path.split(".")
    for at in range(len(parts) - 1, -1, -1):
        file = files.module_file(folder, ".".join(parts[:at]))
        if file is not None and file.endswith(".py"):
            return parts[at] in files.defined(file) or _names(file, parts[at]) or parts[at] in _from_stars(file)
    return False


def lacking(name: str) -> str | None:
    """The part of a dotted name that ends with what no file of today's package knows; None where the files do not tell."""
    root, *parts = name.split(".")
    folder = files.installed(root)
    if root not in _WRITTEN_OUT or folder is None or parts[-1].startswith("__"):
        return None
    for at in range(len(parts) - 1, -1, -1):
        file = files.module_file(folder, ".".join(parts[:at]))
        if file is not None:
            sources = (file, *_starred(file)) if file.endswith(".py") else (None,)
            told = None not in sources and not any(re.search(rf"\b{re.escape(parts[at])}\b", _text(each)) for each in sources)
            return ".".join([root, *parts[: at + 1]]) if told else None
    return None


def _names(file: str, word: str) -> bool:
    """Whether a file lists the word in its `__all__`; of a package's own file, whether it imports it or lists it anywhere."""
    listed = any(f"'{word}'" in names or f'"{word}"' in names for names in _LIST.findall(_text(file)))
    return listed or (file.endswith("__init__.py") and re.search(_FROM_WORD.format(re.escape(word)), _text(file), re.MULTILINE) is not None)


@functools.cache
def _from_stars(file: str) -> frozenset[str]:
    """The public names that come with `from module import *` out of the same package."""
    return frozenset(name for each in _starred(file) if each for name in files.defined(each) if not name.startswith("_"))


@functools.cache
def _starred(file: str) -> tuple[str | None, ...]:
    """The source files whose names a file takes with `from module import *`, and they from others; None for what is compiled or another package's."""
    found, waiting = [], [file]
    while waiting:
        each = waiting.pop()
        for target in (_target(module, each) for module in _STAR.findall(_text(each))):
            if target not in found:
                found.append(target)
                waiting += [target] if target else []
    return tuple(found)


def _target(module: str, file: str) -> str | None:
    """The source file of a module that `file` imports by that name, relative or not."""
    level = len(module) - len(module.lstrip("."))
    folder, path = os.path.dirname(file), module.lstrip(".")
    for _ in range(level - 1):
        folder = os.path.dirname(folder)
    if not level:
        root, _, path = module.partition(".")
        folder = files.installed(root) if f"{os.sep}{root}{os.sep}" in file else None
    found = files.module_file(folder, path) if folder else None
    return found if found and found.endswith(".py") else None


@functools.lru_cache(maxsize=256)
def _text(file: str) -> str:
    with open(file, encoding="utf-8", errors="replace") as stream:
        return stream.read()
