"""The TensorFlow 2 twins of the notes' programs against what TensorFlow 1.15.5 itself recorded."""

import gzip
import importlib.util
import json
import pathlib

import numpy as np
import pytest

from graphnotes import equivalence
from graphnotes.datasets import mnist
from graphnotes.equivalence.reports.text import as_text
from graphnotes.equivalence.side import Variable

ROOT = pathlib.Path(__file__).parents[2]


def example(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / f"legacy_examples/tf2/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def recorded():
    """1.15.5's softmax run as a trace: weights from zero, its batches, the loss of every step."""
    steps = 60
    with gzip.open(ROOT / "tests/data/programs/softmax.json.gz") as file:
        costs = json.load(file)["cost_per_step_epoch1"][:steps]
    train = mnist.read_data_sets(one_hot=True, seed=20171).train
    trace = equivalence.Trace("mnist_softmax.py under TensorFlow 1.15.5")
    for index in range(steps):
        x, y = train.next_batch(100)
        trace.arrays |= {f"batch/{index}/x": x, f"batch/{index}/y": y.astype(np.float32)}
    trace.variables = {"W": Variable("W", (784, 10), "float32", "weight"), "b": Variable("b", (10,), "float32", "weight")}
    trace.arrays |= {"initial/W": np.zeros([784, 10], "f"), "initial/b": np.zeros(10, "f"), "training/loss": np.array(costs)}
    trace.settings = {"steps": steps}
    return trace


def test_softmax_twin_trains_as_1_15_5_did(recorded):
    result = equivalence.compare(recorded, equivalence.tf2(example("mnist_softmax").Softmax()))
    assert result.equal, as_text(result, everything=True)
    assert {r.name: r.status for r in result.rungs}["training"] == "passed"


def test_a_learning_rate_off_by_one_percent_is_seen_in_the_recorded_losses(recorded):
    model = example("mnist_softmax").Softmax()
    model.optimizer.learning_rate = 0.0101
    result = equivalence.compare(recorded, equivalence.tf2(model))
    assert [r.name for r in result.failed] == ["training"]
    assert int(result.divergence.where.split()[-1]) <= 3


@pytest.mark.slow
@pytest.mark.parametrize("twin", ["mnist_cnn_keras.py:make_model", "mnist_cnn.py:CNN"])
def test_cnn_twins_against_the_unchanged_script(twin, tmp_path, monkeypatch):
    """Dropout included: what the TF1 program draws is replayed in the twin."""
    from click.testing import CliRunner

    from graphnotes.cli.verify import command

    monkeypatch.chdir(tmp_path)
    examples = ROOT / "legacy_examples"
    args = ["--steps", "20", "--report", "cnn.html", str(examples / "mnist_cnn.py"), f"{examples}/tf2/{twin}"]
    result = CliRunner().invoke(command, args)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "cnn.html").stat().st_size > 10_000
