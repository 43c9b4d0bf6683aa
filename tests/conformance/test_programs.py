"""The note's CNN, seeded: the graph, the initial weights and the dropped units are those of TensorFlow 1.15.5."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from graphnotes.tf1.examples.tutorials.mnist import input_data

import graphnotes.tf1 as tf

RECORDED = Path(__file__).parents[1] / "data" / "programs" / "cnn_dropout.json.gz"
SEED = 20171


@pytest.fixture(scope="module")
def recorded():
    return json.loads(gzip.decompress(RECORDED.read_bytes()))


def train(steps: int) -> dict:
    """The first steps of the program: its graph, initial values, first dropout and costs."""
    mnist = input_data.read_data_sets("./", one_hot=True, seed=SEED)
    found = {}
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(SEED)
        x = tf.placeholder(tf.float32, shape=[None, 784])
        y = tf.placeholder(tf.float32, shape=[None, 10])

        def weights(shape):
            return tf.Variable(tf.random_normal(shape, stddev=0.1))

        def biases(shape):
            return tf.Variable(tf.constant(0.1, shape=shape))

        def layer(inputs, w, b):
            convolved = tf.nn.conv2d(inputs, w, strides=[1, 1, 1, 1], padding="SAME")
            return tf.nn.max_pool(tf.nn.relu(convolved + b), [1, 2, 2, 1], [1, 2, 2, 1], "SAME")

        w1, b1 = weights([5, 5, 1, 32]), biases([32])
        hidden = layer(tf.reshape(x, [-1, 28, 28, 1]), w1, b1)
        w2, b2 = weights([5, 5, 32, 64]), biases([64])
        hidden = layer(hidden, w2, b2)
        w3, b3 = weights([7 * 7 * 64, 1024]), biases([1024])
        hidden = tf.nn.relu(tf.matmul(tf.reshape(hidden, [-1, 7 * 7 * 64]), w3) + b3)
        keep_prob = tf.placeholder(tf.float32)
        dropped = tf.nn.dropout(hidden, keep_prob)
        w4, b4 = weights([1024, 10]), biases([10])
        prediction = tf.nn.softmax(tf.matmul(dropped, w4) + b4)
        cost = -tf.reduce_sum(y * tf.log(prediction))
        step = tf.train.AdamOptimizer(1e-4).minimize(cost)
        correct = tf.equal(tf.argmax(prediction, 1), tf.argmax(y, 1))
        tf.reduce_mean(tf.cast(correct, tf.float32))
        found["graph"] = [
            {"name": node.name, "op": node.op, "input": list(node.input)} for node in graph.as_graph_def().node
        ]
        model = tf.trainable_variables()
        with tf.Session() as session:
            session.run(tf.initialize_all_variables())
            found["initial"] = {v.op.name: value for v, value in zip(model, session.run(model), strict=True)}
            images, labels = mnist.train.next_batch(50)
            found["first"] = session.run(dropped, {x: images, keep_prob: 0.5})
            found["costs"] = []
            for i in range(steps):
                if i:
                    images, labels = mnist.train.next_batch(50)
                feed = {x: images, y: labels, keep_prob: 0.5}
                found["costs"].append(session.run([step, cost], feed)[1])
    return found


@pytest.fixture(scope="module")
def run():
    return train(10)


def test_the_graph_is_the_same_node_for_node(run, recorded):
    assert [(n["name"], n["op"]) for n in run["graph"]] == [(n["name"], n["op"]) for n in recorded["graph"]]
    for found, wanted in zip(run["graph"], recorded["graph"], strict=True):
        assert sorted(found["input"]) == sorted(wanted["input"]), found["name"]


def test_the_initial_weights_are_the_same_bit_for_bit(run, recorded):
    for name, wanted in recorded["initial"].items():
        found = run["initial"][name]
        assert list(found.shape) == wanted["shape"]
        assert hashlib.sha256(found.tobytes()).hexdigest() == wanted["sha256"], name


def test_the_same_units_are_dropped(run, recorded):
    zero = run["first"] == 0
    assert int(zero.sum()) == recorded["dropped_units_first_run"]
    assert hashlib.sha256(np.packbits(zero).tobytes()).hexdigest() == recorded["dropout_zero_mask_sha256"]


def test_the_first_costs_agree(run, recorded):
    """Within what the kernels of today round differently; later steps drift apart as 1.15's own runs do."""
    np.testing.assert_allclose(run["costs"], recorded["cost"][:10], rtol=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize(("exact", "tolerance"), [("1", 1e-5), ("0", 1e-3)])
def test_a_hundred_costs_stay_within_the_noise_of_1_15(recorded, exact, tolerance):
    """The first ten as close as the settings allow; at the end 1.15 with two threads is 2e-2 from 1.15 with one."""
    print_costs = f"import json; from {__name__} import train; print(json.dumps([float(c) for c in train(100)['costs']]))"
    environment = {**os.environ, "GRAPHNOTES_EXACT": exact}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", print_costs], capture_output=True, text=True, cwd=root, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    costs = json.loads(done.stdout.splitlines()[-1])
    np.testing.assert_allclose(costs[:10], recorded["cost"][:10], rtol=tolerance)
    np.testing.assert_allclose(costs, recorded["cost"], rtol=2e-2)
