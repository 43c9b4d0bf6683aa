"""The shape of a `run` call: what two calls must have in common to be served by one plan."""

from __future__ import annotations

from tensorflow.python.framework.ops import Operation
from tensorflow.python.framework.tensor import Tensor
from tensorflow.python.ops.variables import Variable

# types of fetches told apart by identity; a plan keeps them alive, so their ids stay theirs
_BY_IDENTITY = (Tensor, Operation, Variable)


def of_fetches(fetches: object, held: list) -> object | None:
    """A hashable that is equal for equal fetch structures over the same graph elements; None if it can't be told.

    The objects whose identity is used are appended to `held`.
    """
    kind = type(fetches)
    if kind is list or kind is tuple:
        parts = []
        for fetch in fetches:
            part = of_fetches(fetch, held)
            if part is None:
                return None
            parts.append(part)
        return (kind, *parts)
    if isinstance(fetches, _BY_IDENTITY):
        held.append(fetches)
        return id(fetches)
    if kind is str:
        return fetches
    if kind is dict:
        parts = []
        for key, fetch in fetches.items():
            part = of_fetches(fetch, held)
            if part is None or type(key) not in (str, int):
                return None
            parts.append((key, part))
        return (dict, *parts)
    if isinstance(fetches, tuple) and hasattr(fetches, "_fields"):
        inside = of_fetches(tuple(fetches), held)
        return None if inside is None else (kind, inside)
    return None
