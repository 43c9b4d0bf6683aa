"""Statistics of a tensor agree with NumPy's, over any number of chunks."""

import ml_dtypes
import numpy as np
import pytest

from graphnotes.checkpoints import statistics


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.float16, np.int64, np.uint8, ml_dtypes.bfloat16])
@pytest.mark.parametrize("size", [1, 1000, 200_001])
def test_agree_with_numpy(dtype, size):
    array = (np.random.default_rng(3).standard_normal(size) * 30 + 60).astype(dtype)
    wide, found = array.astype(np.float64), statistics(array)
    assert (found.minimum, found.maximum, found.count, found.zeros) == (wide.min(), wide.max(), size, (wide == 0).sum())
    assert found.mean == pytest.approx(wide.mean()) and found.std == pytest.approx(wide.std(), rel=1e-9, abs=1e-12)


def test_what_is_not_finite_is_counted_and_left_out():
    found = statistics(np.array([[np.nan, 1], [np.inf, 3], [0, -np.inf]]))
    assert (found.not_finite, found.minimum, found.maximum, found.mean, found.zeros) == (3, 0, 3, 4 / 3, 1)
    assert statistics(np.full(3, np.nan)).not_finite == 3


def test_booleans_count_as_numbers_and_strings_have_none():
    assert statistics(np.array([True, False, True, True])).mean == 0.75
    assert statistics(np.array([b"a"], object)) is None and statistics(np.zeros((0, 2))) is None
