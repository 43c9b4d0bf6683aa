"""What a legacy module's operators and built-ins meant, put back in its syntax tree before it is compiled.

Text and line numbers stay as they are. In every legacy module: NumPy 1 let an array of one element stand for a number, and arrays and
other objects had methods that are gone (`tostring`), and a NumPy scalar gave a result its type by other rules. In Python 2's: `/` on whole numbers, and built-ins that are gone.
The functions the tree then calls are in `graphnotes.companions.operators`.
"""

from __future__ import annotations

import ast

from graphnotes.companions import arithmetic, operators
from graphnotes.companions.python2 import MODULES
from graphnotes.runner import python2
from graphnotes.runner.imports import IMPLICIT_RELATIVE

_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
_STORE_ERRORS = ("ValueError", "TypeError", "OverflowError")  # what NumPy 2 says of a value that NumPy 1 stored
_NOT_NUMBERS = (ast.List, ast.Tuple, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.JoinedStr, ast.Compare, ast.Lambda)
_NOT_AN_ARRAY = (ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.JoinedStr, ast.Compare, ast.Lambda)


def source(path: str, data: bytes, of_python2: bool = False) -> ast.Module:
    """What is compiled for the legacy file at `path`, part of a program `of_python2` or not: its syntax tree, meaning what it meant then."""
    tree, is_python2 = python2.parse(path, data, of_python2=of_python2)
    return rewritten(tree, is_python2)


def rewritten(tree: ast.Module, is_python2: bool = False, known: frozenset[str] = frozenset()) -> ast.Module:
    """The same tree, changed in place; `known` are names that have a meaning of their own before it runs."""
    bound = bound_names(tree) | known
    gone = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in operators.PYTHON2_BUILTINS} - bound
    gone = sorted(gone - guarded_names(tree)) if gone else []
    _Rewriter(is_python2 and not _future(tree, "division"), is_python2, bound).visit(tree)
    first = [_import_builtins(gone)] if gone else []
    if is_python2 and not _future(tree, "absolute_import"):
        first.append(ast.Assign([ast.Name(IMPLICIT_RELATIVE, ast.Store())], ast.Constant(True)))
    if first and tree.body:
        at = next((i for i, node in enumerate(tree.body) if not _leads(node)), len(tree.body))
        where = tree.body[min(at, len(tree.body) - 1)]
        tree.body[at:at] = [ast.copy_location(node, where) for node in first]
    return ast.fix_missing_locations(tree)


def _leads(node: ast.stmt) -> bool:
    """Whether a statement has to stay first: the docstring, `from __future__`."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "__future__"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _future(tree: ast.Module, feature: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "__future__" and any(a.name == feature for a in node.names) for node in tree.body
    )


def _import_builtins(names: list[str]) -> ast.stmt:
    return ast.Assign(
        targets=[ast.Tuple([ast.Name(name, ast.Store()) for name in names], ast.Store())],
        value=ast.Tuple([ast.Name(operators.PYTHON2_BUILTINS[name], ast.Load()) for name in names], ast.Load()),
    )


def bound_names(tree: ast.Module) -> set[str]:
    """Every name the module gives a meaning of its own, anywhere."""
    bound = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            bound.add(node.name)
    return bound


def _handled(node: ast.Try, names: set[str]) -> bool:
    for handler in node.handlers:
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        if any(kind is None or getattr(kind, "id", None) in names for kind in kinds):
            return True
    return False


def guarded_names(tree: ast.Module) -> set[str]:
    """Names looked up inside `try: ... except NameError`, or where the code asks for Python's version: it knows what it does."""
    names = set()
    for node in ast.walk(tree):
        inside = []
        if isinstance(node, ast.Try) and _handled(node, {"NameError", "Exception", "BaseException"}):
            inside = node.body
        elif isinstance(node, (ast.If, ast.IfExp)) and _asks_version(node.test):
            inside = [node]
        for statement in inside:
            names.update(n.id for n in ast.walk(statement) if isinstance(n, ast.Name))
    return names


