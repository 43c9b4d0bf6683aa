"""When a call's loops are written out: it is one of the ways to serve calls whose feeds keep their shapes."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable

from tensorflow.python.framework import errors

from graphnotes.tf1.fastpath.by_shapes import ByShapes
from graphnotes.tf1.fastpath.unrolling import ways
from graphnotes.tf1.fastpath.unrolling.twin import Twin

_HIDDEN_NAME = re.compile(r"graphnotes_unrolled_\d+/[^\s{}\[\],:]+")
_off = os.environ.get("GRAPHNOTES_UNROLL", "1") == "0"


def has_loop(elements: list) -> bool:
    """Whether any of these tensors and operations is computed by a while loop."""
    return not _off and any(op.type == "Exit" for op in ways.upstream([getattr(e, "op", e) for e in elements]))


class Unrolling(ByShapes):
    """Serves a plan's calls, with its loops or without."""

    pays_after = 3.0  # writing out takes one or two
    too_long = math.inf

    def prepare(self, session, shapes: tuple) -> list[tuple]:
        feeds, fetches, targets = self.parts
        twin = Twin(session.graph, feeds, list(shapes), fetches, targets)
        return [(twin.options, lambda call: _Joined(call, twin.fed, twin.user_names))]


class _Joined:
    """A callable without loops, which takes the feeds of the call it stands for."""

    def __init__(self, call: Callable, fed: list[int], user_names: dict[str, str]) -> None:
        self._call, self._fed, self._user_names = call, fed, user_names

    def __call__(self, session, arrays: list) -> list:
        try:
            return self._call(session, [arrays[place] for place in self._fed])
        except errors.OpError as error:
            message = _HIDDEN_NAME.sub(lambda name: self._user_names.get(name[0], name[0]), error.message)
            raise type(error)(error.node_def, error.op, message) from None
