"""What a call with a missing or unknown argument is told: the function's name and the argument's, as Python says it.

Today's public functions hand their arguments to a dispatcher first, which says only "Missing required positional argument".
While a legacy graph is built, such a call goes on to the function itself.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType

from graphnotes.tf1 import _mode

_WRAPPED = ("fn", "func", "op", "original", "target", "wrapped")
_WRONG = ("Missing required", "Got an unexpected", "Got multiple", "Too many")


class _Dispatcher:
    """A type-based dispatcher of TensorFlow that leaves wrong calls of legacy graphs to the function."""

    __slots__ = ("_dispatch",)

    def __init__(self, dispatch: Callable) -> None:
        self._dispatch = dispatch

    def Dispatch(self, args: tuple, kwargs: dict) -> object:
        try:
            return self._dispatch(args, kwargs)
        except TypeError as error:
            if _mode.active() and str(error).startswith(_WRONG):
                return NotImplemented
            raise


def served(value: object) -> object:
    """The value itself, with its dispatcher, where it has one, made to name the argument."""
    layers, seen = [value], set()
    while layers and len(seen) < 12:
        layer = layers.pop(0)
        if not isinstance(layer, FunctionType) or id(layer) in seen:
            continue
        seen.add(id(layer))
        held = dict(zip(layer.__code__.co_freevars, layer.__closure__ or ()))
        if (cell := held.get("api_dispatcher")) is not None:
            if cell.cell_contents is not None and not isinstance(cell.cell_contents, _Dispatcher):
                cell.cell_contents = _Dispatcher(cell.cell_contents.Dispatch)
            break
        # a function that wraps another holds it in its closure: a deprecation, an error's traceback, what is rebuilt
        layers += [cell.cell_contents for name, cell in held.items() if name in _WRAPPED]
    return value
