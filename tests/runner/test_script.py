"""`graphnotes run SCRIPT` is `python SCRIPT`, with another tensorflow. None of these scripts touches TensorFlow."""

import os
import signal
import subprocess
import sys
import time

import pytest


def graphnotes_run(*args, cwd, **kwargs):
    return subprocess.run(
        [sys.executable, "-m", "graphnotes", "run", *map(str, args)], cwd=cwd, check=False, capture_output=True, text=True, timeout=60, **kwargs
    )


def python(*args, cwd, **kwargs):
    return subprocess.run([sys.executable, *map(str, args)], cwd=cwd, check=False, capture_output=True, text=True, timeout=60, **kwargs)


@pytest.fixture
def script(tmp_path):
    def write(text, name="script.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write


def test_a_script_sees_what_python_would_show_it(script, tmp_path):
    script(
        "import os, sys\n"
        "print(__name__, __file__, sys.argv, sys.path[0], os.getcwd(), __package__)\n"
        "print(sys.stdin.read(), 'tensorflow' in sys.modules, isinstance(__builtins__, type(sys)))\n",
        "inner/script.py",
    )
    args = ("inner/script.py", "--flag", "-x", "--", "a b")
    ours = graphnotes_run(*args, cwd=tmp_path, input="typed")
    assert ours.stdout == python(*args, cwd=tmp_path, input="typed").stdout
    assert ours.returncode == 0 and ours.stderr == ""


@pytest.mark.parametrize(
    "ending", ["sys.exit()", "sys.exit(3)", "sys.exit('a message')", "sys.exit(True)", "raise SystemExit(256 + 7)", "1/0", "pass"]
)
def test_exit_status_and_stderr_are_pythons(script, tmp_path, ending):
    path = script(f"import sys, atexit\natexit.register(print, 'at exit')\n{ending}\n")
    ours, pythons = graphnotes_run(path, cwd=tmp_path), python(path, cwd=tmp_path)
    assert (ours.returncode, ours.stdout, ours.stderr) == (pythons.returncode, pythons.stdout, pythons.stderr)


def test_a_traceback_shows_only_the_programs_own_lines(script, tmp_path):
    script("def fail():\n    raise KeyError('deep')\n", "helper.py")
    script("import missing_module\n", "imports_missing.py")
    script("from helper import fail\nfail()\n", "fails_at_import.py")
    path = script(
        "import sys, helper\n\n\ndef main():\n    try:\n        helper.fail()\n    finally:\n        __import__(sys.argv[1])\n\n\nmain()\n"
    )
    for module in ("sys", "imports_missing", "fails_at_import", "no_such_module"):
        ours = graphnotes_run(path, module, cwd=tmp_path)
        assert ours.stderr == python(path, module, cwd=tmp_path).stderr
        assert "KeyError: 'deep'" in ours.stderr and "graphnotes" not in ours.stderr.replace(str(tmp_path), "")


def test_a_module_runs_as_with_python_m(script, tmp_path):
    script("", "pkg/__init__.py")
    script("from . import other\nimport sys\nprint(__name__, __package__, sys.argv, other.__name__, __spec__.name)\n", "pkg/tool.py")
    script("print('main of', __package__)\n", "pkg/__main__.py")
    script("", "pkg/other.py")
    for args in (("-m", "pkg.tool", "x", "--era", "3"), ("-m", "pkg.tool", "--src=vi", "-m", "--help", "--", "x"), ("-m", "pkg")):
        assert graphnotes_run(*args, cwd=tmp_path).stdout == python(*args, cwd=tmp_path).stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it_as_they_end_python(script, tmp_path, number):
    path = script("import time\nprint('ready', flush=True)\ntime.sleep(60)\n")
    statuses = []
    for command in (["-m", "graphnotes", "run", str(path)], [str(path)]):
        process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=tmp_path)
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.1)
        process.send_signal(number)
        statuses.append(process.wait(20))
        process.stdout.close()
    assert statuses[0] == statuses[1]


def _make_endless_link(path):
    os.symlink(path, path)


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda path: None, "No such file"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.write_bytes(b"\0\1\2"), "null bytes"),
        (lambda path: path.write_text("def f(:\n"), "line 1"),
        (lambda path: path.write_bytes(b"s = '\xff\xfe'\n"), "utf-8"),
        (lambda path: path.write_bytes(b"# coding: nosuch\n"), "encoding"),
        (lambda path: path.write_bytes(b"x = " + b"(" * 5000 + b")" * 5000), "nested"),
        (lambda path: path.write_bytes(b"\n"), "is empty"),
        (lambda path: path.write_bytes(b"x = " + b"-" * 100_000 + b"1\n"), "nested deeper"),
        (lambda path: path.write_bytes("x = 1\n".encode("utf-16")), "null bytes"),
        (lambda path: path.symlink_to("nowhere"), "No such file"),
        (_make_endless_link, "symbolic links"),
        (lambda path: os.mkfifo(path), "not a regular file"),
        (lambda path: path.write_bytes(b"x" * (33 * 1024 * 1024)), "more than"),
    ],
)
def test_what_cannot_run_is_one_sentence_and_status_2(tmp_path, make, says):
    path = tmp_path / "wrong.py"
    make(path)
    result = graphnotes_run(path, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1 and says in result.stderr and "wrong.py" in result.stderr


def test_a_missing_module_is_one_sentence_and_status_2(tmp_path):
    for name, said in (("no.such.module", "no.such.module"), ("json..tool", "json..tool"), (".x", ".x"), ("", "empty")):
        result = graphnotes_run("-m", name, cwd=tmp_path)
        assert result.returncode == 2 and len(result.stderr.splitlines()) == 1 and said in result.stderr


def test_a_broken_notebook_and_no_name_at_all_are_one_sentence_and_status_2(tmp_path):
    (tmp_path / "cells.ipynb").write_text('{"cells": [')
    for name, said in (("cells.ipynb", "is not a notebook"), ("", "name of the script is empty"), ("/dev/zero", "not a regular file")):
        result = graphnotes_run(name, cwd=tmp_path)
        assert result.returncode == 2 and len(result.stderr.splitlines()) == 1 and said in result.stderr


def test_without_a_display_show_writes_pictures(script, tmp_path):
    path = script("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.figure()\nplt.show()\nprint(plt.get_fignums())\n", "curves.py")
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "MPLBACKEND")}
    result = graphnotes_run(path, cwd=tmp_path, env=env)
    assert result.stdout == "[]\n"
    for number in (1, 2):
        picture = tmp_path / "curves_figures" / f"figure-{number}.png"
        assert picture.read_bytes().startswith(b"\x89PNG") and str(picture) in result.stderr
    result = graphnotes_run("--figures", "elsewhere", path, cwd=tmp_path, env=env)
    assert (tmp_path / "elsewhere" / "figure-1.png").exists()
