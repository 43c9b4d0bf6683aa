"""Threads that fit the graph: a small graph runs faster in the caller's thread than handed to the pool.

Which is faster is measured on the first runs of a plan, in turns; both ways compute the same bits.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable

from graphnotes.tf1.fastpath.race import Race

_ALONE = 3  # runs in the pool before the other way is tried
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
        self._make, self._ways, self._race, self._alone = make, [make(session)], None, []
        self.decided = not _may_choose(session._config) or not _short(elements, fed)

    def first(self) -> Callable:
        return self._ways[0] if self.decided else self._timed(0)

    def _timed(self, way: int) -> Callable:
        call, took = self._ways[way], self._alone.append if self._race is None else functools.partial(self._race.took, way)

        def timed(session, arrays):
            start = time.perf_counter()
            got = call(session, arrays)
            took(time.perf_counter() - start)
            return got

        return timed

    def next(self, session) -> Callable:
        """What serves the next run."""
        if self._race is None:
            if self.decided or len(self._alone) < _ALONE:
                return self._ways[0] if self.decided else self._timed(0)
            if self._alone[-1] >= _LARGE:
                self.decided = True
                return self._ways[0]
            self._ways.append(self._make(session, -1))
            self._race = Race(len(self._ways), _CLEARLY)
        way = self._race.next()
        self.decided = self._race.best is not None
        return self._ways[way] if self.decided else self._timed(way)


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
