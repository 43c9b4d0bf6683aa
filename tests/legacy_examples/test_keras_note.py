"""The programs of the Keras note, run as a user runs them."""

import os
import pathlib
import re
import subprocess
import sys

import h5py
import pytest

HERE = pathlib.Path(__file__).parents[2]


@pytest.fixture
def run(tmp_path):
    def run_script(name):
        """What legacy_examples/keras_<name>.py prints, run in tmp_path; it must succeed and have nothing to complain of."""
        child = subprocess.run(
            [sys.executable, "-m", "graphnotes", "run", str(HERE / "legacy_examples" / f"keras_{name}.py")],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(HERE)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert child.returncode == 0, child.stderr
        assert child.stderr == ""
        return child.stdout

    return run_script


def numbers(text):
    return [float(n) for n in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", text)]


def after(output, start):
    """The numbers in the first line that begins with `start`, after it."""
    line = next(line for line in output.splitlines() if line.startswith(start))
    return numbers(line[len(start) :])


NETWORK = """\
Layer (type)                 Output Shape              Param #
=================================================================
dense (Dense)                multiple                  200960
_________________________________________________________________
dense_1 (Dense)              multiple                  32896
_________________________________________________________________
dense_2 (Dense)              multiple                  8256
_________________________________________________________________
dense_3 (Dense)              multiple                  2080
_________________________________________________________________
dense_4 (Dense)              multiple                  330
=================================================================
Total params: 244,522
"""


@pytest.mark.parametrize("path", sorted((HERE / "legacy_examples").glob("keras_*.py")), ids=lambda path: path.stem)
def test_every_program_is_found_to_be_of_2_0s_era(path):
    from graphnotes.runner import era

    source = path.read_text()
    assert "graphnotes" not in source
    if "tensorflow" in source:
        assert era.detect(str(path))[0] == "2.0"


def test_activations(run):
    out = run("activations")
    assert after(out, "sigmoid ") == [0.11920292, 0.26894142, 0.5, 0.73105858, 0.88079708]
    assert after(out, "sigmoid'") == [0.10499359, 0.19661193, 0.25, 0.19661193, 0.10499359]
    assert after(out, "relu'") == [0, 0, 1, 1, 1]
    assert after(out, "leaky_relu'") == [0.02, 0.02, 1, 1, 1]
    assert after(out, "tanh ") == [-0.96402758, -0.76159416, 0, 0.76159416, 0.96402758]
    assert after(out, "tanh'") == [0.07065082, 0.41997434, 1, 0.41997434, 0.07065082]


def test_softmax_layer(run):
    assert after(run("softmax_layer"), "[") == pytest.approx([0.6590012, 0.24243298, 0.09856589], abs=1e-7)


def test_sequential(run):
    out = run("sequential")
    assert "out (4, 2)" in out
    assert "dense_2 (Dense)              multiple                  15 " in out
    assert out.endswith(
        "dense_2/kernel:0 (4, 3)\ndense_2/bias:0 (3,)\ndense_3/kernel:0 (3, 3)\ndense_3/bias:0 (3,)\n4 variables\n"
    )


def test_mnist_compile_fit_history_and_predict(run):
    out = run("mnist")
    assert NETWORK in re.sub(" +\n", "\n", out)
    assert "learning rate 0.01\n" in out
    history = eval(next(line for line in out.splitlines() if line.startswith("{")), {"__builtins__": {}})
    assert {key: len(values) for key, values in history.items()} == {
        "loss": 5,
        "accuracy": 5,
        "val_loss": 2,
        "val_accuracy": 2,
    }
    # with this seed the TensorFlow of that time printed 0.4742 and 0.8486 for the first epoch
    assert history["loss"][0] == pytest.approx(0.4742, rel=0.05)
    assert history["accuracy"][0] == pytest.approx(0.8486, abs=0.01)
    assert history["loss"] == sorted(history["loss"], reverse=True)
    assert history["val_accuracy"][1] > 0.95
    assert "predict x: (16, 784)\n(16, 10)\n" in out
    agree = [a == b for a, b in zip(after(out, "predicted"), after(out, "labels"), strict=True)]
    assert len(agree) == 16 and sum(agree) >= 14


def test_weights_come_back_into_a_network_made_anew(run, tmp_path):
    out = run("save_weights")
    assert after(out, "before") == after(out, "after ")
    assert after(out, "after ")[1] > 0.9
    assert (tmp_path / "weights.ckpt.index").is_file()


def test_a_saved_model_comes_back_without_keras(run, tmp_path):
    out = run("saved_model")
    assert after(out, "Test Accuracy:") == pytest.approx(after(out, "Before:"), abs=2e-4)
    assert after(out, "Test Accuracy:")[0] > 0.9
    assert (tmp_path / "model-savedmodel" / "saved_model.pb").is_file()


@pytest.mark.slow
def test_custom_layer_and_model(run):
    out = run("custom_layer")
    assert "my_dense (MyDense)           multiple                  200960" in out
    assert "my_dense_9 (MyDense)         multiple                  330" in out
    # with this seed the TensorFlow of that time printed 0.9451 for the first epoch and 0.776 for the test
    assert numbers(re.search("- loss: [0-9.]+", out).group())[0] == pytest.approx(0.9451, rel=0.02)
    assert after(out, "test accuracy")[0] == pytest.approx(0.776, abs=0.02)
    by_hand = [after(out, f"{step} loss:")[0] for step in range(3)]
    assert by_hand == sorted(by_hand, reverse=True)


@pytest.mark.slow
def test_whole_models_come_back(run, tmp_path):
    out = run("save_model")
    before = after(out, "before")
    for path in ("model.h5", "model"):
        loss, accuracy, rate = after(out, path + " ")
        assert [loss, accuracy] == pytest.approx(before, abs=1e-6) and rate == 0.01
    assert h5py.is_hdf5(tmp_path / "model.h5") and (tmp_path / "model" / "saved_model.pb").is_file()


@pytest.mark.slow
def test_meters(run):
    out = run("meters")
    losses = [after(out, f"{step} loss:")[0] for step in (0, 100, 200, 300)]
    assert losses[0] == pytest.approx(2.2908, abs=1e-3)  # as the TensorFlow of that time, from the same weights and order
    assert losses[3] < losses[1] < losses[0]
    accuracies = [after(out, f"{step} Evaluate Acc:")[0] for step in (0, 150, 300)]
    assert accuracies[0] == pytest.approx(0.1045, abs=2e-3) and accuracies[2] > 0.9


@pytest.mark.slow
def test_against_overfitting(run):
    out = run("overfitting")
    assert after(out, "plain")[1:2] == [1.0]
    assert after(out, "early stopping")[0] < 40
    assert "penalties 2 True" in out
    dropped, kept, still = re.search(r"dropped (\S+) kept become (\S+) not training (\S+)", out).groups()
    assert float(dropped) == pytest.approx(0.5, abs=0.05) and (kept, still) == ("2.0", "1.0")


@pytest.mark.slow
def test_augmentation(run):
    out = run("augmentation")
    assert "rotate (8, 28, 28, 1) True" in out
    assert "crop (8, 32, 32, 1) => (8, 28, 28, 1)" in out
    assert "two epochs (8, 28, 28, 1) True True" in out
