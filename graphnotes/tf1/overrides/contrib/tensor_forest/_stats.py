"""What is counted at a tree's leaves until they split: candidate splits, and the examples on either side of each.

A leaf first collects candidates: each new example draws one of its features, and its value there is the threshold. Once
the leaf has as many as it considers, further examples are counted on the left or right of every candidate. After
`split_after_samples` of them, of two classes at least, the leaf splits by the best candidate.
"""

from __future__ import annotations

import threading

import numpy as np

from graphnotes.tf1.overrides.contrib.tensor_forest import _scores
from graphnotes.tf1.overrides.contrib.tensor_forest._batch import CATEGORICAL, Batch
from graphnotes.tf1.overrides.contrib.tensor_forest._early import Early
from graphnotes.tf1.overrides.contrib.tensor_forest._messages import (
    FOREST_ENUM_VALUES,
    MESSAGES,
)
from graphnotes.tf1.overrides.contrib.tensor_forest._order import hash_order
from graphnotes.tf1.overrides.contrib.tensor_forest._params import at_depth
from graphnotes.tf1.overrides.contrib.tensor_forest._random import Draws
from graphnotes.tf1.overrides.contrib.tensor_forest._tests import EQUAL, passes
from graphnotes.tf1.overrides.contrib.tensor_forest._tree import (
    Tree,
    read_test,
    read_vector,
    write_dense,
    write_sparse,
    write_test,
)

_OF_A_CANDIDATE = ("feature", "threshold", "test", "left", "left_square", "left_number")
_OF_A_LEAF = ("node", "depth", "limit", "after", "candidates", "weight", "total", "total_square")