def _asks_version(test: ast.expr) -> bool:
    return any(
        (isinstance(n, ast.Attribute) and n.attr in ("version_info", "PY2", "PY3", "hexversion", "version")) or (isinstance(n, ast.Name) and n.id in ("PY2", "PY3"))
        for n in ast.walk(test)
    )


class _Rewriter(ast.NodeTransformer):
    def __init__(self, divides_whole: bool, is_python2: bool, bound: set[str]) -> None:
        self.divides_whole, self.is_python2, self.bound = divides_whole, is_python2, bound
        self.attributes = operators.ATTRIBUTES | (operators.PYTHON2_ATTRIBUTES if is_python2 else frozenset())
        self.in_class = False

    def _call(self, helper: str, args: list[ast.expr], where: ast.AST) -> ast.expr:
        return ast.copy_location(ast.Call(ast.copy_location(ast.Name(helper, ast.Load()), where), args, []), where)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        outer, self.in_class = self.in_class, True
        self.generic_visit(node)
        self.in_class = outer
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        outer, self.in_class = self.in_class, False
        self.generic_visit(node)
        self.in_class = outer
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    # numbers

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and len(node.args) >= operators.COUNTS.get(node.func.attr, 99):
            plain = (ast.Constant, ast.List, ast.Tuple, ast.Starred, ast.UnaryOp)
            node.args = [arg if isinstance(arg, plain) else self._call(operators.INDEX, [arg], arg) for arg in node.args]
        kind = node.func.id if isinstance(node.func, ast.Name) else None
        one = len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], (ast.Starred, ast.Constant))
        if one and kind in operators.NUMBERS and kind not in self.bound:
            return self._call(operators.NUMBERS[kind], node.args, node)
        if one and kind == "type" and kind not in self.bound:
            return self._call(operators.TYPE, node.args, node)
        if one and isinstance(node.func, ast.Attribute) and node.func.attr in operators.INTEGERS:
            return self._call(operators.INTEGER, [node.func, *node.args], node)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
            return self._call(operators.FORMAT, [node.left, node.right], node)
        if isinstance(node.op, ast.Div) and self.divides_whole:
            return self._call(operators.DIVIDE, [node.left, node.right], node)
        known = arithmetic.BINARY.get(type(node.op).__name__)
        if known is None or isinstance(node.left, _NOT_NUMBERS) or isinstance(node.right, _NOT_NUMBERS):
            return node
        constants = [side for side in (node.left, node.right) if isinstance(side, ast.Constant)]
        if any(not isinstance(side.value, (int, float)) for side in constants):
            return node
        called = any(isinstance(side, (ast.Call, ast.Subscript)) for side in (node.left, node.right))
        if constants and isinstance(node.op, (ast.Add, ast.Sub, ast.Mod, ast.FloorDiv)) and not called and constants[0].value in range(128):
            return node  # `i + 1`: a loop's counter stays as fast as it is
        return node if len(constants) == 2 else self._call(known[0], [node.left, node.right], node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        helper = arithmetic.IN_PLACE.get(type(node.op).__name__, (None,))[0]
        if isinstance(node.op, ast.Div) and self.divides_whole:
            helper = operators.DIVIDE
        plain = isinstance(node.value, _NOT_NUMBERS) or (isinstance(node.value, ast.Constant) and not isinstance(node.value.value, float))
        if helper is None or (plain and helper != operators.DIVIDE) or not _repeatable(node.target):
            return node
        value = self._call(helper, [_loaded(node.target), node.value], node)
        return ast.copy_location(ast.Assign([node.target], value), node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        target = node.targets[0]
        if len(node.targets) != 1 or not isinstance(target, ast.Subscript) or self.in_class or _surely_stored(node.value):
            return node
        if not (_repeatable(target.value) and _repeatable(target.slice)):
            return node
        before, value = [], node.value
        if not _repeatable(value):
            before = [ast.copy_location(ast.Assign([ast.Name(operators.VALUE, ast.Store())], value), node)]
            value = ast.Name(operators.VALUE, ast.Load())
        stored = self._call(operators.STORE, [_loaded(target.value), _loaded(_index(target.slice)), _loaded(value)], node)
        handler = ast.ExceptHandler(
            type=ast.Tuple([ast.Name(name, ast.Load()) for name in _STORE_ERRORS], ast.Load()),
            name=None,
            body=[ast.If(ast.UnaryOp(ast.Not(), stored), [ast.Raise()], [])],
        )
        if not self.bound.isdisjoint(_STORE_ERRORS):
            return node
        attempt = ast.Try([ast.copy_location(ast.Assign([target], value), node)], [handler], [], [])
        return [*before, ast.copy_location(attempt, node)]

    # names

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load) and not hasattr(node, "statement") and (node.attr in self.attributes or _artists(node)):
            return self._call(operators.ATTRIBUTE, [node.value, ast.copy_location(ast.Constant(node.attr), node)], node)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        """`x.append(y)` as a statement is a list's; only a frame's gives something back."""
        if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute) and node.value.func.attr == "append":
            node.value.func.statement = True
        return self.generic_visit(node)

    def visit_Try(self, node: ast.Try) -> ast.AST:
        if not self.is_python2 and _handled(node, _IMPORT_ERRORS):
            node.body = [new for statement in node.body for new in self._tried(statement)]
        self.generic_visit(node)
        return node

    def _tried(self, statement: ast.stmt) -> list[ast.stmt]:
        """`try: import cPickle` in code of Python 3 asks which Python this is, and is told."""
        if isinstance(statement, ast.Import):
            names = [alias.name for alias in statement.names]
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            names = [statement.module or ""]
        else:
            return [statement]
        old = [name for name in names if name in MODULES]
        absent = [ast.copy_location(ast.Expr(self._call(operators.ABSENT, [ast.Constant(n)], statement)), statement) for n in old]
        return [*absent, statement]


