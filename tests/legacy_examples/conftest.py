"""Running an example as a user does: a process of `graphnotes run`, in a folder of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "legacy_examples"


@pytest.fixture
def run_example(tmp_path):
    """A function that runs `legacy_examples/NAME ARGS...` in tmp_path and gives its standard output.

    `options` go to `graphnotes run`; `edits` maps text of the script to what stands there instead, in a copy; each text must occur exactly once.
    """

    def run(name, *args, edits=None, options=()):
        script = EXAMPLES / name
        if edits:
            source = script.read_text(encoding="utf-8")
            for old, new in edits.items():
                assert source.count(old) == 1, f"{name} has {source.count(old)} times: {old}"
                source = source.replace(old, new)
            script = tmp_path / name
            script.write_text(source, encoding="utf-8")
        environment = {k: v for k, v in os.environ.items() if k != "MPLBACKEND"}
        environment["PYTHONPATH"] = os.pathsep.join([str(EXAMPLES.parent), os.environ.get("PYTHONPATH", "")])
        done = subprocess.run(
            [sys.executable, "-m", "graphnotes", "run", *options, script, *args],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
