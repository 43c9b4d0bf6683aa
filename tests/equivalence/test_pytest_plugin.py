"""The pytest plugin: there for every test, costing nothing until it is used."""

import configparser
import os
import pathlib
import subprocess
import sys

TESTS = """
import sys


def test_plain():
    assert "tensorflow" not in sys.modules


def test_ladder(equivalence):
    assert callable(equivalence.assert_equivalent)
"""


def test_the_fixture_and_no_tensorflow_without_it(tmp_path):
    (tmp_path / "test_it.py").write_text(TESTS)
    setup = configparser.ConfigParser()
    setup.read(pathlib.Path(__file__).parents[2] / "setup.cfg")
    plugin = setup["options.entry_points"]["pytest11"].split("=")[1].strip()
    command = [sys.executable, "-m", "pytest", "-q", "-p", plugin, str(tmp_path)]
    child = subprocess.run(command, env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "2 passed" in child.stdout, child.stdout + child.stderr
