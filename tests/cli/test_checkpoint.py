"""`graphnotes checkpoint` as a user sees it: what is printed and the exit status."""

import os
import pathlib
import shutil
import subprocess
import sys
from importlib import metadata

import pytest
from click.testing import CliRunner

from graphnotes.cli import main

RECORDED = pathlib.Path(__file__).parents[2] / "checkpoints"


def run(*args):
    """Exit status and output of `graphnotes checkpoint ...`."""
    result = CliRunner().invoke(main, ["checkpoint", *map(str, args)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_ls_lists_names_shapes_dtypes_sizes_and_statistics():
    status, output = run("ls", RECORDED / "cnn")
    assert status == 0
    lines = {line.split()[0]: line for line in output.splitlines() if line.strip()}
    assert all(part in lines["Variable_4"] for part in ("3136 x 1024", "float32", "12.8 MB", "-0.5106", "0.5115"))
    assert "8 tensors, 3,274,634 values, 13.1 MB" in output


def test_ls_picks_by_pattern_and_can_leave_statistics_out():
    status, output = run("ls", "--no-stats", RECORDED / "sequence", "embed/*")
    assert status == 0
    assert "50 x 16 in 3 parts" in output and "mean" not in output and "fc1" not in output


def test_show_draws_a_kernel_and_a_histogram(tmp_path):
    status, output = run("show", RECORDED / "cnn", "Variable", "--picture", tmp_path / "kernel.png")
    assert status == 0
    assert "5 x 5 x 1 x 32" in output and "██" in output
    assert (tmp_path / "kernel.png").read_bytes().startswith(b"\x89PNG")
    status, output = run("show", RECORDED / "cnn", "Variable_1")
    assert status == 0 and " .. " in output


def test_show_prints_strings():
    assert "b'written by 1.15'" in run("show", RECORDED / "sequence", "note")[1]


def test_verify_says_intact():
    status, output = run("verify", RECORDED / "cnn")
    assert (status, output.split(": ")[1]) == (0, "intact (8 tensors, 13098536 bytes read)\n")


def test_verify_names_what_is_broken_and_the_newest_intact_one(tmp_path):
    for step in (1, 2):
        for end in (".index", ".data-00000-of-00001"):
            shutil.copy(RECORDED / "softmax_v2" / f"estimator-549{end}", tmp_path / f"model-{step}{end}")
    data = tmp_path / "model-2.data-00000-of-00001"
    data.write_bytes(data.read_bytes()[:-100])
    status, output = run("verify", tmp_path)
    assert status == 1
    assert f"{data}: tensor 'Variable_1': the file ends inside it: expected bytes 31360 to 31400, found a file of 31300" in output
    assert f"the newest intact checkpoint beside it is {tmp_path / 'model-1'}" in output


@pytest.mark.parametrize("args", [("ls", "nowhere"), ("verify", "nowhere"), ("show", RECORDED / "cnn", "nothing"), ("ls",), ("nope",), ("show", RECORDED / "cnn", "Variable_1", "--picture", "/nowhere/x.png"),
    ("show", RECORDED / "cnn", "Variable_1", "--picture", "x.doc"), ("convert", RECORDED / "cnn", "/nowhere/"),
    ("convert", RECORDED / "cnn", "/tmp"), ("convert", RECORDED / "cnn", "checkpoint"), ("rename", RECORDED / "cnn", "x", "--map", "y"),
])
def test_errors_are_a_sentence_and_status_2(args):
    status, output = run(*args)
    assert status == 2
    assert "graphnotes checkpoint" in output and "Traceback" not in output


def test_convert_and_diff(tmp_path):
    status, output = run("convert", RECORDED / "softmax_v1", tmp_path / "model.npz")
    assert status == 0 and "2 tensors, 31.4 kB" in output
    assert run("convert", tmp_path / "model.npz", tmp_path / "model", "--to", "v2")[0] == 0
    assert run("diff", RECORDED / "softmax_v1", tmp_path / "model") == (0, "2 of 2 tensors are equal bit for bit\n")
    status, output = run("diff", RECORDED / "softmax_v1", RECORDED / "sequence")
    assert status == 1 and "only in the second" in output


def test_rename(tmp_path):
    status, output = run("rename", RECORDED / "softmax_v2", tmp_path / "model", "--map", "Variable=softmax/W", "--sub", "^Variable_1$", "softmax/b")
    assert (status, output) == (0, "Variable -> softmax/W\nVariable_1 -> softmax/b\n")
    assert "784 x 10" in run("ls", tmp_path, "softmax/W")[1]
    assert run("rename", RECORDED / "softmax_v2", tmp_path / "other")[0] == 2
    assert run("rename", RECORDED / "softmax_v2", tmp_path / "other", "--sub", "V", "v", "--dry-run")[0] == 0
    assert not list(tmp_path.glob("other*"))


def test_average(tmp_path):
    status, output = run("average", RECORDED / "softmax_v1", RECORDED / "softmax_v2", tmp_path / "mean")
    assert status == 0 and "the average of 2 checkpoints, 2 tensors" in output
    assert run("diff", RECORDED / "softmax_v1", tmp_path / "mean")[0] == 0


def test_restore_test(tmp_path):
    given = ("--expected", RECORDED / "softmax_expected.npz", "--feed", "Placeholder:0=images", "--fetch", "Softmax:0=scores")
    for path in ("softmax_v1", "softmax_frozen.pb", "softmax_saved_model"):
        status, output = run("restore-test", RECORDED / path, *given)
        assert status == 0, output
        assert "TensorFlow restored 2 variables to the values in the file" in output and "Softmax:0 is within " in output
    status, output = run("restore-test", RECORDED / "softmax_v1", *given, "--tolerance", 1e-9)
    assert status == 1 and "away from what was recorded, allowed are 1e-09" in output
    status, output = run("restore-test", RECORDED / "softmax_v1", *given[:2], "--fetch", "Softmaxx:0=scores")
    assert status == 2 and "'Softmaxx:0' can't be computed" in output
    assert run("restore-test", RECORDED / "sequence")[0] == 0


@pytest.mark.slow
def test_what_was_converted_restores_into_its_graph(tmp_path):
    """The MetaGraph comes along, and partitioned variables restore from whole tensors."""
    for source, format in (("sequence", "v2"), ("softmax_v2", "v1"), ("softmax_saved_model", "v2"), ("softmax_saved_model", "saved-model")):
        out = tmp_path / f"{source}_{format}"
        assert run("convert", RECORDED / source, out, "--to", format)[0] == 0
        status, output = run("restore-test", out)
        assert status == 0 and "TensorFlow restored" in output, output


def test_restore_test_without_a_graph_reads_with_tensorflow(tmp_path):
    for format in ("v2", "objects"):
        assert run("convert", RECORDED / "softmax_frozen.pb", tmp_path / format, "--to", format)[0] == 0
        status, output = run("restore-test", tmp_path / format)
        assert status == 0 and "TensorFlow restored 2 variables" in output


@pytest.mark.slow
@pytest.mark.skipif(metadata.version("tensorflow").startswith("2.18."), reason="TensorFlow 2.18 logs a line at its first session at every log level")
def test_commands_that_need_tensorflow_keep_its_log_lines_back(tmp_path):
    commands = [["figures", "confusion", "--checkpoint", f"{RECORDED}/softmax_v2", "-o", f"{tmp_path}"],
                ["checkpoint", "restore-test", f"{RECORDED}/softmax_v2"]]
    program = f"from graphnotes.cli import main\nfor args in {commands}:\n    main(args, standalone_mode=False)"
    quiet = {name: value for name, value in os.environ.items() if name != "TF_CPP_MIN_LOG_LEVEL"}
    done = subprocess.run([sys.executable, "-c", program], env=quiet, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "confusion.png" in done.stdout and "restored 2 variables" in done.stdout


def test_what_is_no_checkpoint_is_one_sentence_and_status_2(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, content in {
        "empty": b"", "text.txt": b"hello\n", "bad.npz": b"PK\3\4garbage", "bad.safetensors": b"\xff" * 8 + b"{}", "bad.pb": b"\x0a\xff\xff",
        "bad.h5": b"\x89HDF\r\n\x1a\n" + bytes(20), "bad.keras": b"PK", "alone.meta": b"\xff\xff", "bad.index": b"x" * 100,
        "state/checkpoint": b'model_checkpoint_path: "gone"\n',
    }.items():
        pathlib.Path(name).parent.mkdir(exist_ok=True)
        pathlib.Path(name).write_bytes(content)
    os.mkfifo("pipe")
    os.symlink("loop", "loop")
    pathlib.Path("folder").mkdir()
    wrong = ["nowhere", "empty", "text.txt", "bad.npz", "bad.safetensors", "bad.pb", "bad.h5", "bad.keras", "alone.meta", "bad", "state",
             "pipe", "loop", "folder", "empty/inside", "/dev/zero", "", "x" * 5000, "*.nothing", "state/checkpoint"]
    for name in wrong:
        for command in ("ls", "verify"):
            result = CliRunner().invoke(main, ["checkpoint", command, name])
            assert isinstance(result.exception, SystemExit), (command, name, result.exception)
            # `verify` of a file that is there and broken is an answer, with exit status 1
            assert (result.exit_code, result.output.count("\n")) == (2, 1) or (command, result.exit_code) == ("verify", 1), (name, result.output)
