"""The types of sums and products under NumPy 1 (recorded from NumPy 1.18)."""

import numpy as np
import pytest

from graphnotes.companions import arithmetic

CASES = [
    ("Div", np.float32(1), 3, np.float64), ("Mult", np.float32(1), 0.5, np.float64), ("Add", 1.0, np.float32(1), np.float64),
    ("Add", np.float32(1), np.float32(1), np.float32), ("Mult", np.int32(5), 2, np.int64), ("Mult", np.uint8(200), 2, np.int64),
    ("Sub", np.uint8(1), 2, np.int64), ("Div", np.float32(1), np.float64(3), np.float64), ("Add", np.float16(1), 1, np.float64),
    ("Mult", np.ones(2, np.float32), np.float64(2), np.float32), ("Sub", np.float64(1), np.ones(2, np.float32), np.float32),
    ("Add", np.ones(2, np.int32), np.int64(2), np.int32), ("Mult", np.ones(2, np.int64), np.float32(2), np.float64),
    ("Add", np.ones(2, np.float32), 1.5, np.float32), ("Div", np.ones(2, np.float32), np.int64(2), np.float32),
    ("Pow", np.float32(3), 2, np.float64), ("FloorDiv", np.float32(7), 2, np.float64), ("Mod", np.float32(7), 2, np.float64),
    ("Pow", np.ones(2, np.float32), np.float64(2), np.float32),
    # a number for which the array's type has no room
    ("Mult", np.ones(2, np.uint8), -1, np.int16), ("Add", np.ones(2, np.uint8), 300, np.uint16), ("Sub", 300, np.ones(2, np.int8), np.int16),
]  # fmt: skip


@pytest.mark.parametrize("name, a, b, dtype", CASES)
def test_the_type_is_numpy_1s(name, a, b, dtype):
    assert arithmetic.BINARY[name][1](a, b).dtype == dtype


def test_what_is_no_numpy_scalar_is_left_alone():
    add, iadd = arithmetic.BINARY["Add"][1], arithmetic.IN_PLACE["Add"][1]
    assert add("a", "b") == "ab" and type(add(1, 2)) is int and add([1], [2]) == [1, 2]
    array, listed = np.zeros(2, np.float32), [1]
    assert iadd(array, np.float64(1)) is array and array.dtype == np.float32 and iadd(listed, [2]) is listed
    assert type(iadd(0.0, np.float32(0.1))) is np.float64
    assert arithmetic.BINARY["Mult"][1](np.float32(2), 10**30) == 2e30
    with pytest.raises(TypeError, match="unsupported operand"):
        add(1, "a")
