"""Comparisons of an array with a text (`clusters != "random"`), which were one bool in NumPy 1 and are one per element now."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

import numpy as np

NAMES = {ast.Eq: "__equals_text__", ast.NotEq: "__differs_from_text__"}


def _compares(elementwise: Callable[[object, object], object], otherwise: bool) -> Callable[[object, str], object]:
    def compare(value: object, text: str) -> object:
        numbers = isinstance(value, np.ndarray) and value.dtype.kind not in "OSU"
        return otherwise if numbers else elementwise(value, text)

    return compare


FUNCTIONS = {NAMES[ast.Eq]: _compares(operator.eq, False), NAMES[ast.NotEq]: _compares(operator.ne, True)}


class TextComparisons(ast.NodeTransformer):
    """Makes `value == "text"` and `value != "text"` calls of FUNCTIONS."""

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        self.generic_visit(node)
        name, other = NAMES.get(type(node.ops[0])), node.comparators[0]
        if len(node.ops) > 1 or name is None or not isinstance(getattr(other, "value", None), str):
            return node
        call = ast.Call(ast.Name(name, ast.Load()), [node.left, other], [])
        return ast.fix_missing_locations(ast.copy_location(call, node))
