"""Right models pass, every time: other weights, data and dropout masks at each repetition, and another process taking the processor."""

import contextlib
import os
import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf

from graphnotes import equivalence
from graphnotes.equivalence.reports.text import as_text
from tests.equivalence import models
from tests.migrate.legacy_graphs import initialized_session, legacy_graph, variable

v1 = tf.compat.v1
REPETITIONS = {"mlp": 50, "lstm": 6}  # an LSTM's takes six seconds
TIMES = int(os.environ.get("REPETITIONS_TIMES", "1"))  # 4 makes 224 of them


def legacy_mlp():
    """Dense, relu, dropout, dense, cross-entropy with labels as numbers, Adam with a decayed learning rate."""
    with legacy_graph(seed=5) as graph:
        x = v1.placeholder(tf.float32, [None, 7], name="x")
        y = v1.placeholder(tf.int64, [None], name="y")
        keep_prob = v1.placeholder(tf.float32, [], name="keep_prob")
        h = tf.nn.relu(x @ variable("h/kernel", tf.zeros([7, 12])) + variable("h/bias", tf.zeros([12])))
        h = v1.nn.dropout(h, keep_prob=keep_prob)
        logits = h @ variable("out/kernel", tf.zeros([12, 3])) + variable("out/bias", tf.zeros([3]))
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
        accuracy = tf.reduce_mean(tf.cast(tf.nn.in_top_k(y, logits, 1), tf.float32))
        train = v1.train.AdamOptimizer(0.02).minimize(loss)
    session = initialized_session(graph)
    return equivalence.legacy(session, {"x": x, "y": y, "keep_prob": keep_prob}, logits, loss, train, accuracy)


class MLP(tf.Module):
    def __init__(self):
        super().__init__()
        self.h_kernel, self.h_bias = tf.Variable(tf.zeros([7, 12])), tf.Variable(tf.zeros([12]))
        self.out_kernel, self.out_bias = tf.Variable(tf.zeros([12, 3])), tf.Variable(tf.zeros([3]))
        self.optimizer = tf.keras.optimizers.Adam(0.02, epsilon=1e-8)

    def __call__(self, x, keep_prob):
        h = tf.nn.relu(tf.linalg.matmul(x, self.h_kernel) + self.h_bias)
        return tf.nn.dropout(h, 1 - keep_prob) @ self.out_kernel + self.out_bias

    def loss(self, x, y, keep_prob):
        chosen = tf.one_hot(y, 3)
        return -tf.reduce_mean(tf.reduce_sum(chosen * tf.nn.log_softmax(self(x, keep_prob)), 1))

    def metric(self, x, y, keep_prob):
        return tf.reduce_mean(tf.cast(tf.argmax(self(x, keep_prob), 1) == y, tf.float32))


def mlp_batches(generator):
    return [{"x": generator.normal(size=(9, 7)).astype("f"), "y": generator.integers(0, 3, 9)} for _ in range(3)]


def lstm_batches(generator):
    return [{"x": generator.normal(size=(5, 4, 3)).astype("f"), "y": generator.normal(size=(5, 1)).astype("f")} for _ in range(3)]


KINDS = {
    "mlp": (legacy_mlp, MLP, mlp_batches, models.TRAINING, models.INFERENCE),
    "lstm": (models.legacy_lstm, models.LSTM, lstm_batches, None, None),
}


@contextlib.contextmanager
def load():
    """A process that never rests."""
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        busy.kill()
        busy.wait()


def alarms(kind, repetitions, first=0):
    """The reports of the repetitions in which equal programs were called different."""
    make_old, make_new, batches, training, inference = KINDS[kind]
    old = make_old()
    shapes = {n: v.shape for n, v in old.variables().items() if v.kind == "weight"}
    found = []
    for seed in range(first, first + repetitions):
        generator = np.random.default_rng(seed)
        for name, shape in shapes.items():
            old.model.variables[name].value = old._initial[name] = generator.normal(size=shape).astype("f") * np.float32(0.4)
        model = make_new()
        for held, shape in zip(model.trainable_variables, [v.shape for v in model.trainable_variables], strict=True):
            held.assign(generator.normal(size=shape).astype("f") * np.float32(0.4))
        result = equivalence.verify(old, equivalence.tf2(model), batches(generator), 5, training, inference)
        if not result.equal:
            found.append(f"seed {seed}\n{as_text(result)}")
    return found


@pytest.mark.slow
def test_two_repetitions():
    assert alarms("mlp", 2) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_repetitions_under_load(kind):
    with load():
        assert alarms(kind, REPETITIONS[kind] * TIMES) == []
