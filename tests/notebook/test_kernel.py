"""The kernel for Jupyter, and `%load_ext graphnotes`, each in a real kernel process."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from graphnotes.cli import main


def outputs(kernel: str, cells: list[str], folder: Path) -> list[str]:
    """What a kernel shows for each cell: its text, its values, its error."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name=kernel, startup_timeout=120, cwd=folder)
    try:
        shown = []
        for cell in cells:
            said: list[str] = []

            def hear(message, said=said):
                content = message["content"]
                said.append(content.get("text") or content.get("data", {}).get("text/plain") or content.get("evalue") or "")

            client.execute_interactive(cell, output_hook=hear, timeout=240, allow_stdin=False)
            shown.append("".join(said))
        return shown
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


CELLS = ["import tensorflow as tf\nimport numpy as np\ntf.__version__", "print 7, xrange", "sess = tf.InteractiveSession()\ntf.constant(np.float(2)).eval()", "tf.nosuch"]
CELLS += ["%%writefile ran.py\nimport tensorflow as tf\nprint 'ran', tf.__version__, tf.Session.__name__", "%run ran.py\nxrange", "raw_input('who? ')"]


def check(shown: list[str]) -> None:
    assert "1.15.5" in shown[0] and shown[1].startswith("7 ") and "2.0" in shown[2] and "has no attribute 'nosuch'" in shown[3], shown
    assert "ran 1.15.5 Session" in shown[5] and shown[6].startswith("raw_input was called, but this frontend does not support input"), shown


@pytest.mark.slow
def test_the_kernel_runs_cells_as_tensorflow_1_and_goes_away_again(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    result = CliRunner().invoke(main, ["kernel", "install", "--user"])
    assert result.exit_code == 0, result.output
    held = json.loads((Path(tmp_path) / "kernels" / "graphnotes" / "kernel.json").read_text())
    assert held["argv"][0] == sys.executable and held["display_name"] == "TensorFlow 1 (graphnotes)"
    check(outputs("graphnotes", CELLS, tmp_path))
    assert "removed" in CliRunner().invoke(main, ["kernel", "remove"]).output
    assert "there is no such kernel" in CliRunner().invoke(main, ["kernel", "remove"]).output


@pytest.mark.slow
def test_an_extension_makes_the_cells_after_it_tensorflow_1(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    shown = outputs("python3", ["%load_ext graphnotes", *CELLS], tmp_path)
    assert "now run as TensorFlow 1.15" in shown[0]
    check(shown[1:])


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "file" / "inside"))
    result = CliRunner().invoke(main, ["kernel", "install", "--user"])
    assert result.exit_code == 1 and result.output.endswith("inside cannot be written: Not a directory\n"), result.output
