"""Every recorded program once more without the session's fast path: what a graph is and gives doesn't depend on it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.mark.slow
def test_the_recorded_programs_without_the_fast_path():
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "not slow", str(HERE)]
    environment = {**os.environ, "GRAPHNOTES_FAST": "0"}
    child = subprocess.run(command, cwd=HERE.parents[1], env=environment, check=False, capture_output=True, text=True)
    assert child.returncode == 0, child.stdout[-5000:] + child.stderr[-5000:]
    assert "passed" in child.stdout
