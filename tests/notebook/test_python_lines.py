"""The Python in a cell: what IPython takes for itself is left out, and nothing else."""

from __future__ import annotations

import pytest

from graphnotes.notebook.python_lines import python_lines


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("%matplotlib inline\nx = 1", ["pass", "x = 1"]),
        ("% matplotlib inline", ["pass"]),
        ("print('%d'\n  % x)\n%pwd", ["print('%d'", "  % x)", "pass"]),
        ("x = '''\n!not a command\n'''", ["x = '''", "!not a command", "'''"]),
        ("!echo it's \\\n  long\ny", ["pass", "", "y"]),
        ("files = !ls\nhere = %pwd", ["files = None", "here = None"]),
        ("?tf\ntf.nn?\nx", ["pass", "pass", "x"]),
        ("if a:\n    !ls\n    %time f()", ["if a:", "    pass", "    f()"]),
        ("%timeit -n 10 -r 3 f(1)", ["f(1)"]),
        ("cd data\nls = 3\nls - 1\nmkdir -p x", ["pass", "ls = 3", "ls - 1", "pass"]),
        ("%load_ext autoreload\n%load_ext tensorboard.notebook", ["pass", "import tensorboard.notebook"]),
        ("    x = 1\n    if x:\n        y\n", ["x = 1", "if x:", "    y", ""]),
        (">>> for x in y:\n...     x\n", ["for x in y:", "    x", ""]),
        ("%%time\nx = tf.mul(2, 3)", ["pass", "x = tf.mul(2, 3)"]),
        ("\n%%bash\nls", []),
    ],
)
def test_what_is_ipythons_is_left_out(cell, lines):
    assert python_lines(cell) == lines
