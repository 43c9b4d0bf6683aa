"""Each program's checkpoint is loaded into the other, as its TensorFlow reads files."""

import logging

import numpy as np
import pytest
import tensorflow as tf

from graphnotes import equivalence
from graphnotes.equivalence.reports.text import as_text
from tests.migrate.legacy_graphs import initialized_session, legacy_graph, variable

v1 = tf.compat.v1
BATCHES = [{"x": np.random.default_rng(0).normal(size=(4, 3)).astype("f")}]
RUNGS = ("variables", "forward", "checkpoint")


@pytest.fixture(scope="module")
def old():
    with legacy_graph(seed=1) as graph:
        x = v1.placeholder(tf.float32, [None, 3], name="x")
        h = x @ variable("dense/kernel", v1.random_normal([3, 5])) + variable("dense/bias", v1.random_normal([5]))
        y = h @ variable("out/kernel", v1.random_normal([5, 5])) + variable("out/bias", v1.random_normal([5]))
    return equivalence.legacy(initialized_session(graph), {"x": x}, y)


class Module(tf.Module):
    def __init__(self):
        super().__init__()
        self.dense = {"kernel": tf.Variable(tf.zeros([3, 5])), "bias": tf.Variable(tf.zeros([5]))}
        self.out = [tf.Variable(tf.zeros([5, 5])), tf.Variable(tf.zeros([5]))]

    def __call__(self, x):
        return (x @ self.dense["kernel"] + self.dense["bias"]) @ self.out[0] + self.out[1]

    def named(self):
        return {"dense/kernel": self.dense["kernel"], "dense/bias": self.dense["bias"], "out/kernel": self.out[0], "out/bias": self.out[1]}


class Plain:
    """No tf.Module: tf.train.Checkpoint couldn't save it as it is."""

    def __init__(self):
        self.module = Module()

    def __call__(self, x):
        return self.module(x)


def keras_model(keras):
    model = keras.Sequential([keras.layers.Input([3]), keras.layers.Dense(5), keras.layers.Dense(5)])
    return equivalence.tf2(model, names=dict(zip(["dense/kernel", "dense/bias", "out/kernel", "out/bias"], model.weights, strict=True)))


def news():
    import tf_keras

    module, plain = Module(), Plain()
    yield equivalence.tf2(module, names=module.named())
    yield equivalence.tf2(plain, names=plain.module.named())
    yield keras_model(tf.keras)
    yield keras_model(tf_keras)


def test_both_directions_for_modules_objects_and_keras(old):
    for new in news():
        result = equivalence.verify(old, new, BATCHES, rungs=RUNGS)
        rung = result.rungs[-1]
        assert result.equal, as_text(result, everything=True)
        for label in ("OLD's file in NEW", "NEW's file in OLD"):
            names = [d.old.partition(" (")[0] for d in rung.tensors if label in d.old]
            assert names == ["dense/kernel", "dense/bias", "out/kernel", "out/bias", "output computed"]
            assert all(d.max_abs == 0 for d in rung.tensors if label in d.old and "computed" not in d.old)


def test_nothing_is_logged_while_files_cross(old):
    """TensorFlow's Saver would say that it is deprecated."""
    said = []
    handler = logging.Handler()
    handler.emit = said.append
    tf.get_logger().addHandler(handler)
    try:
        equivalence.verify(old, equivalence.tf2(Module()), BATCHES, 1, rungs=RUNGS)
    finally:
        tf.get_logger().removeHandler(handler)
    assert said == []


def test_a_trace_stands_for_olds_file_and_says_what_was_left_out(old):
    trace = equivalence.reference(old, BATCHES, rungs=RUNGS)
    module = Module()
    result = equivalence.compare(trace, equivalence.tf2(module, names=module.named()), rungs=RUNGS)
    assert result.equal, as_text(result, everything=True)
    rung = result.rungs[-1]
    assert sum("OLD's file in NEW" in d.old for d in rung.tensors) == 5
    assert not any("NEW's file in OLD" in d.old for d in rung.tensors)
    assert "OLD is a trace" in rung.note


class Crossed(equivalence.TF2Side):
    """Restores the two biases into each other's place."""

    def restore(self, prefix, keys):
        super().restore(prefix, keys | {"dense/bias": keys["out/bias"], "out/bias": keys["dense/bias"]})


class Unreadable(equivalence.TF2Side):
    """Asks the file for names it doesn't have."""

    def restore(self, prefix, keys):
        super().restore(prefix, {name: f"model/{key}" for name, key in keys.items()})


@pytest.mark.parametrize(("side", "said"), [(Crossed, "dense/bias (OLD's file in NEW)"), (Unreadable, "OLD's file in NEW: NotFoundError")])
def test_a_file_that_does_not_cross_fails_this_rung(old, side, said):
    module = Module()
    result = equivalence.verify(old, side(module, names=module.named()), BATCHES, rungs=RUNGS)
    assert [r.name for r in result.failed] == ["checkpoint"]
    assert said in as_text(result)
