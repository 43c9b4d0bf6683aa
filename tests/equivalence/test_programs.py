"""Programs in the style of public TF1 tutorials, and their twins written by hand; one line wrong in a twin is seen."""

import json
import pathlib

import pytest
from click.testing import CliRunner

from graphnotes.cli.verify import command

PROGRAMS = pathlib.Path(__file__).parent / "programs"
# program -> (the twin's class, the rungs nobody has an answer for, a line of the twin, that line wrong, the first rung to say so)
TWINS = {
    "mlp": ("Perceptron", [], "Adam(0.001, epsilon=1e-8)", "Adam(0.001)", "update"),
    "layers_cnn": ("ConvNet", [], "layers.Dropout(0.25)", "layers.Dropout(0.75)", "forward"),
    "autoencoder": ("Autoencoder", ["metric"], "tf.ones_like(mean_square)", "tf.zeros_like(mean_square)", "update"),
    "lstm_classifier": ("Classifier", [], "return output @ self.out", "return state @ self.out", "forward"),
}


def verify(*args):
    result = CliRunner().invoke(command, [*map(str, args)])
    assert result.exit_code in (0, 1), result.output
    return result


@pytest.mark.slow
@pytest.mark.parametrize("program", TWINS)
def test_a_twin_is_equal_on_every_rung_and_with_one_line_wrong_is_not(program, tmp_path):
    name, unanswered, right, wrong, rung = TWINS[program]
    trace = tmp_path / "old.npz"
    assert verify("--record", trace, "--steps", 6, "--quick", PROGRAMS / f"{program}.py").exit_code == 0
    twin = (PROGRAMS / f"{program}_tf2.py").read_text()
    (tmp_path / "right.py").write_text(twin)
    assert twin.count(right) == 1
    (tmp_path / "wrong.py").write_text(twin.replace(right, wrong))

    equal = verify("--format", "json", trace, f"{tmp_path}/right.py:{name}")
    statuses = {r["name"]: r["status"] for r in json.loads(equal.stdout)["rungs"]}
    assert equal.exit_code == 0, equal.output
    assert [r for r, status in statuses.items() if status != "passed"] == unanswered

    different = verify("--format", "json", trace, f"{tmp_path}/wrong.py:{name}")
    assert different.exit_code == 1, different.output
    assert next(r["name"] for r in json.loads(different.stdout)["rungs"] if r["status"] == "failed") == rung
