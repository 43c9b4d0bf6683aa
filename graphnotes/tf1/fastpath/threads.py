"""Threads that fit the graph: a small graph runs faster in the caller's thread than handed to the pool.

Which is faster is measured on the first runs of a plan, in turns; both ways compute the same bits.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable

_WARM, _TIMED = 2, 63  # runs of each way: not counted, counted
_FEWEST, _BUDGET = 15, 1.0  # counted runs of each way that do once this many seconds went into counted runs
_LARGE = 20e-3  # seconds: a step this long is arithmetic, which the pool runs in parallel
_CLEARLY = 0.9  # of the pool's time: what the caller's thread must beat
_MOST_OPS = 20_000

# kernels that may block their thread until another operation runs, or call back into Python
_BLOCKING = frozenset(
    ["PyFunc", "PyFuncStateless", "EagerPyFunc", "Stage", "Unstage", "MapStage", "MapUnstage", "OrderedMapStage", "OrderedMapUnstage", "IteratorGetNext", "IteratorGetNextSync", "OneShotIterator", "QueueDequeueV2", "QueueDequeueManyV2", "QueueDequeueUpToV2", "QueueEnqueueV2", "QueueEnqueueManyV2", "ReaderReadV2", "ReaderReadUpToV2", "ReadFile", "Barrier", "CollectiveReduce"]
)


class Threads:
    """Chooses between the pool and the caller's thread for one plan."""

    def __init__(self, session, elements: list, fed: set, make: Callable) -> None:
        self.lock = threading.Lock()  # held around `next`: threads may share a plan
        self._make, self._ways, self._times, self._best = make, [make(session)], [[]], 0
        self.decided = not _may_choose(session._config) or not _short(elements, fed)

    def first(self) -> Callable:
        return self._ways[0] if self.decided else self._timed(0)

    def _timed(self, way: int) -> Callable:
        call, times = self._ways[way], self._times[way]

        def timed(session, arrays):
            start = time.perf_counter()
            got = call(session, arrays)
            times.append(time.perf_counter() - start)
            return got

        return timed

    def next(self, session) -> Callable:
        """What serves the next run."""
        if self.decided:
            return self._ways[self._best]
        if len(self._ways) == 1:
            if len(self._times[0]) <= _WARM:
                return self._timed(0)
            if self._times[0][-1] < _LARGE:
                self._ways.append(self._make(session, -1))
                self._times.append([])
        # in turns, so that a machine that slows down for a while slows both ways alike
        way = min(range(len(self._ways)), key=lambda way: len(self._times[way]))
        if len(self._ways) > 1 and not self._enough(len(self._times[way]) - _WARM):
            return self._timed(way)
        self.decided = True
        self._best = int(len(self._ways) > 1 and self._cost(1) < _CLEARLY * self._cost(0))
        return self._ways[self._best]

    def _enough(self, counted: int) -> bool:
        return counted >= _TIMED or (counted >= _FEWEST and sum(map(sum, self._times)) > _BUDGET)

    def _cost(self, way: int) -> float:
        # the lower quartile: other programs only ever add to a run's time, now and then by a lot
        return statistics.quantiles(self._times[way][_WARM:], n=4)[0]


def _may_choose(config) -> bool:
    """Whether the user left the choice of threads to us."""
    return not (
        config.inter_op_parallelism_threads or config.session_inter_op_thread_pool or config.use_per_session_threads
    )


def _short(elements: list, fed: set) -> bool:
    """Whether the part of the graph that runs is of moderate size and free of kernels that block."""
    waiting = [getattr(element, "op", element) for element in elements]
    seen = set(map(id, waiting))
    while waiting:
        op = waiting.pop()
        if op in fed:
            continue
        if op.type in _BLOCKING or len(seen) > _MOST_OPS:
            return False
        for above in (*(tensor.op for tensor in op.inputs), *op.control_inputs):
            if id(above) not in seen:
                seen.add(id(above))
                waiting.append(above)
    return True
