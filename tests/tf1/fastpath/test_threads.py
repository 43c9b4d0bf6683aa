"""Pool or caller's thread: decided from times taken in turns."""

import itertools

import pytest

import graphnotes.tf1 as tf
from graphnotes.tf1.fastpath import threads


@pytest.fixture
def runs(monkeypatch):
    """A function that gives both ways their seconds per run, and returns in what order they ran and which was kept."""

    def run(pool, own, count=450, drift=lambda i: 1.0):
        clock, log, index = [0.0], [], itertools.count()
        monkeypatch.setattr(threads.time, "perf_counter", lambda: clock[0])

        def make(session, inter_op_pool=None):
            way, cost = ("pool", pool) if inter_op_pool is None else ("own", own)

            def call(session, arrays):
                clock[0] += cost * drift(next(index))
                log.append(way)

            return call

        with tf.Graph().as_default(), tf.Session() as session:
            choice = threads.Threads(session, [tf.constant(1.0)], set(), make)
            call = choice.first()
            for _ in range(count):
                call(session, [])
                if not choice.decided:
                    call = choice.next(session)
        assert choice.decided
        return log

    return run


def test_the_faster_way_is_kept(runs):
    assert set(runs(2e-4, 1e-4)[-30:]) == {"own"}
    assert set(runs(1e-4, 2e-4)[-30:]) == {"pool"}


def test_a_small_difference_leaves_the_pool(runs):
    assert set(runs(1e-4, 9.5e-5)[-30:]) == {"pool"}


def test_a_step_of_milliseconds_is_decided_within_about_a_second(runs):
    log = runs(15e-3, 5e-3, count=150)
    assert set(log[-40:]) == {"own"}


def test_runs_that_other_programs_held_up_do_not_decide(runs):
    held_up = itertools.cycle([1.0, 30.0, 1.0, 1.0, 12.0, 1.0, 1.0, 40.0])
    assert set(runs(1e-4, 7e-5, drift=lambda i: next(held_up))[-30:]) == {"own"}
    in_own_thread_only = itertools.cycle([1.0, 30.0, 1.0, 1.0, 1.0, 1.0, 1.0, 40.0])
    assert set(runs(1e-4, 7e-5, drift=lambda i: next(in_own_thread_only))[-30:]) == {"own"}


def test_a_long_step_stays_in_the_pool_untried(runs):
    assert set(runs(5e-2, 1e-3)) == {"pool"}


def test_a_machine_that_slows_down_meanwhile_does_not_decide(runs):
    def drift(i):
        return 1.0 + i / 4

    assert set(runs(2e-4, 1e-4, drift=drift)[-30:]) == {"own"}
    assert set(runs(1e-4, 7e-5, drift=drift)[-30:]) == {"own"}
