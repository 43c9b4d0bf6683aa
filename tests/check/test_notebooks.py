"""What `check` says of notebooks, cell by cell."""

from __future__ import annotations

import json
from pathlib import Path

from graphnotes.check import check_paths
from graphnotes.check.report import runs, works


def said(folder: Path, *cells: str | tuple[str, list[str]]) -> tuple[bool, list[tuple]]:
    """(whether it runs, (file, cell, line, symbol) of what is not there) for a notebook of these cells; a cell is its text, or (text, tags)."""
    held = [(cell, []) if isinstance(cell, str) else cell for cell in cells]
    path = folder / "old.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": text.splitlines(True), "metadata": {"tags": tags}} for text, tags in held]}))
    checked = list(check_paths([str(path)]))
    wrong = [(Path(each.path).name, each.cell, each.line, each.symbol) for _, found in checked for each in found if not works(each)]
    return all(runs(found) for _, found in checked), wrong


def test_a_cell_that_is_no_python_is_a_finding_and_the_others_are_checked(tmp_path):
    everything, wrong = said(tmp_path, "import tensorflow as tf", "for x in y:\n    # TODO", "x = 1\ntf.nosuch", "x = # fill in")
    assert not everything
    assert wrong == [("old.ipynb", 2, 2, "the cell"), ("old.ipynb", 3, 2, "tf.nosuch"), ("old.ipynb", 4, 1, "the cell")]


def test_cells_of_python_2_and_3_may_stand_side_by_side(tmp_path):
    assert said(tmp_path, "print 'a'", "import sys\nprint('b', file=sys.stderr)") == (True, [])


def test_what_may_fail_is_not_held_against_a_notebook(tmp_path):
    tagged = ["raises-exception"]
    assert said(tmp_path, "import tensorflow as tf", ("tf.nosuch", tagged), ("1 +", tagged))[0]


def test_timed_cells_are_python_and_other_languages_are_not(tmp_path):
    found = said(tmp_path, "import tensorflow as tf", "%%time\ntf.nosuch", "%timeit tf.nosuch2", "%%bash\ntf.nosuch3")[1]
    assert [(cell, symbol) for _, cell, _, symbol in found] == [(2, "tf.nosuch"), (3, "tf.nosuch2")]


def test_modules_beside_a_notebook_and_scripts_it_runs_are_checked_with_it(tmp_path):
    (tmp_path / "model.py").write_text("import tensorflow as tf\ntf.nosuch\n")
    (tmp_path / "step.py").write_text("import tensorflow as tf\n\ntf.nosuch2\n")
    wrong = said(tmp_path, "import model\n%run -i step.py 3", "%run step")[1]
    assert sorted(wrong) == [("model.py", None, 2, "tf.nosuch"), ("step.py", None, 3, "tf.nosuch2")]


def test_what_a_notebook_writes_or_installs_itself_is_there(tmp_path):
    assert said(tmp_path, "%%writefile mine_own.py\nx = 1", "import mine_own") == (True, [])
    everything, wrong = said(tmp_path, "!pip install -q nosuch_package==1", "import nosuch_package")
    assert everything and wrong[0][3] == "nosuch_package"


def test_what_a_notebook_installs_in_colab_alone_is_not_there(tmp_path):
    assert not said(tmp_path, "if colab:\n    !pip install nosuch_package", "import nosuch_package")[0]


def test_what_only_colab_has_says_so(tmp_path):
    (tmp_path / "old.ipynb").write_text(json.dumps({"cells": [{"cell_type": "code", "source": "from google.colab import files"}]}))
    ((_, (finding,)),) = check_paths([str(tmp_path / "old.ipynb")])
    assert finding.symbol == "google.colab.files" and "Google's Colab" in finding.advice
