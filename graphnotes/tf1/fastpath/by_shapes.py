"""Calls whose feeds keep their shapes: another way to serve them is prepared when it pays, measured, and kept if it is faster."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from tensorflow.core.protobuf import config_pb2

from graphnotes.tf1.fastpath.race import Race
from graphnotes.tf1.fastpath.unrolling import ways

_MOST_SHAPES = 4  # of one call
_CLEARLY = 0.98  # of the usual way's time: what another must take less than


class ByShapes:
    """Serves a plan's calls in the way that turned out fastest for their feeds' shapes. Subclasses say what ways there are."""

    pays_after: float  # seconds spent in a call with feeds of the same shapes
    too_long: float  # seconds: of a longer run the other way could save only a little

    def __init__(self, feeds: list, fetches: list, targets: list, make: Callable, may_leave_pool: bool) -> None:
        """`feeds`, `fetches` are tensors, `targets` operations.

        `make(session, options)` makes a callable of the runtime; `may_leave_pool`: the caller's thread may run it.
        """
        self.parts, self._make, self._may_leave_pool = (feeds, fetches, targets), make, may_leave_pool
        self._calls: dict[tuple, _Calls] = {}
        self._variables: list | None = None  # the operations of those that the call reads
        self._version = -1
        self._shapes_hold = True
        self._lock = threading.Lock()

    def prepare(self, session, shapes: tuple) -> list[tuple]:
        """Other ways to serve a call with feeds of these shapes, if there are: pairs of options for the runtime and a function
        that makes a way of the callable for them."""
        raise NotImplementedError

    def run(self, session, arrays: list, usual: Callable, settled: bool) -> list:
        """The fetched arrays. `usual` is the plan's own way, `settled` says that its threads are chosen."""
        shapes = tuple([array.shape for array in arrays])
        calls = self._calls.get(shapes)
        if calls is None:
            if len(self._calls) >= _MOST_SHAPES:
                return usual(session._session, arrays)
            calls = self._calls.setdefault(shapes, _Calls())
        if len(calls.ways) > 1 and not self._variables_keep_their_shapes(session):
            return usual(session._session, arrays)
        best = None if calls.race is None else calls.race.best
        if best is None:
            with self._lock:
                way = calls.next(settled, self, lambda: self._ways(session, shapes))
            start = time.perf_counter()
            got = (calls.ways[way] or usual)(session._session, arrays)
            calls.took(way, time.perf_counter() - start)
            return got
        return (calls.ways[best] or usual)(session._session, arrays)

    def _ways(self, session, shapes: tuple) -> list[Callable]:
        """The other ways, in the pool and in the caller's thread; none if only the usual one will do."""
        if not self._variables_keep_their_shapes(session):
            return []
        try:
            made = []
            for options, way in self.prepare(session, shapes):
                made.append(way(self._make(session, options)))
                if self._may_leave_pool:
                    own = config_pb2.CallableOptions.FromString(options.SerializeToString())
                    own.run_options.inter_op_thread_pool = -1
                    made.append(way(self._make(session, own)))
            return made
        except Exception:  # noqa: BLE001 - the usual way is there and serves whatever can't be prepared
            return []

    def _variables_keep_their_shapes(self, session) -> bool:
        """Whether no assignment in the graph may change the shape of a variable that the call reads."""
        if self._variables is None:
            feeds, fetches, targets = self.parts
            fed = {tensor.name for tensor in feeds}
            run = ways.upstream([*(tensor.op for tensor in fetches), *targets], cut=lambda tensor: tensor.name in fed)
            self._variables = [op for op in run if op.type in ("VariableV2", "Variable")]
        version = session.graph.version
        if version != self._version:
            self._shapes_hold = self._shapes_hold and not any(map(_may_change_shape, self._variables))
            self._version = version
        return self._shapes_hold


def _may_change_shape(variable) -> bool:
    return any(
        reader.type == "Assign" and not reader.get_attr("validate_shape") for reader in variable.outputs[0].consumers()
    )


class _Calls:
    """The calls with feeds of certain shapes: the ways there are to serve them (None: the usual one), and how long they took."""

    def __init__(self) -> None:
        self.ways: list[Callable | None] = [None]
        self.race: Race | None = None  # between the ways, once they are prepared
        self._spent, self._fastest = 0.0, math.inf  # seconds, while there is only the usual way

    def took(self, way: int, seconds: float) -> None:
        if self.race is not None:
            self.race.took(way, seconds)
        else:
            self._spent, self._fastest = self._spent + seconds, min(self._fastest, seconds)

    def next(self, settled: bool, rule: ByShapes, more_ways: Callable) -> int:
        """The way to serve the next call."""
        if self.race is None:
            if not settled or self._spent <= rule.pays_after:
                return 0
            if self._fastest < rule.too_long:
                self.ways += more_ways()
            self.race = Race(len(self.ways), _CLEARLY)
            if len(self.ways) == 1:
                self.race.best = 0
        return self.race.next()
