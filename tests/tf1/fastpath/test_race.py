"""Which way is the fastest: stretches of runs in turns, without what one way's runs do to the next one's first."""

from itertools import groupby

from graphnotes.tf1.fastpath.race import Race


def _run(cost, ways=2, clearly=1.0, runs=2000):
    """The way kept, and the ways in which the runs before were served; `cost(way, run of its stretch, run)` in seconds."""
    race, log = Race(ways, clearly), []
    for run in range(runs):
        way = race.next()
        if race.best is not None:
            break
        log.append(way)
        in_a_row = next(iter(len(list(same)) for _, same in groupby(reversed(log))))
        race.took(way, cost(way, (in_a_row - 1) % 8, run))
    return race.best, log


def test_the_fastest_way_is_kept_for_good():
    best, _ = _run(lambda way, at, run: [3e-4, 1e-4, 2e-4][way], ways=3)
    assert best == 1


def test_a_way_is_run_several_times_in_a_row_and_the_order_turns_round():
    _, log = _run(lambda way, at, run: 1e-4, ways=3)
    assert log[:48] == [0] * 8 + [1] * 8 + [2] * 8 + [2] * 8 + [1] * 8 + [0] * 8
    assert [log.count(way) for way in range(3)] == [192] * 3


def test_the_first_runs_of_a_stretch_do_not_count():
    slow_to_start = [1e-3, 5e-4, *[0.9e-4] * 6]
    best, _ = _run(lambda way, at, run: slow_to_start[at] if way else 1e-4)
    assert best == 1


def test_another_way_must_be_clearly_faster_than_the_first():
    assert _run(lambda way, at, run: [1e-4, 0.97e-4][way], clearly=0.95)[0] == 0
    assert _run(lambda way, at, run: [1e-4, 0.94e-4][way], clearly=0.95)[0] == 1


def test_a_machine_that_slows_down_meanwhile_does_not_decide():
    for ways in ([1e-4, 0.97e-4], [0.97e-4, 1e-4]):
        best, _ = _run(lambda way, at, run, ways=ways: ways[way] * (1 + run / 100))
        assert ways[best] == 0.97e-4


def test_long_runs_are_few():
    best, log = _run(lambda way, at, run: [0.02, 0.01][way])
    assert best == 1 and 48 <= len(log) <= 80
