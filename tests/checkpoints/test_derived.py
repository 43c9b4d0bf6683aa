"""Renaming and averaging make new checkpoints of old ones."""

import re

import numpy as np
import pytest

from graphnotes.checkpoints import (
    Arrays,
    Averaged,
    CheckpointError,
    Renamed,
    open_checkpoint,
)

SOURCE = Arrays({"layer1/w": np.zeros(1), "layer1/b": np.ones(1), "step": np.int64(4)})


@pytest.mark.parametrize(("names", "new"), [
    ({"step": "global_step"}, ["global_step", "layer1/b", "layer1/w"]),
    ([(r"^layer(\d)/", r"dense_\1/"), (r"/w$", "/kernel"), (r"/b$", "/bias")], ["dense_1/bias", "dense_1/kernel", "step"]),
    (lambda name: "model/" + name, ["model/layer1/b", "model/layer1/w", "model/step"]),
])
def test_rename(names, new):
    renamed = Renamed(SOURCE, names)
    assert list(renamed) == new
    assert sorted(renamed[name].tolist() for name in renamed if "layer" in name or "dense" in name) in ([], [[0.0], [1.0]])


@pytest.mark.parametrize(("names", "sentence"), [
    ({"layer1/v": "x"}, "holds no tensor 'layer1/v' among its 3; did you mean 'layer1/w'"),
    ([("/[wb]$", "/x")], "both 'layer1/b' and 'layer1/w' would be called 'layer1/x'"),
    ([("nothing", "x")], "no tensor's name matches 'nothing'"),
    ([("(", "x")], r"'\(' is not a regular expression"),
    ([("step", r"\1")], r"is not a replacement for 'step'"),
    ([("^step$", "")], "'step' would be left without a name"),
])
def test_renamings_that_make_no_sense(names, sentence):
    with pytest.raises(CheckpointError, match=sentence):
        Renamed(SOURCE, names)


def test_average_is_the_mean_in_double_precision(recorded):
    one = open_checkpoint(recorded / "softmax_v2")
    two = Arrays({name: one[name] * 3 for name in one})
    averaged = Averaged([one, two])
    for name in one:
        assert averaged[name].dtype == np.float32
        expected = ((one[name].astype(np.float64) + two[name].astype(np.float64)) / 2).astype(np.float32)
        assert np.array_equal(averaged[name], expected)


def test_what_is_not_a_real_number_comes_from_the_last():
    averaged = Averaged([Arrays({"step": np.int64(1), "on": np.bool_(True)}), Arrays({"step": np.int64(3), "on": np.bool_(False)})])
    assert averaged["step"] == 3 and not averaged["on"]


def test_averaging_different_models_is_refused():
    for other, sentence in (({"a": np.zeros(3)}, "'a' is float64 (2,) in"), ({"b": np.zeros(2)}, "has no tensor 'a'")):
        with pytest.raises(CheckpointError, match=re.escape(sentence)):
            Averaged([Arrays({"a": np.zeros(2)}), Arrays(other)])
