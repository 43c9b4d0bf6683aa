"""What `graphnotes check` says of a program's own modules and of packages that aren't there, and that `graphnotes run` agrees."""

import json
import os

import pytest
from click.testing import CliRunner

from graphnotes.check import own
from graphnotes.check.program import check_paths
from graphnotes.check.report import runs
from graphnotes.cli.check import command


def write(folder, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)


def of(path):
    return {os.path.basename(file): [(f.symbol, f.conditional) for f in found] for file, found in check_paths([str(path)]) if found}


def test_a_script_in_a_package_in_a_package_is_checked(tmp_path, monkeypatch):
    write(tmp_path / "outer", __init__="")
    write(tmp_path / "outer" / "inner", __init__="", net="import helper\n", helper="")
    monkeypatch.chdir(tmp_path / "outer" / "inner")
    assert own.outermost("net.py") == os.path.join("..", "..")
    assert [file for file, _ in check_paths(["net.py"])] == ["net.py"]


def test_a_broken_file_among_several_is_a_finding_with_its_place(tmp_path):
    write(tmp_path, good="import tensorflow as tf\ntf.nosuch\n", bad="x = 1\nx = = 2\n")
    result = CliRunner().invoke(command, ["--format", "json", str(tmp_path / "bad.py"), str(tmp_path / "good.py")])
    bad, good = json.loads(result.output)["files"]
    assert result.exit_code == 1 and (bad["findings"][0]["line"], bad["findings"][0]["symbol"]) == (2, "the file")
    assert good["findings"][0]["symbol"] == "tf.nosuch"
    assert CliRunner().invoke(command, [str(tmp_path / "bad.py"), str(tmp_path / "nosuch.py")]).exit_code == 2


def test_a_broken_module_of_a_scripts_own_is_a_finding(tmp_path):
    write(tmp_path, script="import broken\n", broken="\n\nx = = 2\n")
    result = CliRunner().invoke(command, ["--format", "json", str(tmp_path / "script.py")])
    script, broken = json.loads(result.output)["files"]
    assert result.exit_code == 1 and script["runs"] and not broken["runs"] and broken["findings"][0]["line"] == 3


@pytest.mark.parametrize("where", ["lib", "other/lib"])
def test_a_module_elsewhere_in_the_tree_does_not_help_a_script_that_is_run(tmp_path, where):
    write(tmp_path / where, modeling="")
    write(tmp_path / "other" / "scripts", train="import modeling\n", eval="import sys\nsys.path.append('../lib')\nimport modeling\n")
    (finding,) = next(iter(check_paths([str(tmp_path / "other" / "scripts" / "train.py")])))[1]
    assert finding.symbol == "modeling" and "not beside the script: PYTHONPATH=" in finding.advice and not runs([finding])
    assert os.path.samefile(tmp_path / where, finding.advice.split("PYTHONPATH=")[1].split()[0])
    assert of(tmp_path / "other" / "scripts" / "eval.py") == {}
    # in a folder nobody knows how it is run: it is said, and not held against it
    assert of(tmp_path)["train.py"] == [("modeling", True)]


def test_a_package_that_shares_its_name_with_others_is_looked_into():
    pytest.importorskip("google.protobuf")
    assert own.package("google.protobuf.text_format", None) is None
    assert own.package("google.no_such_api.http_pb2", None) == "google.no_such_api"


def test_a_missing_package_is_held_against_a_script_where_it_is_imported_for_certain(tmp_path):
    write(tmp_path, top="import no_such_package_x\n", late="def draw():\n    import no_such_package_x\n")
    assert of(tmp_path / "top.py") == {"top.py": [("no_such_package_x", False)]}
    assert of(tmp_path / "late.py") == {"late.py": [("no_such_package_x", True)]}


def test_what_lies_in_the_folder_check_was_started_in_is_not_beside_a_script_elsewhere(tmp_path, monkeypatch):
    write(tmp_path, settings_of_mine="")
    write(tmp_path / "scripts", train="import settings_of_mine\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    own._spec.cache_clear()
    assert of(tmp_path / "scripts" / "train.py") == {"train.py": [("settings_of_mine", False)]}
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert of(tmp_path / "scripts" / "train.py") == {}
