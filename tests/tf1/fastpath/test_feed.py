"""Fed values become arrays as NumPy's astype makes them, placed where the runtime reads them without a copy."""

import warnings

import numpy as np
import pytest

import graphnotes.tf1 as tf
from graphnotes.tf1.fastpath import aligned
from graphnotes.tf1.fastpath.feed import Feed

ROWS, WIDTH = 40, 784


def _feed(dtype):
    with tf.Graph().as_default():
        return Feed(tf.placeholder(dtype, [None, WIDTH]))


def _with_warnings(convert):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        array = convert()
    return array, [(warning.category, str(warning.message)) for warning in caught]


@pytest.mark.parametrize("to", ["float32", "int32", "complex64"])
@pytest.mark.parametrize("of", ["float64", "float32", "uint8"])
def test_a_large_value_is_converted_like_astype_and_starts_at_a_multiple_of_64(of, to):
    value = np.random.RandomState(0).uniform(-300, 300, (ROWS, WIDTH)).astype(of)
    if of == "float64":
        value[0, :3] = 1e300, np.nan, -np.inf  # float32 can't hold the first, integers none
    array, said = _with_warnings(lambda: _feed(to).array(value))
    expected, expected_said = _with_warnings(lambda: value.astype(to))
    assert (array.dtype, array.shape, array.tobytes()) == (expected.dtype, expected.shape, expected.tobytes())
    assert said == expected_said
    if of == to:
        assert array is value
    else:
        assert array.ctypes.data % 64 == 0 and array.flags.c_contiguous and array.flags.writeable


def test_values_in_other_orders_and_lists_are_converted_too():
    value = np.random.RandomState(0).rand(WIDTH, ROWS)
    for other in (value.T, np.asfortranarray(value.T), value.T[::-1], value.T.tolist()):
        array = _feed(tf.float32).array(other)
        assert array.tolist() == np.asarray(other).astype(np.float32).tolist()
        assert array.ctypes.data % 64 == 0


def test_an_array_is_as_large_as_asked_and_keeps_its_memory():
    arrays = [aligned.empty((3, size), np.dtype(dtype)) for size in range(1, 40) for dtype in ("uint8", "float32", "float64")]
    for number, array in enumerate(arrays):
        array[...] = number
    for number, array in enumerate(arrays):
        assert array.ctypes.data % 64 == 0 and (array == number % 256).all()


def test_a_queue_keeps_what_was_converted_whatever_becomes_of_the_value():
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [ROWS, WIDTH])
        queue = tf.FIFOQueue(10, [tf.float32], [[ROWS, WIDTH]])
        enqueue, dequeue = queue.enqueue(x), queue.dequeue()
        value = np.empty((ROWS, WIDTH))
        for number in range(4):  # the first in TensorFlow's own way
            value[...] = number
            session.run(enqueue, {x: value})
        value[...] = -1
        assert [session.run(dequeue).tolist() == np.full((ROWS, WIDTH), float(n)).tolist() for n in range(4)] == [True] * 4
