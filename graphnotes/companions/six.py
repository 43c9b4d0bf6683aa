"""six, whose `moves.cPickle` reads what Python 2 pickled, as Python 2's own did."""

from __future__ import annotations

import pickle
import types
from functools import cache, partial

from graphnotes.companions import python2
from graphnotes.companions.proxy import (
    Companion,
    CompanionPackage,
    real_module,
)


@cache
def redirect(name: str) -> types.ModuleType | None:
    """The module legacy code gets for `import six` and what is below it."""
    real = real_module(name)
    if real is None:
        return None
    if name == "six":
        return CompanionPackage(real, {}, {"moves": partial(redirect, "six.moves")})
    if name == "six.moves":
        return CompanionPackage(real, {}, {"cPickle": partial(redirect, "six.moves.cPickle")})
    if name == "six.moves.cPickle":
        return Companion(pickle, {"load": python2.load, "loads": python2.loads}, name)
    return real