class Stats:
    """The statistics of a tree's leaves, a row of arrays for each.

    Row r: candidate c < `candidates`[r] tests `feature`[r, c]; `left`[r, c] are the examples on its left: weights by class
    for classification; for regression sums of outputs, with `left_square` and `left_number`. `total` are those of both sides.
    """

    def __init__(self, params, config: bytes = b"") -> None:
        self.params, self.lock = params, threading.RLock()
        self.outputs, self.regression = params.num_outputs, params.is_regression
        self._draws, self._dealt = None, {}
        self.early = Early(self) if Early.wanted(params) else None
        self.restore(config)

    # rows

    def _empty(self) -> None:
        self._rows: dict[int, int] = {}
        self._row_of = np.full(64, -1, np.int32)
        self._free: list[int] = []
        rows, width = 16, max(1, int(at_depth(self.params.num_splits_to_consider, 0)))
        for name in ("node", "depth", "limit", "after", "candidates"):
            setattr(self, name, np.zeros(rows, np.int64))
        self.weight = np.zeros(rows, np.float32)
        self.total = np.zeros([rows, self.outputs], np.float32)
        self.feature = np.zeros([rows, width], np.int32)
        self.threshold = np.zeros([rows, width], np.float32)
        self.test = np.zeros([rows, width], np.uint8)
        self.left = np.zeros([rows, width, self.outputs], np.float32)
        squares = self.outputs if self.regression else 0
        self.total_square = np.zeros([rows, squares], np.float32)
        self.left_square = np.zeros([rows, width, squares], np.float32)
        self.left_number = np.zeros([rows, width], np.float32)

    def _widen(self, names: tuple[str, ...], axis: int, size: int) -> None:
        for name in names:
            old = getattr(self, name)
            new = np.zeros([*old.shape[:axis], size, *old.shape[axis + 1 :]], old.dtype)
            new[tuple(slice(n) for n in old.shape)] = old
            setattr(self, name, new)

    def allocate(self, node: int, depth: int) -> int:
        """Start counting at a new leaf; gives its row."""
        if self._free:
            row = self._free.pop()
        else:
            row = len(self._rows)
            if row == len(self.node):
                self._widen(_OF_A_CANDIDATE + _OF_A_LEAF, 0, 2 * row)
        limit = int(at_depth(self.params.num_splits_to_consider, depth))
        if limit > self.feature.shape[1]:
            self._widen(_OF_A_CANDIDATE, 1, limit)
        for name in _OF_A_CANDIDATE + _OF_A_LEAF:
            getattr(self, name)[row] = 0
        self.node[row], self.depth[row], self.limit[row] = node, depth, limit
        self.after[row] = int(at_depth(self.params.split_after_samples, depth))
        if node >= len(self._row_of):
            grown = np.full(max(node + 1, 2 * len(self._row_of)), -1, np.int32)
            grown[: len(self._row_of)] = self._row_of
            self._row_of = grown
        self._rows[node] = self._row_of[node] = row
        if self.early:
            self.early.start(row)
        return row

    def release(self, node: int) -> None:
        """Stop counting at what is no longer a leaf."""
        self._free.append(self._rows.pop(node))
        self._row_of[node] = -1

    # counting

    def add(self, batch: Batch, labels: np.ndarray, weights: np.ndarray, leaves: np.ndarray, seed: int, ordered: bool = True) -> list[int]:
        """Count a batch's examples at their `leaves`.

        Args:
            labels: int64 [n] classes, or float32 [n, outputs].
            weights: float32 [n]; regression does without them, as in 1.15.
            seed: that of the features drawn; 0 for others each time.
            ordered: whether it matters in which order leaves split; not when the tree has all its nodes.

        Returns:
            the leaves that can split, in 1.15's order.
        """
        rows = self._row_of[leaves]
        if len(rows) and rows.min() < 0:
            raise ValueError(f"tf.contrib.tensor_forest: node {leaves[rows.argmin()]} is a leaf without statistics")
        if self.params.collate_examples:
            self._deal(batch, leaves, seed)
        counted = self._collect(batch, labels, rows, seed)
        touched, first = np.unique(rows, return_index=True)
        before = self.weight[touched].copy(), (self.total[touched] != 0).copy()
        if self.early:
            done = self.early.count(batch, labels, weights, rows, counted)
        else:
            self._count(batch, labels, weights, rows, counted)
            if not ordered:
                return self.node[touched[self.ripe(touched)]].tolist()
            done = self._finished(touched, first, before, labels, weights, rows, counted)
        if self.params.collate_examples:
            ready = {int(self.node[row]) for _, row in done}
            return hash_order([node for node in self._dealt if node in ready])
        return hash_order([node for _, node in sorted((example, int(self.node[row])) for example, row in done)])

    def _collect(self, batch: Batch, labels: np.ndarray, rows: np.ndarray, seed: int) -> np.ndarray:
        """Make candidates out of the examples of leaves that lack some; gives the other examples, which are to be counted."""
        lacking = (self.weight[rows] <= 0) & (self.candidates[rows] < self.limit[rows])
        if self.early and self.early.halves:
            lacking |= self.early.halved(rows)
        if not lacking.any():
            return np.arange(len(rows))
        if self.early and self.early.halves:
            return self.early.collect(batch, labels, rows, self._drawn(seed))
        examples = np.flatnonzero(lacking)
        at = rows[examples]
        order = np.argsort(at, kind="stable")
        starts = np.flatnonzero(np.r_[True, np.diff(at[order]) != 0])
        rank = np.empty(len(at), np.int64)
        rank[order] = np.arange(len(at)) - np.repeat(starts, np.diff(np.r_[starts, len(at)]))
        new = rank < (self.limit - self.candidates)[at]
        examples, at, rank = examples[new], at[new], rank[new]
        self._propose(batch, examples, at, self.candidates[at] + rank, self._features(batch, examples, at, rank, seed))
        np.add.at(self.candidates, at, 1)
        counted = np.ones(len(rows), bool)
        counted[examples] = False
        if self.params.collate_examples:  # there, what came after the last candidate of its batch was dropped
            counted &= ~lacking
        return np.flatnonzero(counted)

    def _features(self, batch: Batch, examples: np.ndarray, at: np.ndarray, rank: np.ndarray, seed: int) -> np.ndarray:
        if self.params.collate_examples:
            return np.array([self._dealt[int(self.node[row])][r] for row, r in zip(at, rank)], np.int64)
        return batch.chosen(examples, self._drawn(seed).below(batch.choices(examples)))

    def _deal(self, batch: Batch, leaves: np.ndarray, seed: int) -> None:
        """Draw features for the leaves of a batch beforehand: from one stream through all batches, leaf by leaf."""
        if self._draws is None:
            self._draws = Draws(seed)
        number = int(at_depth(self.params.num_splits_to_consider, 0))
        order = hash_order(list(dict.fromkeys(leaves.tolist())))
        drawn = self._draws.below(np.full(len(order) * number, batch.dense_features)).reshape(-1, number)
        self._dealt = dict(zip(order, drawn))

    @staticmethod
    def _drawn(seed: int) -> Draws:
        return Draws(seed)  # 1.15 began anew with each batch

    def _propose(self, batch: Batch, examples: np.ndarray, at: np.ndarray, places: np.ndarray, features: np.ndarray) -> None:
        self.feature[at, places] = features
        self.threshold[at, places] = batch.values(examples, features)
        kinds = batch.kinds(features)
        self.test[at, places] = np.where(kinds == CATEGORICAL, EQUAL, self.params.inequality_test_type)

    def _count(self, batch: Batch, labels: np.ndarray, weights: np.ndarray, rows: np.ndarray, counted: np.ndarray) -> None:
        if not len(counted):
            return
        at, labels = rows[counted].astype(np.int64), labels[counted]
        width = self.feature.shape[1]
        passed = passes(batch.values(counted[:, None], self.feature[at]), self.threshold[at], self.test[at])
        number = self.candidates[at]
        if number.min() < width:
            passed &= np.arange(width) < number[:, None]
        example, candidate = np.nonzero(passed)
        place = at[example] * width + candidate
        if self.regression:
            np.add.at(self.left_number.reshape(-1), place, np.float32(1))
            np.add.at(self.left.reshape(-1, self.outputs), place, labels[example])
            np.add.at(self.left_square.reshape(-1, self.outputs), place, np.square(labels[example]))
            np.add.at(self.total, at, labels)
            np.add.at(self.total_square, at, np.square(labels))
            np.add.at(self.weight, at, np.float32(1))
        else:
            weights = weights[counted]
            np.add.at(self.left.reshape(-1), place * self.outputs + labels[example], weights[example])
            np.add.at(self.total.reshape(-1), at * self.outputs + labels, weights)
            np.add.at(self.weight, at, weights)

    def ripe(self, rows: np.ndarray) -> np.ndarray:
        """Whether the leaves of `rows` have seen enough examples, of two classes at least."""
        enough = self.weight[rows] >= self.after[rows]
        return enough if self.regression else enough & ((self.total[rows] != 0).sum(-1) > 1)

    def _finished(self, touched, first, before, labels, weights, rows, counted) -> list[tuple[int, int]]:
        """(example, row) for each leaf that can split: the example that came when it could."""
        done = []
        for i in np.flatnonzero(self.ripe(touched)):
            row, weight, seen = touched[i], before[0][i], before[1][i]
            examples = counted[rows[counted] == row]
            if weight >= self.after[row] and (self.regression or seen.sum() > 1):
                done.append((int(first[i]), int(row)))
                continue
            ones = np.ones(len(examples)) if self.regression else weights[examples]
            last = int(np.argmax(weight + np.cumsum(ones) >= self.after[row]))
            if not self.regression and seen.sum() <= 1:
                known = int(seen.argmax()) if seen.any() else int(labels[examples[0]])
                last = max(last, int(np.argmax(labels[examples] != known)))
            done.append((int(examples[last]), int(row)))
        return done

    # splitting

    def grow(self, tree: Tree, nodes: list[int]) -> None:
        """Split the leaves `nodes` of `tree`, until it has as many nodes as it may; those with no useful candidate begin anew."""
        for node in nodes:
            if len(tree) >= self.params.max_nodes:
                return
            row, depth = self._rows[node], int(self.depth[self._rows[node]])
            best = self.best(row)
            if best is None:
                self.release(node)
                self.allocate(node, depth)
                continue
            left, right = self._models(row, best)
            threshold = self.early.threshold(row, best) if self.early else self.threshold[row, best]
            split = self.feature[row, best], threshold, self.test[row, best]
            for child in tree.split(node, *split, left, right):
                self.allocate(child, depth + 1)
            self.release(node)

    def scores(self, row: int) -> tuple[np.ndarray, np.ndarray]:
        """Each candidate's score (less is better), and whether it has examples on both sides."""
        number = self.candidates[row]
        left = self.left[row, :number]
        if self.regression:
            count = self.left_number[row, :number]
            scores = _scores.variances(
                left, self.left_square[row, :number], count, self.total[row], self.total_square[row], self.weight[row]
            )
            return scores, (count > 0) & (self.weight[row] - count > 0)
        return _scores.ginis(left, self.total[row])

    def best(self, row: int) -> int | None:
        """The best candidate; None when all have all examples on one side."""
        scores, useful = self.scores(row)
        if not useful.any():
            return None
        return int(np.argmin(np.where(useful, scores, np.inf)))

    def _models(self, row: int, best: int) -> tuple[np.ndarray, np.ndarray]:
        left, right = self.left[row, best], self.total[row] - self.left[row, best]
        if self.regression:
            number = self.left_number[row, best]
            return left / number, right / (self.weight[row] - number)
        return left.copy(), right

    # checkpoints

    def serialized(self) -> bytes:
        """The leaves as a FertileStats message; with what was counted if `checkpoint_stats` is on."""
        stats = MESSAGES["FertileStats"]()
        for node, row in self._rows.items():
            slot = stats.node_to_slot.add(node_id=node, depth=int(self.depth[row]))
            if self.params.checkpoint_stats:
                self._write(row, slot)
        return stats.SerializeToString()

    def _write(self, row: int, slot) -> None:
        slot.post_init_leaf_stats.weight_sum = self.weight[row]
        self._write_side(slot.post_init_leaf_stats, self.total[row], self.total_square[row])
        for c in range(self.candidates[row]):
            candidate = slot.candidates.add()
            threshold = self.early.threshold(row, c) if self.early else self.threshold[row, c]
            write_test(candidate.split, int(self.feature[row, c]), float(threshold), int(self.test[row, c]))
            self._write_side(candidate.left_stats, self.left[row, c], self.left_square[row, c])
            if self.regression:
                candidate.left_stats.weight_sum = self.left_number[row, c]

    def _write_side(self, side, sums: np.ndarray, squares: np.ndarray) -> None:
        if self.regression:
            write_dense(side.regression.mean_output, sums)
            write_dense(side.regression.mean_output_squares, squares)
        elif self.params.stats_type == FOREST_ENUM_VALUES["STATS_DENSE_GINI"]:
            write_dense(side.classification.dense_counts, sums)
        else:
            write_sparse(side.classification.sparse_counts, sums)

    def restore(self, config: bytes) -> None:
        """Become the statistics that `config`, a FertileStats message, holds; those of a new tree when it holds none."""
        stats = MESSAGES["FertileStats"].FromString(config)
        self._empty()
        for slot in stats.node_to_slot:
            row = self.allocate(slot.node_id, slot.depth)
            if slot.HasField("post_init_leaf_stats"):
                self._read(row, slot)
        if not stats.node_to_slot:
            self.allocate(0, 0)

    def _read(self, row: int, slot) -> None:
        self.weight[row] = slot.post_init_leaf_stats.weight_sum
        self.total[row], self.total_square[row] = self._read_side(slot.post_init_leaf_stats)
        for c, candidate in enumerate(list(slot.candidates)[: self.limit[row]]):
            self.feature[row, c], self.threshold[row, c], self.test[row, c] = read_test(candidate.split)
            self.left[row, c], self.left_square[row, c] = self._read_side(candidate.left_stats)
            self.left_number[row, c] = candidate.left_stats.weight_sum
            self.candidates[row] += 1

    def _read_side(self, side) -> tuple[np.ndarray, np.ndarray]:
        if not self.regression:
            return read_vector(side.classification, self.outputs, "dense_counts", "sparse_counts"), np.zeros(0, np.float32)
        return tuple(read_vector(side.regression, self.outputs, name, "") for name in ("mean_output", "mean_output_squares"))