def _artists(node: ast.Attribute) -> bool:
    """`axes.lines.remove`: Matplotlib's lists of artists were plain lists."""
    return node.attr == "remove" and isinstance(node.value, ast.Attribute) and node.value.attr in ("lines", "patches", "collections", "texts", "images")


def _surely_stored(value: ast.expr) -> bool:
    """Whether NumPy 2 stores this in an array if NumPy 1 did, and in anything else as well."""
    if isinstance(value, ast.Constant):
        return type(value.value) is not int or value.value in range(128)
    if isinstance(value, ast.List):
        return all(_surely_stored(element) for element in value.elts)
    return isinstance(value, _NOT_AN_ARRAY)


def _repeatable(node: ast.expr) -> bool:
    """Whether evaluating an expression twice is evaluating it once."""
    plain = (ast.Name, ast.Attribute, ast.Constant, ast.Tuple, ast.Slice, ast.Subscript, ast.UnaryOp, ast.BinOp)
    return all(isinstance(n, (*plain, ast.expr_context, ast.operator, ast.unaryop)) for n in ast.walk(node))


def _index(node: ast.expr) -> ast.expr:
    """A subscript's index as an expression: `slice(a, b)` for `a:b`."""
    if isinstance(node, ast.Slice):
        parts = [part or ast.Constant(None) for part in (node.lower, node.upper, node.step)]
        return ast.Call(ast.Name("slice", ast.Load()), parts, [])
    if isinstance(node, ast.Tuple):
        return ast.Tuple([_index(element) for element in node.elts], ast.Load())
    return node


def _loaded(node: ast.expr) -> ast.expr:
    """A copy of an expression to be read."""
    copy = ast.parse(ast.unparse(ast.fix_missing_locations(ast.Expression(node))), mode="eval").body
    for inner in ast.walk(copy):
        for attribute in ("lineno", "end_lineno", "col_offset", "end_col_offset"):
            if hasattr(inner, attribute):
                delattr(inner, attribute)
    return copy
