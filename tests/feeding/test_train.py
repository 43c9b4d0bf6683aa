"""The training loop: what it runs, keeps, shows, and leaves at Ctrl-C."""

import os
import pty
import re
import select
import signal
import sys

import numpy as np
import pytest

import graphnotes.tf1 as tf
from graphnotes import graphs
from graphnotes.feeding import FeedError, History, Position, batches, prefetched, train

RANDOM = np.random.RandomState(0)
X = RANDOM.rand(60, 3)
Y = np.eye(2)[RANDOM.randint(0, 2, 60)]


@pytest.fixture
def model():
    with tf.Graph().as_default(), tf.Session() as sess:
        softmax = graphs.softmax_regression(features=3, classes=2)
        sess.run(tf.global_variables_initializer())
        yield sess, softmax


def make(softmax, **options):
    return batches({softmax.x: X, softmax.y: Y}, 10, **{"epochs": 5, "shuffle": True, "seed": 4, **options})


def test_trains_as_the_plain_loop_does_and_keeps_what_was_fetched(model):
    sess, softmax = model
    costs = [sess.run([softmax.optimizer, softmax.cost], feed)[1] for feed in make(softmax)]
    weights = sess.run(softmax.W)
    sess.run(tf.global_variables_initializer())
    history = train(sess, softmax.optimizer, prefetched(make(softmax)), {"cost": softmax.cost}, every=7, show=False)
    np.testing.assert_array_equal(sess.run(softmax.W), weights)
    assert history.steps == [0, 7, 14, 21, 28]
    assert history["cost"] == costs[::7]
    assert (history.done, history.interrupted, history.checkpoint) == (30, False, None)
    assert history.seconds > 0


def test_fetch_feed_evaluates_before_the_step_with_entries_of_its_own():
    with tf.Graph().as_default(), tf.Session() as sess:
        keep, count = tf.placeholder(tf.float32, name="keep"), tf.Variable(0.0)
        sess.run(tf.global_variables_initializer())
        step, seen = tf.assign_add(count, keep), [count + 0, keep * 1]
        history = train(sess, step, [{keep: 0.5}] * 4, {"count": seen[0], "keep": seen[1]}, 2, fetch_feed={keep: 1.0}, show=False)
        assert history.values == {"count": [0.0, 1.0], "keep": [1.0, 1.0]}
        assert sess.run(count) == 2


def test_elsewhere_than_on_a_terminal_plain_lines(model, capfd):
    sess, softmax = model
    train(sess, softmax.optimizer, make(softmax), softmax.cost, every=10)
    first, *others = capfd.readouterr().err.splitlines()
    assert first == "step 0 of 30  Mean=0.693147"
    assert [bool(re.fullmatch(r"step [12]0 of 30  Mean=0\.\d+  \S+ steps/s", line)) for line in others] == [True, True]


def test_on_a_terminal_a_bar_with_values_rate_and_time_left(model, monkeypatch):
    sess, softmax = model
    reader, writer = pty.openpty()
    with monkeypatch.context() as patched, os.fdopen(writer, "w") as terminal:
        patched.setattr(sys, "stderr", terminal)
        patched.setenv("COLUMNS", "120")
        patched.setenv("TERM", "xterm")
        train(sess, softmax.optimizer, make(softmax), {"cost": softmax.cost}, every=10)
        terminal.flush()
        shown = b""
        while select.select([reader], [], [], 0)[0]:  # a terminal hands over 4 kB at a time
            shown += os.read(reader, 100_000)
    os.close(reader)
    shown = shown.decode()
    assert "training" in shown and "30/30" in shown and "steps/s" in shown and "cost=0.6" in shown
    assert "0:00:00" in shown


def test_ctrl_c_leaves_a_checkpoint_and_a_position_to_go_on_from(model, tmp_path, capfd):
    sess, softmax = model
    for feed in make(softmax):
        sess.run(softmax.optimizer, feed)
    uninterrupted = sess.run([softmax.W, softmax.b])

    class Interrupted:
        """Batches during which Ctrl-C is pressed."""

        def __init__(self, made):
            self.made = made

        position = property(lambda self: self.made.position)

        def __iter__(self):
            for feed in self.made:
                if self.position.step == 13:
                    signal.raise_signal(signal.SIGINT)
                yield feed

    sess.run(tf.global_variables_initializer())
    prefix = tmp_path / "left" / "model.ckpt"
    history = train(sess, softmax.optimizer, Interrupted(make(softmax)), softmax.cost, checkpoint=prefix)
    assert (history.done, history.interrupted, history.checkpoint) == (13, True, f"{prefix}-13")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    said = capfd.readouterr().err.splitlines()[-1]
    assert said == (
        f"graphnotes: stopped after step 13: variables saved to {prefix}-13, "
        f"the position in the data to {prefix}-13.position.json"
    )
    sess.run(tf.global_variables_initializer())
    tf.train.Saver().restore(sess, tf.train.latest_checkpoint(str(prefix.parent)))
    rest = make(softmax, start=Position.load(f"{prefix}-13.position.json"))
    history = train(sess, softmax.optimizer, rest, {"cost": softmax.cost}, every=10, show=False)
    assert (history.done, history.steps) == (30, [20])
    for found, expected in zip(sess.run([softmax.W, softmax.b]), uninterrupted, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_ctrl_c_after_the_last_batch_is_heard_too(model, tmp_path):
    sess, softmax = model

    def last():
        yield from make(softmax)
        signal.raise_signal(signal.SIGINT)

    history = train(sess, softmax.optimizer, last(), show=False, checkpoint=tmp_path / "model.ckpt")
    assert (history.done, history.interrupted) == (30, True)
    assert os.path.exists(f"{history.checkpoint}.index")


def test_a_second_ctrl_c_stops_at_once(model):
    sess, softmax = model

    def impatient():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        yield {}

    with pytest.raises(KeyboardInterrupt):
        train(sess, softmax.optimizer, impatient(), show=False)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_batches_that_are_no_feed_dicts_are_refused(model):
    sess, softmax = model
    with pytest.raises(FeedError, match="needs feed dicts, got a batch of type tuple"):
        train(sess, softmax.optimizer, batches((X, Y), 10), show=False)


def test_a_history_is_saved_and_loaded(tmp_path):
    History([0, 10], {"cost": [np.float32(0.5), np.float32(0.25)]}).save(tmp_path / "h.json")
    assert History.load(tmp_path / "h.json").values == {"cost": [0.5, 0.25]}
    for broken in ("", "[]", '{"steps": [1]}', '{"steps": [1], "values": {"cost": [1, 2]}}', '{"steps": [1], "values": [2]}'):
        (tmp_path / "h.json").write_text(broken)
        with pytest.raises(FeedError, match="h.json"):
            History.load(tmp_path / "h.json")
