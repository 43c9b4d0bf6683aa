"""How far two checkpoints are apart: in bits, in values, in units of the last place."""

import ml_dtypes
import numpy as np
import pytest

from graphnotes.checkpoints import Arrays, diff


def only(first, second):
    (found,) = diff(Arrays({"a": first}), Arrays({"a": second}))
    return found


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.float16, ml_dtypes.bfloat16, ml_dtypes.float8_e5m2])
def test_neighbouring_numbers_are_one_ulp_apart(dtype):
    one = np.array([1, 1, -1], dtype)
    two = np.array([1, 1, -1], dtype)
    two.view(f"u{two.itemsize}")[1] += 1
    found = only(one, two)
    assert (found.equal, found.different, found.count, found.max_ulp) == (False, 1, 3, 1)
    assert found.max_abs == float(two[1]) - 1


def test_ulps_are_counted_across_zero():
    tiny = np.float32(1e-45)
    assert only(np.array([-tiny]), np.array([tiny])).max_ulp == 2
    assert only(np.array([-1.0], np.float64), np.array([1.0], np.float64)).max_ulp == 2 * np.float64(1).view(np.uint64)


def test_zeros_of_both_signs_are_equal_values_but_not_equal_bits():
    found = only(np.array([0.0]), np.array([-0.0]))
    assert (found.equal, found.max_abs, found.max_ulp) == (False, 0.0, 0)


def test_a_nan_against_a_number_is_not_hidden():
    assert np.isnan(only(np.array([np.nan, 1]), np.array([2.0, 1])).max_abs)
    assert only(np.array([np.nan, np.inf]), np.array([np.nan, np.inf])).equal


@pytest.mark.parametrize(("first", "second", "apart"), [
    (np.array([-(2**63)]), np.array([2**63 - 1]), float(2**64 - 1)),
    (np.array([0], np.uint64), np.array([2**64 - 1], np.uint64), float(2**64 - 1)),
    (np.array([200], np.uint8), np.array([10], np.uint8), 190.0),
    (np.array([True, True]), np.array([True, False]), 1.0),
    (np.array([1j, 0]), np.array([0, 0j]), 1.0),
])
def test_other_numbers(first, second, apart):
    assert only(first, second).max_abs == apart


def test_strings_names_shapes_and_dtypes():
    found = {one.name: one for one in diff(
        Arrays({"only": np.zeros(1), "shape": np.zeros((2, 3)), "dtype": np.zeros(1), "text": np.array([b"a", b"b"]), "same": np.ones(2)}),
        Arrays({"new": np.zeros(1), "shape": np.zeros((3, 2)), "dtype": np.zeros(1, np.float32), "text": np.array([b"a", b"c"]), "same": np.ones(2)}),
    )}
    assert [name for name, one in found.items() if one.equal] == ["same"]
    assert found["only"].second is None and found["new"].first is None
    assert found["text"].different == 1
