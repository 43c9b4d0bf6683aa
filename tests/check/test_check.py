"""What `graphnotes check` says, and that it is what `graphnotes run` does."""

import json
import os
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from graphnotes.check import LONG_TAIL, NOT_SUPPORTED, RESTORED, SAME, check_source
from graphnotes.cli.check import command
from graphnotes.runner.script import CannotRun


def said(source: str) -> dict[str, str]:
    return {finding.symbol: finding.status for finding in check_source("script.py", source.encode())}


def test_symbols_are_followed_through_imports_and_assignments():
    found = said(
        "import tensorflow as tf\nimport tensorflow.nn as nn\nfrom tensorflow.examples.tutorials.mnist import input_data\n"
        "from tensorflow.python.framework import ops\nlayers = tf.layers\n"
        "def f(x):\n    later = nn.relu(x)\n    return layers.dense(x), ops.convert_to_tensor, tf.nosuch\n"
    )
    assert found["tf.nn.relu"] == SAME and found["tf.layers.dense"] in (SAME, RESTORED)
    assert found["tf.examples.tutorials.mnist.input_data"] == RESTORED
    assert found["tf.python.framework.ops.convert_to_tensor"] in (SAME, RESTORED)
    assert found["tf.nosuch"] == NOT_SUPPORTED


def test_a_name_with_another_meaning_is_left_alone():
    assert said("import tensorflow as tf\ntf = 3\nprint(tf.real)\n") == {}
    assert "tf.nosuch" not in said("import tensorflow as tf\ndef f(tf):\n    return tf.nosuch\n")


def test_a_name_that_an_except_binds_otherwise_is_provided_for():
    found = said(
        "try:\n    import tensorflow.compat.v1 as tf\n    merge = tf.summary.merge\nexcept Exception:\n    import tensorflow as tf\n    merge = tf.merge_summary\n"
        "def f():\n    return merge([]), tf.nosuch\n"
    )
    assert [name for name, status in found.items() if status == NOT_SUPPORTED] == ["tf.compat.v1.nosuch"]
    assert NOT_SUPPORTED not in said("try:\n    from tensorflow import nosuch as f\nexcept ImportError:\n    from tensorflow import add as f\nf(1, 2)\n").values()


def test_every_finding_has_a_place_and_what_does_not_run_a_next_step():
    findings = check_source("a/b.py", b"import tensorflow as tf\nx = (1,\n     tf.no_such_thing)\ny = tf.contrib.no_such\nz = tf.reduce_mena\n")
    assert [finding.place for finding in findings] == ["a/b.py:3:6", "a/b.py:4:5", "a/b.py:5:5"]
    assert all(finding.advice for finding in findings)
    assert "did you mean tf.reduce_mean?" in findings[2].advice


def test_the_long_tail_names_its_command():
    (finding,) = check_source("s.py", b"import tensorflow as tf\ntf.contrib.sparsemax.sparsemax\n")
    assert finding.status == LONG_TAIL and finding.advice == "graphnotes contrib install"


def test_what_stands_beside_tensorflow():
    found = said(
        "import numpy as np, collections, urllib2\nfrom scipy.misc import imread, lena\nfrom keras.layers import Dense, Nothing\n"
        "import matplotlib.pyplot as plt\nfrom sklearn.cross_validation import train_test_split\n"
        "np.float, np.array, np.bool, np.pmt, collections.Mapping, plt.hold, plt.plot, plt.nosuch\nxrange(3)\n"
    )
    assert found["np.float"] == found["np.bool"] == found["collections.Mapping"] == found["urllib2"] == found["xrange"] == RESTORED
    assert found["np.pmt"] == NOT_SUPPORTED and "np.array" not in found and "matplotlib.pyplot.plot" not in found
    assert found["keras.layers.Dense"] == RESTORED and found["keras.layers.Nothing"] == NOT_SUPPORTED
    assert found["matplotlib.pyplot.hold"] == RESTORED and found["matplotlib.pyplot.nosuch"] == NOT_SUPPORTED
    pytest.importorskip("sklearn")
    pytest.importorskip("scipy")
    assert found["scipy.misc.imread"] == RESTORED and found["scipy.misc.lena"] == NOT_SUPPORTED
    assert found["sklearn.cross_validation.train_test_split"] == RESTORED
    (boston,) = check_source("s.py", b"from sklearn.datasets import load_boston\n")
    assert boston.status == NOT_SUPPORTED and "fetch_california_housing" in boston.advice


def test_what_the_code_provides_for_is_not_held_against_it():
    assert said("try:\n    import no_such_package\nexcept ImportError:\n    no_such_package = None\n") == {}
    assert "tf.nosuch" not in said("import tensorflow as tf\nx = tf.nosuch if hasattr(tf, 'nosuch') else None\n")
    assert said("import no_such_package\n") == {"no_such_package": NOT_SUPPORTED}


