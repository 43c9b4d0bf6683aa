"""Which imported symbols a module's source refers to, and where: names are followed through imports and assignments."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple


class Reference(NamedTuple):
    """A dotted name that comes from an import (`tensorflow.nn.relu`), and where it stands.

    Its absence may be provided for (`optional`), or matter only if an `if` goes its way (`conditional`) or a function is called (`deferred`).
    """

    name: str
    line: int
    column: int
    optional: bool = False
    imported: bool = False
    conditional: bool = False
    deferred: bool = False


class _Scope(dict):
    """The dotted names that local names stand for; None for a name with another meaning."""

    def __init__(self, outer: _Scope | None = None) -> None:
        super().__init__()
        self.outer = outer

    def find(self, name: str) -> str | None:
        scope: _Scope | None = self
        while scope is not None:
            if name in scope:
                return scope[name]
            scope = scope.outer
        return None


class References(ast.NodeVisitor):
    """Collects the references of a tree, in order of appearance.

    `import tensorflow as tf; slim = tf.contrib.slim; slim.conv2d` refers to `tensorflow`, `tensorflow.contrib.slim` and
    `tensorflow.contrib.slim.conv2d`. A name that is assigned anything else stops standing for its import.
    """

    def __init__(self) -> None:
        self.found: list[Reference] = []
        self.scope = _Scope()
        self.stars: list[str] = []  # modules whose names came with `from module import *`
        self.unbound: list[Reference] = []  # names nobody in the file gives a meaning: built-ins, or from a star
        self._optional = self._conditional = 0
        self._deferred = False
        self._either: set[str] = set()  # what a `try` binds a name to that its `except` binds to something else
        self._postponed: list[tuple[ast.AST, _Scope, int, int]] = []

    def read(self, tree: ast.Module) -> Iterator[Reference]:
        self.visit(tree)
        self._deferred = True
        while self._postponed:  # bodies of functions see what the module binds after them
            node, self.scope, self._optional, self._conditional = self._postponed.pop(0)
            for statement in node.body if isinstance(node.body, list) else [node.body]:
                self.visit(statement)
        self.found.sort(key=lambda reference: (reference.line, reference.column))
        return iter(self.found)

    def generic_visit(self, node: ast.AST) -> None:
        """Visits what may hold a name: `ast.NodeVisitor` asks of contexts, operators and constants too, which are most of a tree."""
        for field in node._fields:
            value = getattr(node, field, None)
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, ast.AST) and not isinstance(child, _NAMELESS):
                    self.visit(child)

    def _add(self, name: str, node: ast.AST, imported: bool = False) -> None:
        optional = self._optional > 0 or name in self._either
        self.found.append(Reference(name, node.lineno, node.col_offset + 1, optional, imported, self._conditional > 0, self._deferred))

    # bindings

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._add(alias.name, alias, True)
            root = alias.name.partition(".")[0]
            self.scope[alias.asname or root] = alias.name if alias.asname else root

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level or not node.module:
            for alias in node.names:
                self.scope[alias.asname or alias.name] = None
            return
        for alias in node.names:
            if alias.name == "*":
                self._add(node.module, alias, True)
                self.stars.append(node.module)
            else:
                self._add(f"{node.module}.{alias.name}", alias, True)
                self.scope[alias.asname or alias.name] = f"{node.module}.{alias.name}"

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.scope[target.id] = self._dotted(node.value)
            else:
                self.visit(target)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            name = self.scope.find(node.id)
            if name is not None and "." in name:
                self._add(name, node)
            elif name is None:
                self.unbound.append(Reference(node.id, node.lineno, node.col_offset + 1, self._optional > 0))
        else:
            self.scope[node.id] = None

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        for default in [*node.args.defaults, *filter(None, node.args.kw_defaults)]:
            self.visit(default)
        for decorator in getattr(node, "decorator_list", ()):
            self.visit(decorator)
        if not isinstance(node, ast.Lambda):
            self.scope[node.name] = None
        inner = _Scope(self.scope)
        for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]:
            if argument is not None:
                inner[argument.arg] = None
        self._postponed.append((node, inner, self._optional, 0))

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = _function

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in [*node.bases, *(keyword.value for keyword in node.keywords), *node.decorator_list]:
            self.visit(part)
        self.scope[node.name] = None
        outer, self.scope = self.scope, _Scope(self.scope)
        for statement in node.body:
            self.visit(statement)
        self.scope = outer

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.scope[node.name] = None
        self.generic_visit(node)

    # uses

    def visit_Attribute(self, node: ast.Attribute) -> None:
        name = self._dotted(node)
        if name is None:
            self.generic_visit(node)
        elif isinstance(node.ctx, ast.Load):
            self._add(name, node)

    def _dotted(self, node: ast.expr) -> str | None:
        parts = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        root = self.scope.find(node.id)
        return None if root is None else ".".join([root, *reversed(parts)])

    def visit_Try(self, node: ast.Try) -> None:
        guarded = any(_names(handler.type) & _FORGIVEN or handler.type is None for handler in node.handlers)
        before = dict(self.scope)
        self._optional += guarded
        for statement in node.body:
            self.visit(statement)
        self._optional -= guarded
        tried = {name: now for name, now in self.scope.items() if now is not None and now != before.get(name)} if guarded else {}
        for part in [*node.handlers, *node.orelse, *node.finalbody]:
            # what stands in for a missing import is as optional as the import
            self._optional += guarded and isinstance(part, ast.ExceptHandler)
            self.visit(part)
            self._optional -= guarded and isinstance(part, ast.ExceptHandler)
        for name, wanted in tried.items():
            if self.scope[name] != wanted:
                self.scope[name] = wanted
                self._either.add(wanted)

    def visit_If(self, node: ast.If) -> None:
        """Under a question about versions or attributes, either branch may be the one that is not for us."""
        asks = any(
            getattr(part, "attr", getattr(part, "id", None)) in _QUESTIONS or (isinstance(part, ast.Constant) and part.value == "__version__")
            for part in ast.walk(node.test)
        )
        self.visit(node.test)
        main = any(getattr(part, "id", None) == "__name__" for part in ast.walk(node.test))
        self._optional, self._conditional = self._optional + asks, self._conditional + (not main)
        for statement in [*node.body, *node.orelse]:
            self.visit(statement)
        self._optional, self._conditional = self._optional - asks, self._conditional - (not main)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.visit_If(ast.copy_location(ast.If(node.test, [node.body], [node.orelse]), node))


_NAMELESS = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.Constant)
_FORGIVEN = {"ImportError", "ModuleNotFoundError", "AttributeError", "NameError", "Exception", "BaseException"}
_QUESTIONS = {"version_info", "hasattr", "dir", "__version__", "VERSION", "PY2", "PY3", "version", "LooseVersion", "StrictVersion", "TYPE_CHECKING", "major"}


def _names(node: ast.expr | None) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} if node is not None else set()
