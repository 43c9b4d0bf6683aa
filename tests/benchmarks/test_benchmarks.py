"""`python -m benchmarks` works; what it measures is not asserted."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import duration, quartiles, ratios

ROOT = Path(__file__).resolve().parents[2]


def benchmarks(*args):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "benchmarks", *args]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)


@pytest.mark.slow
def test_the_tiny_graph_is_timed_in_turns_and_drawn(tmp_path):
    picture = tmp_path / "picture.png"
    done = benchmarks("--quick", "--json", "--only", "one_add", "--columns", "graphnotes,numpy", "--save", str(picture))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found["seconds"]["one_add"]) == {"graphnotes", "numpy"}
    assert all(len(times) == 3 and min(times) > 0 for times in found["seconds"]["one_add"].values())
    assert found["flops_per_s"] > 0 and "cores" in found["machine"]
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_building_graphs_is_timed_in_both_columns():
    done = benchmarks("--quick", "--json", "--only", "graph_building", "--columns", "graphnotes,plain")
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)["seconds"]["graph_building"]) == {"graphnotes", "plain"}


@pytest.mark.slow
def test_start_up_and_the_whole_note_are_timed_in_every_column():
    done = benchmarks("--quick", "--json", "--only", "startup,mnist_softmax", "--columns", "graphnotes,plain")
    assert done.returncode == 0, done.stderr
    seconds = json.loads(done.stdout)["seconds"]
    assert all(set(seconds[name]) == {"graphnotes", "plain"} for name in ("startup", "mnist_softmax"))
    assert min(seconds["mnist_softmax"]["plain"]) > min(seconds["startup"]["plain"]) > 0


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
def test_start_up_of_pytorch_imports_pytorch():
    done = benchmarks("--quick", "--json", "--only", "startup", "--columns", "torch")
    assert done.returncode == 0, done.stderr


def test_an_unknown_program_is_named():
    done = benchmarks("--only", "nosuch")
    assert done.returncode == 2 and "nosuch" in done.stderr and "one_add" in done.stderr


def test_ratios_are_taken_within_a_round():
    assert ratios({"graphnotes": [1.0, 10.0], "plain": [2.0, 30.0]}, "plain") == [2.0, 3.0]
    assert quartiles([1.0, 2.0, 3.0]) == (1.5, 2.0, 2.5) and quartiles([4.0]) == (4.0, 4.0, 4.0)
    assert [duration(s) for s in (2.5, 0.0123, 4.2e-5, 9e-8)] == ["2.5 s", "12.3 ms", "42 us", "90 ns"]