def test_what_stands_under_an_if_does_not_condemn_a_program(tmp_path):
    path = tmp_path / "s.py"
    path.write_text("import tensorflow as tf\nimport sys\nif len(sys.argv) > 1:\n    tf.nosuch\nif __name__ == '__main__':\n    tf.Session\n")
    result = CliRunner().invoke(command, [str(path)])
    assert result.exit_code == 0 and "tf.nosuch: not supported" in result.output and "(if it is reached)" in result.output
    path.write_text("import tensorflow as tf\nif __name__ == '__main__':\n    tf.nosuch\n")
    assert CliRunner().invoke(command, [str(path)]).exit_code == 1


def test_python_2_is_read_too():
    found = said("import tensorflow as tf\nprint 'x', tf.Session\n")
    assert found["Python 2 syntax"] == RESTORED and found["tf.Session"] == SAME


def test_a_program_of_tensorflow_2_is_not_held_to_tensorflow_1():
    assert set(said("import tensorflow as tf\n@tf.function\ndef f(): pass\ntf.random.normal\n").values()) == {SAME}


def test_notebooks_are_read_by_cell(tmp_path):
    cells = [
        {"cell_type": "markdown", "source": ["text"]},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "import tensorflow as tf"]},
        {"cell_type": "code", "source": ["!ls\n", "x = tf.nosuch"]},
    ]
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    result = CliRunner().invoke(command, [str(path)])
    assert result.exit_code == 1 and f"{path}:cell 3:2:5: tf.nosuch: not supported" in result.output


def test_a_script_is_checked_with_the_modules_of_its_own(tmp_path):
    package = tmp_path / "model"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "net.py").write_text("from . import parts\n")
    (package / "parts.py").write_text("import tensorflow as tf\nx = tf.nosuch\n")
    (tmp_path / "script.py").write_text("import os\nfrom model import net\n")
    (tmp_path / "unrelated.py").write_text("import tensorflow as tf\ntf.nosuch\n")
    result = CliRunner().invoke(command, ["--format", "json", str(tmp_path / "script.py")])
    files = {os.path.basename(file["path"]): file["runs"] for file in json.loads(result.output)["files"]}
    assert files == {"script.py": True, "net.py": True, "parts.py": False} and result.exit_code == 1


def test_the_formats_agree(tmp_path):
    path = tmp_path / "s.py"
    path.write_text("import tensorflow as tf\ntf.nosuch\ntf.nosuch\ntf.Session\n")
    text = CliRunner().invoke(command, [str(tmp_path)])
    assert text.exit_code == 1 and "tf.nosuch: not supported" in text.output and "(and 1 more here)" in text.output
    found = json.loads(CliRunner().invoke(command, ["--format", "json", str(path)]).output)
    assert found["runs"] is False and [f["line"] for f in found["files"][0]["findings"]] == [2, 3, 4]
    sarif = json.loads(CliRunner().invoke(command, ["--format", "sarif", str(path)]).output)
    results = sarif["runs"][0]["results"]
    assert sarif["version"] == "2.1.0" and [r["level"] for r in results] == ["error", "error"]
    assert results[0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 1}
    path.write_text("import tensorflow as tf\ntf.Session\n")
    assert CliRunner().invoke(command, [str(path)]).exit_code == 0
    assert CliRunner().invoke(command, []).exit_code == 2


