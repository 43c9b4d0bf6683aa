"""What `graphnotes.migrate` makes of the recorded models climbs the whole ladder: 50 training steps within rounding."""

import pathlib

import numpy as np
import pytest
import tensorflow as tf

from graphnotes import equivalence, migrate
from graphnotes.datasets import mnist
from graphnotes.equivalence.reports.text import as_text

CHECKPOINTS = pathlib.Path(__file__).parents[2] / "checkpoints"
RUNGS = ("variables", "initial", "forward", "loss", "gradients", "training", "checkpoint")


def migrated(model, feeds, output, loss, train_op):
    """Both sides over one model: the session, and the module's functions."""
    module = migrate.to_module(model)
    training = module.function(feeds, {"step": train_op, "loss": loss})
    called = {k: v for k, v in feeds.items() if k != "y"}

    def train_step(**batch):
        return training(**batch)["loss"]

    train_step.__signature__ = training.python_function.__signature__
    new = equivalence.tf2(module, module.function(called, output), module.function(feeds, loss), train_step, replay=False)
    return equivalence.legacy(model, feeds, output, loss, train_op), new


def passed(result):
    return {r.name for r in result.rungs if r.status == "passed"}


@pytest.mark.slow
def test_the_sequence_model_for_50_steps():
    """LSTM and GRU in loops, embedding in pieces, batch norm, Adam, moving averages; dropout off."""
    model = migrate.open_legacy(CHECKPOINTS / "sequence")
    held = np.load(CHECKPOINTS / "sequence_expected.npz")
    feeds = {"x": "ids:0", "y": "labels:0", "training": "training:0"}
    old, new = migrated(model, feeds, "logits/BiasAdd:0", "sparse_softmax_cross_entropy_loss/value:0", "Adam")
    batches = [{"x": held["ids"][k : k + 16], "y": held["labels"][k : k + 16]} for k in range(0, 64, 16)]
    off = {"training": np.bool_(False)}
    result = equivalence.verify(old, new, batches, 50, off, off, RUNGS)
    assert result.equal, as_text(result, everything=True)
    assert passed(result) == set(RUNGS)


@pytest.mark.slow
def test_the_cnn_for_50_steps():
    """keep_prob 1, so that the draws don't matter; Adam's slots, which the checkpoint lacks, are initialized."""
    graph = migrate.open_legacy(CHECKPOINTS / "cnn").graph
    session = tf.compat.v1.Session(graph=graph)
    session.run("init")
    session.run("save/restore_all", {"save/Const:0": str(CHECKPOINTS / "cnn/cnn-20000")})
    model = migrate.open_legacy(session)
    feeds = {"x": "Placeholder:0", "y": "Placeholder_1:0", "keep_prob": "Placeholder_2:0"}
    old, new = migrated(model, feeds, "Softmax:0", "Neg:0", "Adam")
    train = mnist.read_data_sets(one_hot=True, seed=1).train
    batches = [dict(zip("xy", train.next_batch(50), strict=True)) for _ in range(10)]
    kept = {"keep_prob": np.float32(1)}
    result = equivalence.verify(old, new, batches, 50, kept, kept, RUNGS)
    assert result.equal, as_text(result, everything=True)
    assert passed(result) == set(RUNGS)


def test_the_softmax_for_50_steps():
    model = migrate.open_legacy(CHECKPOINTS / "softmax_v2")
    ops = {op.type: op.name for op in model.graph.get_operations()}
    train_op = next(op.name for op in model.graph.get_operations() if op.type == "NoOp" and "GradientDescent" in op.name)
    old, new = migrated(model, {"x": "Placeholder:0", "y": "Placeholder_1:0"}, f"{ops['Softmax']}:0", "Mean:0", train_op)
    train = mnist.read_data_sets(one_hot=True, seed=1).train
    batches = [dict(zip("xy", train.next_batch(100), strict=True)) for _ in range(10)]
    result = equivalence.verify(old, new, batches, 50, rungs=RUNGS)
    assert result.equal, as_text(result, everything=True)
    assert passed(result) == set(RUNGS)
