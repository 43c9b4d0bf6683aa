"""What a Python file defines, read from its text."""

from __future__ import annotations

import ast
import functools
import importlib.util
import os
import re
from collections.abc import Callable

_DEFINED = re.compile(
    r"^(?:async\s+)?(?:def|class)\s+(\w+)"
    r"|^(?:(?:try|if|else|except)[^\n]*\n[ \t]+)?(\w+)\s*(?::[^=\n]+)?=(?!=)"
    r"|^[ \t]*(?:from\s+[\w.]+\s+)?import\s+([^\n#(]+|\([^)]*\))",
    re.MULTILINE,
)


@functools.cache
def exported(path: str) -> frozenset[str]:
    """The names in the `__all__` of the file at `path`, by reading it; without one, its public names."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read(), path)
    reader = _Exports(tree)
    if "__all__" not in reader.assigned:
        return frozenset(name for name in defined(path) if not name.startswith("_"))
    return frozenset(reader.names(ast.Name("__all__")))


@functools.cache
def refused(path: str) -> dict[str, str]:
    """name -> why, for the names a file only stands in for with `unsupported(symbol, why)`."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read(), path)
    found, constants = {}, {}
    for node in tree.body:
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)):
            continue
        name, value = node.targets[0].id, node.value
        if isinstance(value, ast.Constant):
            constants[name] = value.value
        elif isinstance(value, ast.Call) and getattr(value.func, "id", "") in ("unsupported", "unsupported_class"):
            why = value.args[1]
            found[name] = str(getattr(why, "value", constants.get(getattr(why, "id", ""), "it refuses to be used")))
    return found


class _Exports:
    """Works out lists of names written as literals, sums, stars, comprehensions and other modules' `__all__`."""

    def __init__(self, tree: ast.Module) -> None:
        self.assigned: dict[str, list[ast.expr]] = {}
        self.modules: dict[str, str] = {}
        for node in tree.body:
            if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)) and node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    if isinstance(target, ast.Name):
                        self.assigned.setdefault(target.id, []).append(node.value)
            elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "graphnotes":
                folder = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), *node.module.split(".")[1:])
                for alias in node.names:
                    if alias.name == "__all__":
                        file = os.path.join(folder, "__init__.py") if os.path.isdir(folder) else folder + ".py"
                        self.assigned["__all__"] = [ast.Constant(name) for name in exported(file)]
                    for file in (os.path.join(folder, alias.name + ".py"), os.path.join(folder, alias.name, "__init__.py")):
                        if os.path.isfile(file):
                            self.modules[alias.asname or alias.name] = file

    def names(self, node: ast.expr, bound: dict[str, list[ast.expr]] | None = None) -> set[str]:
        bound = bound or {}
        if isinstance(node, ast.Constant):
            return {node.value} if isinstance(node.value, str) else set()
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr == "__all__":
            modules = [node.value, *bound.get(node.value.id, [])]
            files = {self.modules.get(getattr(module, "id", "")) for module in modules} - {None}
            return set().union(*(exported(file) for file in files))
        if isinstance(node, ast.Name):
            return set().union(*(self.names(value) for value in self.assigned.get(node.id, [])))
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
            return self._of_comprehension(node)
        if isinstance(node, ast.DictComp):
            return self._of_turned_round(node)
        if isinstance(node, ast.Dict):
            return set().union(*(self.names(key) if key else self.names(value) for key, value in zip(node.keys, node.values)))
        inside = node.args if isinstance(node, ast.Call) else [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        return set().union(*(self.names(child, bound) for child in inside))

    def _of_turned_round(self, node: ast.DictComp) -> set[str]:
        """`{name: module for module, names in groups.items() for name in names}`: what stands in the values of `groups`."""
        groups = getattr(getattr(node.generators[0].iter, "func", None), "value", None)
        dicts = [value for value in self.assigned.get(getattr(groups, "id", ""), []) if isinstance(value, ast.Dict)]
        return set().union(*(self.names(value) for groups in dicts for value in groups.values))

    def _of_comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> set[str]:
        """`[name for theme in themes for name in theme.__all__]`: what is iterated last."""
        bound: dict[str, list[ast.expr]] = {}
        for generator in node.generators[:-1]:
            values = self.assigned.get(getattr(generator.iter, "id", ""), [generator.iter])
            bound[getattr(generator.target, "id", "")] = [element for value in values for element in getattr(value, "elts", [])]
        return self.names(node.generators[-1].iter, bound)


@functools.cache
def assigned(path: str, name: str) -> object:
    """The literal that a file assigns to `name`."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read(), path)
    values = [node.value for node in tree.body if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == name]
    return ast.literal_eval(values[-1])


@functools.cache
def function(path: str, name: str) -> Callable:
    """A function of one of graphnotes' own files that needs nothing else of it, without importing the file."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read(), path)
    tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    scope: dict[str, Callable] = {}
    exec(compile(tree, path, "exec"), scope)  # noqa: S102 - our own code
    return scope[name]


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