def wrong_inputs(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary.py").write_bytes(b"\x7fELF\0\1")
    (tmp_path / "empty.py").write_bytes(b"")
    (tmp_path / "latin.py").write_bytes(b"x = '\xe9'\n")
    (tmp_path / "klingon.py").write_bytes(b"# coding: klingon\nx = 1\n")
    (tmp_path / "syntax.py").write_bytes(b"x = 1\nx = = 2\n")
    (tmp_path / "indent.py").write_bytes(b"if 1:\nx = 2\n")
    (tmp_path / "deep.py").write_bytes(b"x = " + b"(" * 5000 + b")" * 5000 + b"\n")
    (tmp_path / "minus.py").write_bytes(b"x = " + b"-" * 100_000 + b"1\n")
    (tmp_path / "utf16.py").write_bytes("x = 1\n".encode("utf-16"))
    (tmp_path / "cells.ipynb").write_text('{"cells": 3}')
    (tmp_path / "text.py").write_text("Dear reader, this is no program.\n")
    os.symlink("loop.py", tmp_path / "loop.py")
    os.symlink("gone.py", tmp_path / "dangling.py")
    os.mkfifo(tmp_path / "pipe.py")
    with open(tmp_path / "huge.py", "wb") as file:
        file.truncate(100 * 1024 * 1024)
    (tmp_path / "bad.ipynb").write_text("{")
    (tmp_path / "list.ipynb").write_text("[1]")
    names = "no_such_file.py folder binary.py empty.py latin.py klingon.py syntax.py indent.py deep.py text.py loop.py dangling.py pipe.py huge.py"
    return [*names.split(), "bad.ipynb", "list.ipynb", "cells.ipynb", "minus.py", "utf16.py", "no/such/folder", "x" * 300, "no_such_file.py/inside.py"]


def test_wrong_inputs_get_one_sentence_and_status_2(tmp_path, monkeypatch):
    names = wrong_inputs(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in names:
        result = CliRunner().invoke(command, [name])
        assert result.exit_code == 2, (name, result.output, result.exception)
        assert result.stderr.count("\n") == 1 and result.stderr.startswith("graphnotes check: "), (name, result.stderr)
        assert name.split("/")[0][:40] in result.stderr and not result.stderr.endswith(": \n")
    with pytest.raises(CannotRun):
        check_source("s.py", b"x = = 1")


def test_what_is_skipped_is_said_and_does_not_count(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "good.py").write_text("import tensorflow as tf\ntf.Session\n")
    for name, language in (("r", "R"), ("j", "julia")):
        (tmp_path / "code" / f"{name}.ipynb").write_text(json.dumps({"cells": [], "metadata": {"language_info": {"name": language}}}))
    run = CliRunner().invoke
    why = ["code/j.ipynb is a notebook of julia, not of Python", "code/r.ipynb is a notebook of R, not of Python", "empty is a folder with no .py or .ipynb file in it"]
    why = [f"{tmp_path}/{each}" for each in why]
    text = run(command, [str(tmp_path / "code"), str(tmp_path / "empty")])
    assert text.exit_code == 0 and text.output.splitlines()[1:] == [*(f"skipped: {each}" for each in why), "1 file: 1 same; everything found will run; 3 skipped"]
    told = json.loads(run(command, ["--format", "json", str(tmp_path)]).output)
    assert told["skipped"] == why[:2] and told["runs"] and len(told["files"]) == 1
    (log,) = json.loads(run(command, ["--format", "sarif", str(tmp_path)]).output)["runs"]
    assert [note["message"]["text"] for note in log["invocations"][0]["toolExecutionNotifications"]] == why[:2]
    nothing = run(command, [str(tmp_path / "code" / "r.ipynb"), str(tmp_path / "empty")])
    assert nothing.exit_code == 2 and nothing.output == f"graphnotes check: {why[1]}, and 1 more like it\n"
    assert run(command, [str(tmp_path / "code" / "r.ipynb")]).exit_code == 2


def test_a_broken_file_in_a_folder_is_a_finding(tmp_path):
    (tmp_path / "good.py").write_text("x = 1\n")
    (tmp_path / "bad.py").write_text("x = 1\nx = = 2\n")
    result = CliRunner().invoke(command, [str(tmp_path)])
    assert result.exit_code == 1 and f"{tmp_path / 'bad.py'}:2:1: the file: not supported" in result.output.replace("\n", "")


def test_no_tensorflow_is_imported_and_a_hundred_files_take_a_second_or_so(tmp_path):
    body = "import tensorflow as tf\nimport numpy as np\n" + "".join(
        f"def layer_{i}(x):\n    w = tf.get_variable('w{i}', [np.prod(x.shape), 10], initializer=tf.truncated_normal_initializer())\n    return tf.nn.relu(tf.matmul(x, w))\n"
        for i in range(30)
    )
    for i in range(200):
        (tmp_path / f"m{i}.py").write_text(body)
    (tmp_path / "beside.py").write_text("from tensorflow_estimator.python.estimator import estimator\nfrom keras.initializations import normal\n")
    code = f"import sys\nfrom graphnotes.check import check_paths\nlist(check_paths([{str(tmp_path)!r}]))\nassert 'tensorflow' not in sys.modules\n"
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    assert time.perf_counter() - began < 30, "not a benchmark: a machine under load must pass"


@pytest.mark.parametrize("symbol", ["contrib.periodic_resample.periodic_resample", "estimator.BoostedTreesClassifier"])
def test_what_needs_ops_that_are_gone_is_refused_with_the_reason_a_run_gives(symbol):
    from graphnotes.tf1._advice import advice

    (finding,) = check_source("s.py", f"import tensorflow as tf\ntf.{symbol}\n".encode())
    assert finding.status == NOT_SUPPORTED and finding.advice == advice(symbol) and "today" in finding.advice


def test_a_modules_own_attributes_are_there():
    (finding,) = check_source("s.py", b"import tensorflow as tf\ncells = tf.contrib.rnn.__dict__.values()\n")
    assert finding.status == SAME
