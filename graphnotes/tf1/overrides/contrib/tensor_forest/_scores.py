"""How good candidate splits are. In float32 and in the kernels' order, so that ties fall as they did in 1.15."""

from __future__ import annotations

import numpy as np

_1 = np.float64(1)


def ginis(left: np.ndarray, total: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gini impurities of the two sides, weighted, with one example of each class added.

    Args:
        left: float32 [candidates, classes], the weights on the left.
        total: float32 [classes], those of both sides.

    Returns:
        float32 [candidates], and whether a candidate has examples on both sides.
    """
    right = total - left
    sums = [side.sum(1, dtype=np.float32) for side in (left, right)]
    scores = [_gini(s, np.square(side).sum(1, dtype=np.float32), left.shape[1]) for s, side in zip(sums, (left, right))]
    return scores[0] + scores[1], (sums[0] > 0) & (sums[1] > 0)


def _gini(total: np.ndarray, square: np.ndarray, classes: int) -> np.ndarray:
    smoothed = classes + total
    return total * (_1 - (square + 2 * total + classes) / (smoothed * smoothed)).astype(np.float32)


def variances(left, left_square, left_number, total, total_square, number) -> np.ndarray:
    """Sums over outputs of the variances on the left and on the right: float32 [candidates].

    Args:
        left, left_square: float32 [candidates, outputs], sums of outputs and of their squares on the left.
        left_number: float32 [candidates].
        total, total_square: float32 [outputs]; number: float32, those of both sides.
    """
    variance = np.zeros(len(left), np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):  # a side with no examples is no candidate
        for o in range(left.shape[1]):
            mean, square = left[:, o] / left_number, left_square[:, o] / left_number
            variance += square - mean * mean
            rest = number - left_number
            mean, square = (total[o] - left[:, o]) / rest, (total_square[o] - left_square[:, o]) / rest
            variance += square - mean * mean
    return variance
