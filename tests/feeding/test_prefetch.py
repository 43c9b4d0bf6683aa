"""Reading ahead changes nothing but the time."""

import gc
import threading
import time

import numpy as np
import pytest

from graphnotes.feeding import batches, prefetched


def threads():
    return [t for t in threading.enumerate() if t.name == "graphnotes-prefetch"]


def gone():
    until = time.monotonic() + 10
    while threads() and time.monotonic() < until:
        time.sleep(0.01)
    return not threads()


@pytest.mark.parametrize("ahead", [1, 2, 100])
def test_the_same_batches_in_the_same_order(ahead):
    def plain():
        return batches(np.arange(50), 3, epochs=4, shuffle=True, seed=2)

    made = prefetched(plain(), ahead)
    assert len(made) == len(plain())
    assert [b.tolist() for b in made] == [b.tolist() for b in plain()]
    assert next(made, None) is None
    assert gone()


def test_no_more_is_made_than_asked_for_and_the_position_is_the_consumers():
    source = batches(np.arange(100), 1)
    made = prefetched(source, ahead=3)
    assert [next(made).item() for _ in range(5)] == list(range(5))
    time.sleep(0.2)
    assert made.position.step == 5
    assert source.position.step <= 5 + 3 + 1  # three wait in the queue, one for room in it
    made.close()
    assert next(made, None) is None
    assert gone()


def test_an_error_comes_where_its_batch_would_have():
    def failing():
        yield 1
        yield 2
        raise OSError("disk on fire")

    made = prefetched(failing())
    assert [next(made), next(made)] == [1, 2]
    with pytest.raises(OSError, match="disk on fire"):
        next(made)
    assert next(made, None) is None
    assert gone()


def test_abandoned_the_thread_ends():
    made = prefetched(iter(lambda: 1, 2))  # for ever
    next(made)
    assert threads()
    del made
    gc.collect()
    assert gone()


def test_ahead_is_checked():
    with pytest.raises(ValueError, match="at least 1, got 0"):
        prefetched([], 0)
