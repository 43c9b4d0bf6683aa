"""tf.contrib builds the graphs that TensorFlow 1.15.5 built, under the same names, and computes the same values."""

import gzip
import json
import os
import sys

import numpy as np
import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import record

THEMES = sorted(f[: -len(".json.gz")] for f in os.listdir(os.path.join(HERE, "recorded")))


def _cases():
    for theme in THEMES:
        with gzip.open(os.path.join(HERE, "recorded", theme + ".json.gz")) as file:
            recorded = json.load(file)
        for program in record.programs(theme):
            name = theme + "." + program.__name__
            yield pytest.param(program, recorded[program.__name__], id=name)


@pytest.mark.parametrize("program, expected", list(_cases()))
def test_program(program, expected):
    import graphnotes.tf1 as tf

    seen = json.loads(json.dumps(record.observe(tf, np, program)))
    assert seen["variables"] == expected["variables"]
    assert seen["trainable"] == expected["trainable"]
    ignored = getattr(sys.modules[program.__module__], "IGNORED", None)
    _same_graph(_without(seen, ignored), _without(expected, ignored))
    _same(seen["values"], expected["values"], "")


def _without(graph, ignored):
    """The graph without the nodes whose names have `ignored` in them."""
    if ignored is None:
        return graph
    nodes = [[name, op, inputs, seed] for name, op, inputs, seed in graph["nodes"] if ignored not in name]
    collections = {k: [i for i in items if ignored not in i] for k, items in graph["collections"].items()}
    return {"nodes": nodes, "collections": {k: items for k, items in collections.items() if items}}


def _same_graph(seen, expected):
    for ours, theirs in zip(seen["nodes"], expected["nodes"]):
        assert ours == theirs
    assert len(seen["nodes"]) == len(expected["nodes"])
    assert seen["collections"] == expected["collections"]


def _same(ours, theirs, where):
    if isinstance(theirs, dict) and "data" in theirs:
        assert ours["dtype"] == theirs["dtype"] and ours["shape"] == theirs["shape"], where
        np.testing.assert_allclose(ours["data"], theirs["data"], rtol=2e-5, atol=2e-6, err_msg=where)
    elif isinstance(theirs, dict):
        assert ours.keys() == theirs.keys()
        for key in theirs:
            _same(ours[key], theirs[key], f"{where}/{key}")
    elif isinstance(theirs, list) and theirs and not isinstance(theirs[0], str):
        assert len(ours) == len(theirs)
        for i, (a, b) in enumerate(zip(ours, theirs)):
            _same(a, b, f"{where}/{i}")
    else:
        assert ours == theirs, where
