"""A wrong command line gets one sentence that names the command, and exit status 2."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from graphnotes.cli import main

WRONG = {
    "frob": "graphnotes: No such command 'frob'.",
    "--frob": "graphnotes: No such option '--frob'.",
    "run": "graphnotes run: name a script to run, or -m MODULE",
    "run -m": "graphnotes: Option '-m' requires an argument.",
    "run --era 7 a.py": "graphnotes run: Invalid value for '--era': '7' is not one of '0', '1', '2.0'.",
    "run nosuch.py": "graphnotes run: nosuch.py cannot be read: No such file or directory",
    "check": "graphnotes check: Missing argument 'PATH...'.",
    "check nosuch": "graphnotes check: nosuch cannot be read: No such file or directory",
    "check --format xml .": "graphnotes check: Invalid value for '--format': 'xml' is not one of 'text', 'json', 'sarif'.",
    "checkpoint ls": "graphnotes checkpoint ls: Missing argument 'PATH'.",
    "checkpoint ls nosuch": "graphnotes checkpoint ls: no checkpoint at nosuch",
    "checkpoint ls --step two .": "graphnotes checkpoint ls: Invalid value for '--step': 'two' is not a valid integer.",
    "checkpoint frob": "graphnotes checkpoint: No such command 'frob'.",
    "contrib install --wheel": "graphnotes: Option '--wheel' requires an argument.",
    "verify": "graphnotes verify: Missing argument 'OLD NEW'.",
    "verify nosuch.py nosuch2.py": "graphnotes verify: nosuch.py: no such file",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_command_line_gets_one_sentence(line: str, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    outcome = CliRunner().invoke(main, line.split())
    assert outcome.stderr.strip().splitlines() == [WRONG[line]]
    assert (outcome.exit_code, outcome.stdout) == (2, "")


def test_a_group_without_a_command_shows_its_commands():
    outcome = CliRunner().invoke(main, ["contrib"])
    assert "install" in outcome.stderr + outcome.stdout and outcome.exit_code in (0, 2)
