"""Random draws inside TF1's loops and conditions are replayed, step by step, like those outside."""

import numpy as np
import pytest
import tensorflow as tf

import graphnotes
from graphnotes import equivalence
from graphnotes.equivalence.reports.text import as_text

pytestmark = pytest.mark.slow
v1 = tf.compat.v1


def legacy():
    """A dynamic_rnn whose cell drops inputs and outputs, then a dropout behind a condition on training."""
    from graphnotes import tf1

    with graphnotes.legacy_graphs(), tf.Graph().as_default() as graph:
        tf1.set_random_seed(3)
        x, y = tf1.placeholder(tf.float32, [None, 4, 3], name="x"), tf1.placeholder(tf.float32, [None, 1], name="y")
        training = tf1.placeholder(tf.bool, [], name="training")
        cell = tf1.nn.rnn_cell.DropoutWrapper(tf1.nn.rnn_cell.BasicRNNCell(5), input_keep_prob=0.5, output_keep_prob=0.75)
        outputs, _ = tf1.nn.dynamic_rnn(cell, x, dtype=tf.float32)
        output = tf1.layers.dense(tf1.layers.dropout(outputs[:, -1], 0.5, training=training), 1)
        loss = tf1.reduce_mean(tf1.square(output - y))
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(loss)
        session = tf1.Session(graph=graph)
        session.run(v1.global_variables_initializer())
    return equivalence.legacy(session, {"x": x, "y": y, "training": training}, output, loss, train)


class Twin(tf.Module):
    def __init__(self, mistake=""):
        super().__init__()
        self.mistake = mistake
        self.kernel, self.bias = tf.Variable(tf.zeros([8, 5])), tf.Variable(tf.zeros([5]))
        self.out, self.out_bias = tf.Variable(tf.zeros([5, 1])), tf.Variable(tf.zeros([1]))
        self.optimizer = tf.keras.optimizers.SGD(0.1)

    def __call__(self, x, training):
        state = tf.zeros([len(x), 5])
        for step in range(4):
            dropped = tf.nn.dropout(x[:, step], 0.5)
            state = tf.tanh(tf.concat([dropped, state], 1) @ self.kernel + self.bias)
            output = state if self.mistake == "output dropout missing" else tf.nn.dropout(state, 0.25)
        if training:
            output = tf.nn.dropout(output, 0.6 if self.mistake == "rate" else 0.5)
        return output @ self.out + self.out_bias

    def loss(self, x, y, training):
        return tf.reduce_mean(tf.square(self(x, training) - y))


NAMES = {"rnn/basic_rnn_cell/kernel": "kernel", "rnn/basic_rnn_cell/bias": "bias", "dense/kernel": "out", "dense/bias": "out_bias"}


@pytest.fixture(scope="module")
def recorded():
    generator = np.random.default_rng(0)
    batches = [{"x": generator.normal(size=(6, 4, 3)).astype("f"), "y": generator.normal(size=(6, 1)).astype("f")} for _ in range(2)]
    old = legacy()
    return old, equivalence.reference(old, batches, 3)


def test_every_turn_is_recorded_in_the_programs_order(recorded):
    _, trace = recorded
    inside = [6 * 3, 6 * 5] * 4
    assert [draw.size for draw in trace.draws("loss")] == [*inside, 6 * 5]
    assert [draw.size for draw in trace.draws("forward/inference")] == inside
    assert len(set(trace.draws("loss").sites)) == 3
    assert "float64" in trace.conditions


def test_a_right_twin_passes_and_wrong_ones_do_not(recorded):
    old, trace = recorded
    result = equivalence.compare(trace, equivalence.tf2(Twin()), NAMES, old_side=old, rungs=[r for r in equivalence.RUNGS if r != "initial"])
    assert result.equal, as_text(result, everything=True)
    assert {"forward", "loss", "gradients", "training"} <= {r.name for r in result.rungs if r.status == "passed"}
    for mistake in ("rate", "output dropout missing"):
        wrong = equivalence.compare(trace, equivalence.tf2(Twin(mistake)), NAMES, rungs=("variables", "forward", "loss"), old_side=old)
        assert wrong.failed[0].name == "forward", mistake
