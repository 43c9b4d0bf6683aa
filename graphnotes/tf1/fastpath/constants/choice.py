"""When a call gets what follows from its feeds' shapes fed: one of the ways to serve calls whose feeds keep their shapes."""

from __future__ import annotations

import os
from collections.abc import Callable

from tensorflow.core.protobuf import config_pb2

from graphnotes.tf1.fastpath.by_shapes import ByShapes
from graphnotes.tf1.fastpath.constants import rehearsal
from graphnotes.tf1.fastpath.constants.cut import Cut

_off = os.environ.get("GRAPHNOTES_CONSTANTS", "1") == "0"


def worth_trying(feeds: list) -> bool:
    """Whether there are shapes that the runtime doesn't know before the call: it sees to the others itself."""
    return not _off and any(not tensor.shape.is_fully_defined() for tensor in feeds)


class Constants(ByShapes):
    """Serves a plan's calls, with what follows from shapes computed or fed."""

    pays_after = 1.0  # preparing takes a tenth, half a second for a large graph
    too_long = 5e-3  # what is saved are kernels of a microsecond

    def prepare(self, session, shapes: tuple) -> list[tuple]:
        feeds, fetches, targets = self.parts
        call = config_pb2.CallableOptions(
            feed=[tensor.name for tensor in feeds], fetch=[tensor.name for tensor in fetches], target=[op.name for op in targets]
        )
        cut = Cut(session.graph, feeds, shapes, fetches, targets)
        fed = rehearsal.values(cut, session._config, feeds, shapes, call)
        return [(rehearsal.with_fed(call, fed), lambda call: _with(call, list(fed.values())))]


def _with(call: Callable, values: list) -> Callable:
    return lambda session, arrays: call(session, [*arrays, *values])
