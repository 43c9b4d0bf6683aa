"""`GRAPHNOTES_EXACT=1`: elementwise functions give 1.15.5's very bits, in graphs that stay 1.15's.

Everything exact happens in one process, `_exact_process.py`, since a process is exact from its first legacy graph on, or never.
"""

import json
import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What the exact process found, and what one that isn't exact finds with the same program."""
    answers = []
    for exact in ("1", "0"):
        out = tmp_path_factory.mktemp("exact") / "found.json"
        environment = {**os.environ, "GRAPHNOTES_EXACT": exact, "TF_ENABLE_ONEDNN_OPTS": "0"}
        subprocess.run([sys.executable, HERE / "_exact_process.py", out], check=True, env=environment)
        answers.append(json.loads(out.read_text()))
    return answers


def test_every_bit_is_that_of_1_15(found):
    exact, plain = found
    assert exact["compared"] > 80
    assert exact["different"] == {}
    assert len(plain["different"]) > 30, "the record no longer tells the kernels apart"


def test_the_graph_is_the_same_node_for_node(found):
    exact, plain = found
    assert exact["called"] == ["Exp", "Sigmoid", "Softplus", "Tanh"] and plain["called"] == []
    assert exact["nodes"] == plain["nodes"] and len(exact["nodes"]) > 200
    assert exact["node_def"] == plain["node_def"]


def test_what_is_exported_has_plain_nodes_and_no_functions(found):
    exact, plain = found
    assert exact["exported"] == plain["exported"]
    assert exact["library"] == 0
    assert exact["imported"] == pytest.approx(plain["imported"], rel=1e-6)


def test_a_network_trains_alike_within_rounding(found):
    exact, plain = found
    assert exact["losses"] == pytest.approx(plain["losses"], rel=1e-5)
    assert exact["losses"][-1] < exact["losses"][0]
