"""`graphnotes run notebook.ipynb`: the cells of a TensorFlow 1 notebook, unchanged, in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FIRST = "%matplotlib inline\nimport tensorflow as tf\nimport numpy as np\nimport matplotlib.pyplot as plt"
COLAB = "try:\n    %tensorflow_version 1.x\n    print('is Colab')\nexcept Exception:\n    print('is not Colab')\n"
COLAB += "try:\n    from google.colab import drive\nexcept ImportError as error:\n    print(error)"
GRAPH = """\
tf.set_random_seed(1)
x = tf.placeholder(tf.float32, [None, 2])
y = tf.layers.dense(x, 3)
sess = tf.InteractiveSession()
sess.run(tf.global_variables_initializer())"""


def notebook(path: Path, *cells: str | tuple[str, list[str]], **metadata: object) -> Path:
    """A notebook of code cells; a cell is its text, or (text, tags)."""
    held = []
    for cell in cells:
        text, tags = (cell, []) if isinstance(cell, str) else cell
        held.append({"cell_type": "code", "source": text.splitlines(True), "metadata": {"tags": tags}, "outputs": [], "execution_count": None})
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [{"cell_type": "markdown", "source": "# title"}, *held]}))
    return path


def run(*args: object, cwd: Path) -> subprocess.CompletedProcess:
    environment = {k: v for k, v in os.environ.items() if k != "MPLBACKEND"} | {"IPYTHONDIR": str(cwd / "must_not_be_made")}
    return subprocess.run(
        [sys.executable, "-m", "graphnotes", "run", *map(str, args)], check=False, cwd=cwd, env=environment, capture_output=True, text=True, timeout=240
    )


def test_a_notebook_runs_to_its_failing_cell(tmp_path):
    (tmp_path / "beside.py").write_text("import tensorflow as tf\nVERSION = tf.__version__\n")
    (tmp_path / "script.py").write_text("import sys\nimport numpy as np\nimport tensorflow as tf\nprint 'ran', tf.__version__, np.float(7) / 2, sys.argv[1:]\nKEPT = 3\n")
    path = notebook(
        tmp_path / "old.ipynb", FIRST, GRAPH, "y.eval({x: np.ones((1, 2), np.float)}).shape", "import beside\nprint(beside.VERSION)",
        "plt.plot([1, 2, 3]);", "!echo from the shell", "%run script.py a\n%run -m script b\nprint(KEPT, np.float)", "% matplotlib inline\n%tensorflow_version 1.x", "# only a comment", "(one, two) = 1, 2\n%cd {'.'}", COLAB,
        "get_ipython().magic('matplotlib inline')", "!pip install tensorflow==1.15", "%%writefile late.py\nimport tensorflow as tf\nprint('late', tf.Session)", "import late", "%reset -f", FIRST, "np.int",
        "%%time\nz = sum(range(10))", ("1 / 0", ["raises-exception"]), "import sys\nprint(sys.argv[1:])",
        "tf.nosuch", "print('not reached')",
    )  # fmt: skip
    result = run("--save", "done.ipynb", path, "--flag", cwd=tmp_path)
    assert result.returncode == 1
    assert "Out[3]: (1, 3)\n1.15.5\n" in result.stdout and "from the shell" in result.stdout and "Wall time" in result.stdout
    assert "ran 1.15.5 3.5 ['a']\nran 1.15.5 3.5 ['b']\n3 <class 'float'>" in result.stdout and "graphnotes: tensorflow==1.15: left as it is" in result.stdout
    assert "is not Colab" in result.stdout
    assert "late <class " in result.stdout and "Out[18]: int" in result.stdout and "No module named 'google.colab': it is a part of Google's Colab" in result.stdout
    assert "['--flag']" in result.stdout and "not reached" not in result.stdout
    assert "ZeroDivisionError" in result.stderr and "has no attribute 'nosuch'" in result.stderr
    assert "Cell In[22], line 1" in result.stderr and "graphnotes/notebook" not in result.stderr
    assert result.stderr.endswith(f"graphnotes: {path} stopped at cell 23\n")
    assert [p.name for p in (tmp_path / "old_figures").iterdir()] == ["figure-1.png"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["beside.py", "done.ipynb", "late.py", "old.ipynb", "old_figures", "script.py"]


    cells = json.loads((tmp_path / "done.ipynb").read_text())["cells"]
    assert cells[0] == {"cell_type": "markdown", "metadata": {}, "source": "# title"}
    shape, plot, shell, last, never = cells[3], cells[5], cells[6], cells[-2], cells[-1]
    assert shape["outputs"] == [{"output_type": "execute_result", "data": {"text/plain": "(1, 3)"}, "metadata": {}, "execution_count": 3}]
    assert shape["execution_count"] == 3 and [list(output["data"]) for output in plot["outputs"]] == [["image/png"]]
    assert shell["outputs"] == [{"output_type": "stream", "name": "stdout", "text": "from the shell\n"}]
    assert [(output["output_type"], output["ename"]) for output in last["outputs"]] == [("error", "AttributeError")]
    assert (never["execution_count"], never["outputs"]) == (None, [])


def test_where_no_notebook_can_be_saved_nothing_is_run(tmp_path):
    from graphnotes.notebook.saving import check_target
    from graphnotes.runner.script import CannotRun

    old = notebook(tmp_path / "old.ipynb", "1")
    (tmp_path / "link.ipynb").symlink_to(old)
    (tmp_path / "folder.ipynb").mkdir()
    wrong = {
        "no/out.ipynb": "there is no folder", "folder.ipynb": "it is a folder", "script.py": "ends with .ipynb", "old.ipynb": "it is the notebook to be run",
        "link.ipynb": "it is the notebook to be run", "": "ends with .ipynb",
    }  # fmt: skip
    for name, says in wrong.items():
        with pytest.raises(CannotRun, match=f"--save .*{says}"):
            check_target(str(tmp_path / name) if name else "", str(old))
    if Path("/proc/self").is_dir():  # where not even root can make a file
        with pytest.raises(CannotRun, match="/proc cannot be written"):
            check_target("/proc/out.ipynb", str(old))
    check_target(str(tmp_path / "new.ipynb"), str(old))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["folder.ipynb", "link.ipynb", "old.ipynb"]


def test_without_the_extra_a_notebook_gets_one_sentence(tmp_path, monkeypatch):
    from graphnotes.cli import run as command
    from graphnotes.runner.script import CannotRun

    monkeypatch.delitem(sys.modules, "graphnotes.notebook.running", raising=False)
    monkeypatch.setitem(sys.modules, "IPython", None)
    monkeypatch.setitem(sys.modules, "IPython.core.interactiveshell", None)
    with pytest.raises(CannotRun, match=r"a.ipynb is a notebook, for which IPython is missing: pip install 'graphnotes\[notebook\]'"):
        command._run_notebook("a.ipynb", [], None, None)


@pytest.mark.slow
def test_ctrl_c_in_a_cell_ends_a_notebook_as_it_ends_python(tmp_path):
    path = notebook(tmp_path / "long.ipynb", "import os, signal\nprint(1)\nos.kill(os.getpid(), signal.SIGINT)\nwhile True: pass", "print(2)")
    result = run("--save", "kept.ipynb", path, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (-2, "1\n") and "stopped at cell 2" in result.stderr
    assert [output["output_type"] for output in json.loads((tmp_path / "kept.ipynb").read_text())["cells"][1]["outputs"]] == ["stream", "error"]


@pytest.mark.slow
def test_a_notebook_of_python_2_divides_and_prints_as_python_2(tmp_path):
    cells = ["def reduce(x):\n    return 'mine'", "print reduce(3), 7 / 2\nfor i in xrange(3): print i,", "%pylab inline\nfloor(7 / 2), np.float is float"]
    result = run(notebook(tmp_path / "two.ipynb", *cells, kernelspec={"name": "python2"}), cwd=tmp_path)
    assert (result.returncode, result.stdout.splitlines()[0]) == (0, "mine 3"), result.stderr
    assert "0 1 2" in result.stdout and "(3.0, True)" in result.stdout


@pytest.mark.slow
def test_sys_exit_ends_a_notebook_quietly(tmp_path):
    result = run(notebook(tmp_path / "exits.ipynb", "import sys\nprint(1)\nsys.exit(3)", "print(2)"), cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (3, "1\n", "")
    result = run(notebook(tmp_path / "quits.ipynb", "quit()", "print(2)"), cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


CODE = {"cell_type": "code", "source": "1"}


@pytest.mark.parametrize(
    ("held", "says"),
    [
        ("", "is empty"),
        ('{"cells": [', r"is not a notebook: it is not the JSON .* \(line 1: "),
        ("\0", "is not a notebook: it has null bytes"),
        ([1], "is not a notebook: it is JSON, but has no cells"),
        ({"cells": [{}]}, "is not a notebook: its cells are not"),
        ({"cells": [CODE | {"source": 3}]}, "is not a notebook: its cells are not"),
        ({"nbformat": 99, "cells": [CODE]}, "is a notebook of format 99; 2, 3 and 4 are known"),
        ({"metadata": {"kernelspec": {"name": "ir"}}, "cells": [CODE]}, "is a notebook of R, not of Python"),
        ({"metadata": {"language_info": {"name": "julia"}}, "cells": [CODE]}, "is a notebook of julia, not of Python"),
    ],
)
def test_what_is_no_notebook_is_one_sentence(tmp_path, held, says):
    from graphnotes.notebook import cells
    from graphnotes.runner.script import CannotRun

    (tmp_path / "wrong.ipynb").write_text(held if isinstance(held, str) else json.dumps(held))
    with pytest.raises(CannotRun, match=f"wrong.ipynb {says}"):
        cells.read(tmp_path / "wrong.ipynb")


def test_the_notebooks_of_ten_years_ago_are_read_too(tmp_path):
    from graphnotes.notebook import cells

    path = tmp_path / "v3.ipynb"
    path.write_text(json.dumps({"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": ["%pwd\n", "x = 1"]}, {"cell_type": "markdown", "source": ""}]}]}))
    assert [(cell.number, cell.python()) for cell in cells.read(path).cells] == [(1, ["pass", "x = 1"])]
    path.write_text(json.dumps({"nbformat": 4, "metadata": None, "cells": [CODE | {"metadata": None}]}))
    assert cells.read(path).cells[0].source == "1"
