"""Which functions of a program nobody calls: what stands in one is no reason for the program to fail.

By names alone: a function is reached if its name is mentioned where something is reached. So one of two functions of a name counts as
reached with the other, and none is left out where names are made while the program runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

# with these a program may call what its source does not name
_BY_NAME_MADE = {"eval", "exec", "globals", "locals", "vars", "getattr", "__import__", "import_module", "__dict__", "__subclasses__", "fire", "methodcaller", "getmembers"}


class _Function(NamedTuple):
    """A function: the names whose mention reaches it (none: it is reached as it stands), those it mentions, and its lines."""

    called_by: frozenset[str]
    mentions: frozenset[str]
    lines: range


def unreached(trees: Mapping[str, ast.Module]) -> dict[str, list[range]]:
    """file -> the lines of the functions in it that no statement of the program reaches.

    Args:
        trees: the files of one program, whose statements outside of functions all run.
    """
    waiting: list[tuple[str, _Function]] = []
    mentioned = {"main"}  # tf.app.run calls it
    for file, tree in trees.items():
        mentioned |= _mentions(tree.body)
        waiting += [(file, function) for function in _functions(tree, None)]
    if _BY_NAME_MADE & mentioned.union(*(function.mentions for _, function in waiting)):
        return {}
    while True:
        left, reached = [], []
        for each in waiting:
            (reached if not each[1].called_by or each[1].called_by & mentioned else left).append(each)
        if not reached:
            break
        mentioned, waiting = mentioned.union(*(function.mentions for _, function in reached)), left
    found: dict[str, list[range]] = {}
    for file, function in waiting:
        found.setdefault(file, []).append(function.lines)
    return found


def _functions(node: ast.AST, of: ast.ClassDef | None) -> Iterator[_Function]:
    """The functions in a tree, those in functions too; `of`: the class whose body is looked at."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield _Function(_called_by(child, of), _mentions(child.body), range(child.body[0].lineno, (child.end_lineno or child.lineno) + 1))
        yield from _functions(child, child if isinstance(child, ast.ClassDef) else None if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) else of)


def _called_by(function: ast.FunctionDef | ast.AsyncFunctionDef, of: ast.ClassDef | None) -> frozenset[str]:
    """What is decorated may be called by its decorator, and a method by the class its own is made from; `__init__` is called by the name of its class."""
    made_from = of is not None and any(getattr(base, "id", None) != "object" for base in of.bases)
    if function.decorator_list or made_from:
        return frozenset()
    special = of is not None and function.name.startswith("__") and function.name.endswith("__")
    return frozenset({of.name if special else function.name})


def _mentions(body: list[ast.stmt]) -> frozenset[str]:
    """Every name and attribute in a text, but those inside functions that are defined there."""
    found, waiting = set(), list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr" and all(isinstance(each, ast.Constant) for each in node.args[1:2]):
            waiting += [*node.args[:1], *node.args[2:]]  # the name is written out
            found.update(str(each.value) for each in node.args[1:2])
            continue
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting += [*node.decorator_list, node.args]
        else:
            waiting += ast.iter_child_nodes(node)
    return frozenset(found)
