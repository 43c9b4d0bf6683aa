"""Traces: written whole, read safely, and comparable with each other."""

import json

import numpy as np
import pytest
import tensorflow as tf

from graphnotes import equivalence
from graphnotes.equivalence import noise
from graphnotes.equivalence.side import Variable


def trace(learning_rate=0.1):
    found = equivalence.Trace("a program", {"w": Variable("w", (2,), "float32", "weight")})
    found.settings = {"steps": 2, "training": {}, "inference": {}}
    found.arrays = {
        "initial/w": np.float32([1, 2]),
        "own_initial/w": np.float32([1, 2]),
        "gradient/w": np.float32([0.5, 0.25]),
        "training/loss": np.array([3.0, 2.0 - learning_rate]),
        "batch/0/x": np.ones([1, 2], np.float32),
    }
    found.floor = {"gradient/w": np.float64(1e-8)}
    return found


def test_round_trip(tmp_path):
    trace().save(tmp_path / "a.npz")
    back = equivalence.Trace.load(tmp_path / "a.npz")
    assert back.variables == trace().variables
    assert back.settings == trace().settings
    for key, value in trace().arrays.items():
        np.testing.assert_array_equal(back.arrays[key], value)
    assert back.floor["gradient/w"] == 1e-8
    assert [p.name for p in tmp_path.iterdir()] == ["a.npz"]


def test_two_traces_are_compared_without_running_anything():
    assert equivalence.compare(trace(), trace()).equal
    result = equivalence.compare(trace(), trace(learning_rate=0.2))
    assert [r.name for r in result.failed] == ["training"]
    assert result.divergence.where == "training step 2"
    assert result.divergence.explanation == "Every step before agrees to within rounding."


def test_damaged_and_foreign_files_are_refused_with_their_name(tmp_path):
    trace().save(tmp_path / "a.npz")
    whole = (tmp_path / "a.npz").read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match="cut.npz is not a trace"):
        equivalence.Trace.load(tmp_path / "cut.npz")
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    with pytest.raises(ValueError, match="other.npz is not a trace"):
        equivalence.Trace.load(tmp_path / "other.npz")
    np.savez(tmp_path / "pickle.npz", about=np.array([{"format": "x"}], dtype=object))
    with pytest.raises(ValueError, match="pickle"):
        equivalence.Trace.load(tmp_path / "pickle.npz")


@pytest.mark.parametrize("missing", ["origin", "variables", "unavailable", "conditions", "settings", "environment", "names"])
def test_a_trace_without_one_of_its_parts_is_refused_with_its_name(tmp_path, missing):
    trace().save(tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as held:
        parts = dict(held)
    about = json.loads(bytes(parts["about"]).decode())
    del about[missing]
    for text in (about, [about]):
        np.savez(tmp_path / "less.npz", **parts | {"about": np.frombuffer(json.dumps(text).encode(), np.uint8)})
        with pytest.raises(ValueError, match="less.npz is not a trace"):
            equivalence.Trace.load(tmp_path / "less.npz")


def test_wrong_use_from_python_is_told_in_one_sentence():
    model = tf.Module()
    for old, new, which in ((model, trace(), "old is Module"), (trace(), model, "new is Module")):
        with pytest.raises(TypeError, match=rf"{which}: wrap it, equivalence.legacy.* equivalence.tf2"):
            equivalence.assert_equivalent(old, new)
    with pytest.raises(ValueError, match="no such rung: cellar, roof; there are variables, "):
        equivalence.assert_equivalent(trace(), trace(), rungs=("roof", "loss", "cellar"))
    with pytest.raises(ValueError, match="no such rung: lost; there are"):
        equivalence.assert_equivalent(trace(), trace(), rungs="lost")
    for batches in ({"x": np.ones(3)}, [np.ones(3)]):
        with pytest.raises(TypeError, match="batches is a list of batches"):
            equivalence.assert_equivalent(trace(), trace(), batches)
    result = equivalence.assert_equivalent(trace(), trace(), rungs="gradients")
    assert [r.name for r in result.rungs] == ["gradients"]


def test_differences_of_special_values():
    from graphnotes.equivalence.differences import difference

    nan, inf = np.float32("nan"), np.float32("inf")
    assert difference("t", "t", np.array([nan, inf, 0.0]), np.array([nan, inf, -0.0]), 0, 0).passed
    assert not difference("t", "t", np.array([nan]), np.array([1.0]), 0, 1).passed
    assert not difference("t", "t", np.array([inf]), np.array([-inf]), 0, 1).passed
    next_float = np.nextafter(np.float32(1), np.float32(2))
    assert difference("t", "t", np.float32([1]), np.array([next_float]), 0, 1).max_ulp == 1
    assert not difference("t", "t", np.zeros(3), np.zeros(4), 0, 1).passed


def with_loss(*losses):
    found = trace()
    found.arrays |= {"loss/training": np.float32(losses[0]), "training/loss": np.float32(losses)}
    return found


def test_a_loss_that_is_nan_on_both_sides_is_the_same_loss():
    nan = float("nan")
    assert equivalence.compare(with_loss(nan, nan), with_loss(nan, nan)).equal
    assert [r.name for r in equivalence.compare(with_loss(nan, nan), with_loss(nan, 1.0)).failed] == ["training"]
    assert [r.name for r in equivalence.compare(with_loss(1.0, nan), with_loss(nan, nan)).failed] == ["loss", "training"]


def test_where_rounding_alone_makes_old_nan_nothing_is_said_of_new():
    nan = float("nan")
    old = with_loss(2.0, 1.0, nan)
    noise._widen(old, with_loss(2.0, nan, nan), "moved by a rounding error")
    result = equivalence.compare(old, with_loss(2.0, nan, 5.0))
    assert result.equal
    training = next(d for r in result.rungs if r.name == "training" for d in r.tensors if d.note)
    assert "as rounding has it" in training.note
    assert not equivalence.compare(old, with_loss(1.0, 1.0, nan)).equal  # the first step is settled

    old = with_loss(2.0, 1.0, nan)
    noise._widen(old, with_loss(2.0, 1.0, 1.0), "float64")  # what float64 has room for is no rounding
    assert not equivalence.compare(old, with_loss(2.0, 1.0, 1.0)).equal
