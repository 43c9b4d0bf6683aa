"""Files of every format, written once per test run by TensorFlow and Keras themselves, and those recorded from 1.15.5."""

import os
import pathlib
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).parent


@pytest.fixture(scope="session")
def recorded() -> pathlib.Path:
    """The checkpoints TensorFlow 1.15.5 wrote."""
    return HERE.parents[1] / "checkpoints"


@pytest.fixture(scope="session")
def written(tmp_path_factory) -> pathlib.Path:
    """A directory of small files written by today's TensorFlow and Keras (see _write_with_tensorflow.py)."""
    out = tmp_path_factory.mktemp("written")
    script = HERE / "_write_with_tensorflow.py"
    done = subprocess.run([sys.executable, script, out], check=False, env={**os.environ, "TF_USE_LEGACY_KERAS": ""}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture
def trusted_hdf5(monkeypatch):
    """Spares the child process that looks through every HDF5 file first, where a test opens many that it wrote itself."""
    monkeypatch.setattr("graphnotes.checkpoints.keras_files.probe", lambda path: "")
