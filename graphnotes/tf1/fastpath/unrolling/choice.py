"""When a call's loops are written out, and whether that stays: measured, as the choice of threads is."""

from __future__ import annotations

import os
import re
import statistics
import threading
import time
from collections.abc import Callable

from tensorflow.core.protobuf import config_pb2
from tensorflow.python.framework import errors

from graphnotes.tf1.fastpath.unrolling import ways
from graphnotes.tf1.fastpath.unrolling.twin import Twin

_PAYS_AFTER = 3.0  # seconds spent in a call with feeds of the same shapes: writing out takes one or two
_MOST_SHAPES = 4  # of one call
_WARM, _TIMED = 2, 31  # runs of each way: not counted, counted
_CLEARLY = 0.95  # of the loop's time: what it must take less than
_HIDDEN_NAME = re.compile(r"graphnotes_unrolled_\d+/[^\s{}\[\],:]+")
_off = os.environ.get("GRAPHNOTES_UNROLL", "1") == "0"


def has_loop(elements: list) -> bool:
    """Whether any of these tensors and operations is computed by a while loop."""
    return not _off and any(op.type == "Exit" for op in ways.upstream([getattr(e, "op", e) for e in elements]))


class Unrolling:
    """Serves a plan's calls, with its loops or without."""

    def __init__(self, feeds: list, fetches: list, targets: list, make: Callable, may_leave_pool: bool) -> None:
        """`make(session, options)` makes a callable of the runtime; `may_leave_pool`: the caller's thread may run it."""
        self._parts, self._make, self._may_leave_pool = (feeds, fetches, targets), make, may_leave_pool
        self._calls: dict[tuple, _Calls] = {}
        self._lock = threading.Lock()

    def run(self, session, arrays: list, usual: Callable, settled: bool) -> list:
        """The fetched arrays. `usual` is the call with loops, `settled` says that its threads are chosen."""
        shapes = tuple([array.shape for array in arrays])
        calls = self._calls.get(shapes)
        if calls is None:
            if len(self._calls) >= _MOST_SHAPES:
                return usual(session._session, arrays)
            calls = self._calls.setdefault(shapes, _Calls())
        if calls.best is None:
            with self._lock:
                way = calls.next(settled, lambda: self._ways(session, shapes))
            start = time.perf_counter()
            got = (calls.ways[way] or usual)(session._session, arrays)
            calls.times[way].append(time.perf_counter() - start)
            return got
        return (calls.ways[calls.best] or usual)(session._session, arrays)

    def _ways(self, session, shapes: tuple) -> list[Callable]:
        """The call without loops, in the pool and in the caller's thread; none if the loops have to stay."""
        feeds, fetches, targets = self._parts
        try:
            twin = Twin(session.graph, feeds, list(shapes), fetches, targets)
            options = [twin.options]
            if self._may_leave_pool:
                options.append(config_pb2.CallableOptions.FromString(twin.options.SerializeToString()))
                options[1].run_options.inter_op_thread_pool = -1
            return [_Joined(self._make(session, each), twin.fed, twin.user_names) for each in options]
        except Exception:  # noqa: BLE001 - the loop is there and serves; what can't be written out stays a loop
            return []


class _Calls:
    """The calls with feeds of certain shapes: the ways there are to serve them (None: the usual one), and how long they took."""

    def __init__(self) -> None:
        self.ways: list[Callable | None] = [None]
        self.times: list[list[float]] = [[]]
        self.best: int | None = None

    def next(self, settled: bool, more_ways: Callable) -> int:
        """The way to serve the next call."""
        if len(self.ways) == 1:
            if not settled or sum(self.times[0]) < _PAYS_AFTER:
                return 0
            self.ways += more_ways()
            self.times = [[] for _ in self.ways]
            if len(self.ways) == 1:
                self.best = 0
                return 0
        # in turns, so that a machine that slows down for a while slows all ways alike
        way = min(range(len(self.ways)), key=lambda way: len(self.times[way]))
        if len(self.times[way]) >= _WARM + _TIMED:
            costs = [statistics.quantiles(times[_WARM:], n=4)[0] for times in self.times]
            costs[0] *= _CLEARLY
            self.best = way = costs.index(min(costs))
        return way


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
