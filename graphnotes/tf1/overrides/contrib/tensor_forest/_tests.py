"""The tests of a tree's nodes on one feature: which examples go to the left."""

from __future__ import annotations

import numpy as np

LESS_OR_EQUAL, LESS, GREATER_OR_EQUAL, GREATER, EQUAL = range(5)


def passes(values: np.ndarray, thresholds: np.ndarray, tests: np.ndarray) -> np.ndarray:
    """Whether each value passes its test (uint8, the constants above) against its threshold; NaN passes none."""
    passed = values <= thresholds
    if tests.any():  # nearly always all are LESS_OR_EQUAL
        for test, compare in ((LESS, np.less), (GREATER_OR_EQUAL, np.greater_equal), (GREATER, np.greater), (EQUAL, np.equal)):
            passed = np.where(tests == test, compare(values, thresholds), passed)
    return passed
