"""What a Python file defines, read from its text."""

from __future__ import annotations

import ast
import functools
import importlib.util
import os
import re

_DEFINED = re.compile(
    r"^(?:async\s+)?(?:def|class)\s+(\w+)"
    r"|^(?:(?:try|if|else|except)[^\n]*\n[ \t]+)?(\w+)\s*(?::[^=\n]+)?=(?!=)"
    r"|^[ \t]*(?:from\s+[\w.]+\s+)?import\s+([^\n#(]+|\([^)]*\))",
    re.MULTILINE,
)


@functools.cache
def exported(path: str) -> frozenset[str]:
    """The names in the `__all__` of the file at `path`, as far as reading tells: literal lists, sums of them, `+=`; without one, its
    public names."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read(), path)
    names: set[str] = set()
    found = False
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, (ast.AugAssign, ast.AnnAssign)) else None
        if isinstance(target, ast.Name) and target.id == "__all__" and node.value is not None:
            found = True
            names.update(part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant) and isinstance(part.value, str))
            if any(isinstance(part, ast.Attribute) and part.attr == "__all__" for part in ast.walk(node.value)):
                for module in _own_modules(tree):
                    names.update(exported(module))
    return frozenset(names if found else (name for name in defined(path) if not name.startswith("_")))


def _own_modules(tree: ast.Module) -> list[str]:
    """The files of graphnotes' own modules that a file imports from their package; their `__all__` make up its own."""
    found = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "graphnotes":
            folder = os.path.join(os.path.dirname(os.path.dirname(__file__)), *node.module.split(".")[1:])
            for alias in node.names:
                file = os.path.join(folder, alias.name + ".py")
                if os.path.isfile(file):
                    found.append(file)
    return found


@functools.cache
def defined(path: str) -> frozenset[str]:
    """The names that the top level of a source file binds, roughly: definitions, assignments and imports."""
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    names = set()
    for definition, assigned, imported in _DEFINED.findall(text):
        if imported:
            for part in imported.strip("()").replace("\n", " ").split(","):
                words = part.split()
                if words:
                    names.add(words[-1].partition(".")[0])
        else:
            names.add(definition or assigned)
    return frozenset(names)


@functools.cache
def installed(package: str) -> str | None:
    """The folder of an installed package, found without importing it; None if it is not installed."""
    spec = importlib.util.find_spec(package)
    return None if spec is None or spec.origin is None else os.path.dirname(spec.origin)


@functools.cache
def module_file(folder: str, path: str) -> str | None:
    """The file of the dotted module `path` below a package's folder: source or extension; a folder for a namespace package."""
    inside = os.path.join(folder, *path.split(".")) if path else folder
    for file in (inside + ".py", os.path.join(inside, "__init__.py")):
        if os.path.isfile(file):
            return file
    if os.path.isdir(inside):
        return inside
    parent, name = os.path.split(inside)
    if os.path.isdir(parent):
        for file in sorted(os.listdir(parent)):
            if file.startswith(name + ".") and file.endswith((".so", ".pyd")):
                return os.path.join(parent, file)
    return None
