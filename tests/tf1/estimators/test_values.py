"""Estimators with a seed compute what they computed in TensorFlow 1.15.5: the loss of every step, scores, predictions, exports."""

import json
import pathlib

import pytest

from tests.tf1.estimators import programs

RECORDED = json.loads(pathlib.Path(__file__).with_name("recorded.json").read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("name", programs.NAMES)
def test_values(name):
    import graphnotes.tf1 as tf

    same(json.loads(json.dumps(programs.observe(tf, name))), RECORDED[name], name)


def same(ours, theirs, where):
    if isinstance(theirs, dict):
        assert ours.keys() == theirs.keys(), where
        for key in theirs:
            same(ours[key], theirs[key], f"{where}/{key}")
    elif isinstance(theirs, list):
        assert len(ours) == len(theirs), where
        for i, (one, other) in enumerate(zip(ours, theirs)):
            same(one, other, f"{where}/{i}")
    elif isinstance(theirs, float):
        assert ours == pytest.approx(theirs, rel=1e-4, abs=2e-6), where
    else:
        assert ours == theirs, where
