"""The types and values of NumPy 1's results (recorded from NumPy 1.18)."""

import numpy
import pytest

from graphnotes.companions.numpy1 import redirect

np = redirect("numpy")
f32 = numpy.array([-0.5, 0.25, 2.0], numpy.float32)
u8 = numpy.array([1, 2, 250], numpy.uint8)
# expression, type of the result, values
RECORDED = [
    ("np.fix(3)", "f8", 3.0),
    ("np.floor(np.int32(7))", "f8", 7.0),
    ("np.ceil(u8)", "f2", [1.0, 2.0, 250.0]),
    ("np.add(f32, np.float64(0.1))", "f4", [-0.4000000059604645, 0.3499999940395355, 2.0999999046325684]),
    ("np.maximum(f32, np.float64(0))", "f4", [0.0, 0.25, 2.0]),
    ("np.power(np.float32(3), 2)", "f8", 9.0),
    ("np.multiply(u8, np.int64(2))", "u1", [2, 4, 244]),
    ("np.minimum(np.float32(0.1), 1)", "f8", 0.10000000149011612),
    ("np.maximum.accumulate(f32)", "f4", [-0.5, 0.25, 2.0]),
    ("np.add.reduce(u8)", "u8", 253),
    ("np.where(f32 > 0, f32, np.float64(7))", "f4", [7.0, 0.25, 2.0]),
    ("np.where(3)[0]", "i8", [0]),
    ("np.nonzero(np.float32(0))[0]", "i8", []),
    ("np.linspace(np.float32(0), np.float32(1), 4)", "f8", [0.0, 0.3333333333333333, 0.6666666666666666, 1.0]),
    ("np.logspace(np.float32(0), 1, 3)", "f8", [1.0, 3.1622776601683795, 10.0]),
    ("np.linspace(f32, np.float64(1), 2)", "f4", [[-0.5, 0.25, 2.0], [1.0, 1.0, 1.0]]),
    ("np.histogram(f32, 3)[1]", "f4", [-0.5, 0.3333333432674408, 1.1666666269302368, 2.0]),
    ("np.histogram(f32, 3)[0]", "i8", [2, 0, 1]),
    ("np.fft.fft(f32)", "c16", [(1.75+0j), (-1.625+1.5155444566227676j), (-1.625-1.5155444566227676j)]),
    ("np.fft.rfft(f32.astype(np.complex64).real)", "c16", [(1.75+0j), (-1.625+1.5155444566227676j)]),
    ("np.fft.irfft(f32.astype(np.complex64))", "f8", [0.5, -0.625, 0.25, -0.625]),
    ("np.array([-1, 300], np.uint8)", "u1", [255, 44]),
    ("np.asarray(300, dtype=np.int8)", "i1", 44),
    ("np.full(2, -1, np.uint8)", "u1", [255, 255]),
    ("np.arctan2(f32, np.float64(1))", "f4", [-0.46364760398864746, 0.244978666305542, 1.1071487665176392]),
    ("np.floor_divide(f32, np.float64(0.3))", "f4", [-2.0, 0.0, 6.0]),
    ("np.true_divide(u8, np.float32(2))", "f4", [0.5, 1.0, 125.0]),
    ("np.hypot(np.float32(3), 4)", "f8", 5.0),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "dtype", "values"), RECORDED)
def test_the_result_is_numpy_1s(expression, dtype, values):
    result = numpy.asarray(eval(expression))
    assert result.dtype.str[1:] == dtype and result.shape == numpy.shape(values)
    numpy.testing.assert_allclose(result, values, rtol=1e-6 if dtype == "f4" else 1e-15, atol=1e-15)


def test_several_arrays_come_in_a_list_and_a_count_is_a_number():
    for arrays in (np.meshgrid([1], [2]), np.gradient(np.eye(3)), np.broadcast_arrays(1, [1, 2]), np.atleast_1d(1, 2)):
        assert type(arrays) is list and len(arrays) == 2
    assert type(np.count_nonzero([1, 0])) is int


def test_what_wraps_around_is_a_whole_number_in_an_integers_place():
    for wrong in (lambda: np.array([2**70], np.uint8), lambda: np.full(2, 2**70, np.int8)):
        with pytest.raises(OverflowError):
            wrong()
