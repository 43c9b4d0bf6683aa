"""The fast path over many runs: the same bits, no memory kept, no wrong result among threads."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import graphnotes.tf1 as tf
from graphnotes.tf1.fastpath import by_shapes
from graphnotes.tf1.fastpath.constants.choice import Constants
from tests.tf1.crowd import crowd

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[3]

_STEPS = """
import hashlib, json, sys
import graphnotes.tf1 as tf
from benchmarks.programs import tf1
from graphnotes.tf1.fastpath import by_shapes
from graphnotes.tf1.fastpath.constants.choice import Constants
from tests.tf1.crowd import crowd
from graphnotes.tf1.fastpath.unrolling.choice import Unrolling
Constants.pays_after = Unrolling.pays_after = 0.05  # seconds: so that nearly all steps are served by what comes after
by_shapes._CLEARLY = 1e9  # and it serves however fast it is
digests, other_ways = {}, []
usual = by_shapes.ByShapes._ways
by_shapes.ByShapes._ways = lambda *args: other_ways.append(usual(*args)) or other_ways[-1]
for name in sys.argv[2:]:
    with tf.Graph().as_default():
        other_ways.clear()
        tf.set_random_seed(3)
        step = tf1.PROGRAMS[name](tf)
        digest = hashlib.sha256()
        for _ in range(int(sys.argv[1])):
            digest.update(step().tobytes())
        digests[name] = [digest.hexdigest(), any(other_ways)]
print(json.dumps(digests))
"""


def digests(fast, steps, *programs):
    """program -> a digest of the losses of its first steps in a process with the fast path on or off, and whether steps
    were served without their loops, or with what follows from shapes fed."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GRAPHNOTES_FAST": fast, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-c", _STEPS, str(steps), *programs]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def same(steps, *programs):
    """The programs whose steps were served in another way, once it is clear that all gave the same bits as without plans."""
    fast, plain = digests("1", steps, *programs), digests("0", steps, *programs)
    assert {name: digest for name, (digest, _) in fast.items()} == {name: digest for name, (digest, _) in plain.items()}
    return {name for name, (_, other_ways) in fast.items() if other_ways}


def test_a_thousand_steps_are_the_same_bits():
    assert same(1100, "one_add", "softmax", "summaries", "adam") == {"softmax", "summaries"}


def test_a_thousand_steps_of_a_loop_written_out_are_the_same_bits():
    assert same(1200, "lstm") == {"lstm"}  # the first hundred or so run the loop


def test_the_convolutional_network_is_the_same_bits():
    assert same(100, "cnn") == set()


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _by_shapes(plan):
    return plan.by_shapes._calls.values() if getattr(plan, "by_shapes", None) else ()


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="reads /proc")
def test_memory_does_not_grow(monkeypatch):
    monkeypatch.setattr(Constants, "pays_after", 0.01)
    monkeypatch.setattr(by_shapes, "_CLEARLY", 1e9)
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [None])
        v = tf.Variable(tf.zeros([256]))
        rows, labels = tf.placeholder(tf.float32, [None, 20]), tf.placeholder(tf.float32, [None, 5])
        weights = tf.Variable(tf.zeros([20, 5]))
        pred = tf.nn.softmax(tf.matmul(rows, weights) + tf.Variable(tf.zeros([5])))
        gradient = tf.gradients(tf.reduce_mean(-tf.reduce_sum(labels * tf.log(pred), axis=1)), tf.trainable_variables()[1:])
        value = np.ones(256, np.float32)
        batch = {rows: np.ones([8, 20], np.float32), labels: np.ones([8, 5], np.float32)}
        add = v.assign_add(tf.ones([256]))
        calls = [(x * 2.0, {x: value}), ([v, tf.reduce_sum(x)], {x: value}), (add, None), (gradient, batch)]
        session.run(tf.global_variables_initializer())

        def runs(count):
            for i in range(count):
                session.run(*calls[i % 4])

        runs(5_000)
        assert any(any(calls.ways[1:]) for plan in session._graphnotes_plans.values() for calls in _by_shapes(plan))
        before = resident()
        runs(100_000)
        assert resident() - before < 8 * 2**20


def test_eight_threads_and_a_graph_that_grows():
    with tf.Graph().as_default() as graph, tf.Session() as session:
        x = tf.placeholder(tf.float32, [None, 8])
        outputs = [tf.reduce_sum(tf.tanh(x) * float(k + 1)) for k in range(8)]
        wanted = [
            [session.run(output, {x: np.full((3, 8), i / 10, np.float32)}).tobytes() for i in range(10)] for output in outputs
        ]
        total = tf.Variable(0)
        count = tf.assign_add(total, 1, use_locking=True)
        session.run(total.initializer)
        wrong, grown = [], [0]

        def work(k):
            dice = random.Random(k)
            for _ in range(4000):
                which, i = dice.randrange(8), dice.randrange(10)
                got, _ = session.run([outputs[which], count.op], {x: np.full((3, 8), i / 10, np.float32)})
                if got.tobytes() != wanted[which][i]:
                    wrong.append((k, which, i))

        def grow():
            with graph.as_default():
                fresh = tf.reduce_sum(x) + float(grown[0])
            for _ in range(3):
                got = session.run(fresh, {x: np.ones((1, 8), np.float32)})
                if got != 8.0 + grown[0]:
                    wrong.append(("grown", grown[0], got))
            grown[0] += 1

        crowd(work, grow)
        assert not wrong and grown[0] > 10
        assert session.run(total) == 8 * 4000
