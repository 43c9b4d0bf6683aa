"""Which of several ways to serve a call is the fastest: its runs are served in all of them, in turns, and timed."""

from __future__ import annotations

import statistics

_STRETCH = 8  # runs in the same way, one after another
_WARM = 2  # of each stretch, not counted: the way before leaves threads awake, or asleep, that the next finds otherwise
_FEWEST, _MOST = 3, 24  # stretches of each way
_BUDGET = 1.0  # seconds: runs that took this long together do, if there were the fewest stretches


class Race:
    """The times of each way's runs. `best` is the way to keep, once that is known.

    The first way is the usual one: another must take less than `clearly` times its time. Times are lower quartiles,
    because other programs only ever add to a run's time, now and then by a lot.
    """

    def __init__(self, ways: int, clearly: float) -> None:
        self.best: int | None = None
        self._times: list[list[float]] = [[] for _ in range(ways)]
        self._clearly = clearly

    def took(self, way: int, seconds: float) -> None:
        """Note a run's time."""
        self._times[way].append(seconds)

    def next(self) -> int:
        """The way to serve the next run."""
        if self.best is not None:
            return self.best
        stretches = [len(times) // _STRETCH for times in self._times]
        behind = min(stretches)
        if behind >= _MOST or (behind >= _FEWEST and sum(map(sum, self._times)) > _BUDGET):
            costs = [self._cost(times) for times in self._times]
            costs[0] *= self._clearly
            self.best = costs.index(min(costs))
            return self.best
        # back and forth, so that a machine that slows down for a while slows all ways alike
        waiting = [way for way, done in enumerate(stretches) if done == behind]
        return waiting[-(behind % 2)]

    @staticmethod
    def _cost(times: list[float]) -> float:
        return statistics.quantiles([time for run, time in enumerate(times) if run % _STRETCH >= _WARM], n=4)[0]
