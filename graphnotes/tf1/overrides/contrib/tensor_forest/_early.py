"""Candidates dropped and leaves split before their time, and thresholds between two classes: example by example.

These options (`split_pruning_name`, `split_finish_name`, `initialize_average_splits`) look at a leaf after each example.
"""

from __future__ import annotations

import heapq
import math

import numpy as np

from graphnotes.tf1.overrides.contrib.tensor_forest._messages import (
    FOREST_ENUM_VALUES as E,
)
from graphnotes.tf1.overrides.contrib.tensor_forest._params import at_depth
from graphnotes.tf1.overrides.contrib.tensor_forest._tests import EQUAL

_SHARE_DROPPED = {E["SPLIT_PRUNE_HALF"]: 0.5, E["SPLIT_PRUNE_QUARTER"]: 0.25, E["SPLIT_PRUNE_10_PERCENT"]: 0.1}
_OF_A_CANDIDATE = ("feature", "threshold", "test", "left")


class Early:
    """The leaves of `stats` under these options; only classification has them.

    Leaves are never split early by 1.15's method 'bootstrap': it compared a number of at least 0 with one of at most 0.
    """

    def __init__(self, stats) -> None:
        self._stats, params = stats, stats.params
        self.halves = params.initialize_average_splits
        self._pruning = params.pruning_type.type
        self._hoeffding = params.finish_type.type == E["SPLIT_FINISH_DOMINATE_HOEFFDING"]
        self._epochs: dict[int, list[int]] = {}  # row -> times it was looked at for pruning, for finishing
        self._ended: set[int] = set()
        self._first_class: dict[int, dict[int, int]] = {}  # row -> candidate -> the class its threshold came from
        self._halves: dict[int, dict[int, np.float32]] = {}  # row -> candidate -> the threshold half way to another class

    @staticmethod
    def wanted(params) -> bool:
        return not params.is_regression and (
            params.initialize_average_splits
            or params.pruning_type.type != E["SPLIT_PRUNE_NONE"]
            or params.finish_type.type == E["SPLIT_FINISH_DOMINATE_HOEFFDING"]
        )

    def start(self, row: int) -> None:
        """Begin with a new leaf."""
        params = self._stats.params
        checks = 1
        if self._hoeffding:
            depth = int(self._stats.depth[row])
            every = int(at_depth(params.finish_type.check_every_steps, depth))
            checks = int(at_depth(params.min_split_samples, depth)) // max(1, every)
        self._epochs[row] = [1, checks]
        self._ended.discard(row)
        self._first_class[row], self._halves[row] = {}, {}

    def threshold(self, row: int, candidate: int) -> np.float32:
        """That of the node that a candidate becomes. Examples were counted by the candidate's first threshold, in 1.15 too."""
        return self._halves[row].get(candidate, self._stats.threshold[row, candidate])

    def halved(self, rows: np.ndarray) -> np.ndarray:
        """Whether the leaves of `rows` still wait for an example of another class."""
        waiting = np.array([bool(self._first_class.get(int(row))) for row in rows])
        return waiting & (self._stats.weight[rows] <= 0)

    def collect(self, batch, labels, rows, draws) -> np.ndarray:
        """Candidates whose threshold is half way between the values of two examples of different classes."""
        stats, counted = self._stats, []
        for example, row in enumerate(rows.tolist()):
            waiting = self._first_class[row]
            if stats.weight[row] > 0 or (stats.candidates[row] == stats.limit[row] and not waiting):
                counted.append(example)
                continue
            one, label = np.array([example]), int(labels[example])
            drawn = batch.chosen(one, draws.below(batch.choices(one)))
            if stats.candidates[row] < stats.limit[row]:
                place = int(stats.candidates[row])
                stats._propose(batch, one, np.array([row]), np.array([place]), drawn)
                stats.candidates[row] += 1
                if stats.test[row, place] != EQUAL:
                    waiting[place] = label
            for place in [place for place, known in waiting.items() if known != label]:
                value = batch.values(one, stats.feature[row, [place]])[0]
                self._halves[row][place] = (stats.threshold[row, place] + value) / np.float32(2)
                del waiting[place]
        return np.array(counted, np.int64)

    def count(self, batch, labels, weights, rows, counted) -> list[tuple[int, int]]:
        """Count examples one by one; gives (example, row) for each leaf that can split."""
        stats, done, is_counted = self._stats, {}, set(counted.tolist())
        for example, row in enumerate(rows.tolist()):
            if example in is_counted:
                stats._count(batch, labels, weights, rows, np.array([example]))
                self._finish(row)
                self._prune(row)
            if self._is_finished(row):
                done.setdefault(row, example)
        return [(example, row) for row, example in done.items()]

    def _is_finished(self, row: int) -> bool:
        return row in self._ended or bool(self._stats.ripe(np.array([row]))[0])

    def _due(self, row: int, which: int, every: int) -> bool:
        due = self._stats.weight[row] >= self._epochs[row][which] * every
        self._epochs[row][which] += bool(due)
        return bool(due)

    def _finish(self, row: int) -> None:
        stats, params, depth = self._stats, self._stats.params, int(self._stats.depth[row])
        if not self._hoeffding or stats.weight[row] < int(at_depth(params.min_split_samples, depth)):
            return
        if not self._due(row, 1, int(at_depth(params.finish_type.check_every_steps, depth))):
            return
        best, second = np.sort(stats.scores(row)[0])[:2]
        weight, fraction = float(stats.weight[row]), at_depth(params.dominate_fraction, depth)
        bound = 0.25 * params.num_outputs * weight * math.sqrt(math.log(1 / (1 - fraction)) / (2 * weight))
        if second - best > bound:
            self._ended.add(row)
        else:
            self._ended.discard(row)

    def _prune(self, row: int) -> None:
        stats, params, depth = self._stats, self._stats.params, int(self._stats.depth[row])
        if self._pruning == E["SPLIT_PRUNE_NONE"] or self._is_finished(row):
            return
        if not self._due(row, 0, int(at_depth(params.pruning_type.prune_every_samples, depth))):
            return
        scores = stats.scores(row)[0]
        if self._pruning == E["SPLIT_PRUNE_HOEFFDING"]:
            weight, fraction = float(stats.weight[row]), at_depth(params.dominate_fraction, depth)
            spread = weight * (1 - 1 / params.num_outputs)
            kept = scores - scores.min() <= spread * math.sqrt(0.5 * math.log(1 / (1 - fraction)) / weight)
        else:
            kept = np.ones(len(scores), bool)
            dropped = int(np.float32(len(scores)) * np.float32(_SHARE_DROPPED[self._pruning]))
            kept[_worst(scores.tolist(), dropped)] = False
        number = int(kept.sum())
        places = np.cumsum(kept) - 1
        self._halves[row] = {int(places[c]): value for c, value in self._halves[row].items() if kept[c]}
        for name in _OF_A_CANDIDATE:
            array = getattr(stats, name)
            array[row, :number] = array[row, : len(kept)][kept]
            array[row, number:] = 0
        stats.candidates[row] = number


def _worst(scores: list[float], number: int) -> list[int]:
    """The `number` candidates of the highest scores; which of equal ones as 1.15's heap had it."""
    if not number:
        return []
    heap = [(score, candidate) for candidate, score in enumerate(scores[:number])]
    heapq.heapify(heap)
    for candidate, score in enumerate(scores[number:], number):
        if heap[0][0] < score:
            heapq.heapreplace(heap, (score, candidate))
    return [candidate for _, candidate in heap]
