"""A function that nobody calls is no reason for a program to fail, and `check` says so only where that is certain."""

import json

import pytest

from graphnotes.check import check_paths
from graphnotes.check.report import runs

TOP = "import tensorflow as tf\n"


def runs_as_a_script(tmp_path, source: str, **modules: str) -> bool:
    for name, text in modules.items():
        (tmp_path / f"{name}.py").write_text(TOP + text)
    (tmp_path / "script.py").write_text(TOP + source)
    checked = list(check_paths([str(tmp_path / "script.py")]))
    assert any(finding.symbol == "tf.nosuch" for _, found in checked for finding in found)
    return all(runs(found) for _, found in checked)


UNREACHED = {
    "function": "def f():\n    tf.nosuch\n",
    "method": "class A:\n    def f(self):\n        tf.nosuch\nA()\n",
    "constructor of a class nobody makes": "class A(object):\n    def __init__(self):\n        tf.nosuch\n",
    "called by another that nobody calls": "def g():\n    f()\ndef f():\n    tf.nosuch\n",
    "calls itself": "def f():\n    f(tf.nosuch)\n",
    "nested": "def f():\n    def g():\n        tf.nosuch\nf()\n",
    "its name is a word": "def f(name='f'):\n    tf.nosuch\n",
    "another's attribute is written out": "def f():\n    tf.nosuch\ngetattr(tf, 'g')\n",
}
REACHED = {
    "called": "def f():\n    tf.nosuch\nf()\n",
    "called by one that is": "def g():\n    f()\ndef f():\n    tf.nosuch\ng()\n",
    "main": "def main(_):\n    tf.nosuch\ntf.app.run()\n",
    "constructor": "class A:\n    def __init__(self):\n        tf.nosuch\nA()\n",
    "of a class made from another": "class T(tf.test.TestCase):\n    def test(self):\n        tf.nosuch\ntf.test.main()\n",
    "decorated": "@tf.RegisterGradient('A')\ndef f(op, grad):\n    tf.nosuch\n",
    "body of a class": "class A:\n    x = tf.nosuch\n",
    "default": "def f(x=tf.nosuch):\n    pass\n",
    "lambda": "f = lambda: tf.nosuch\nf()\n",
    "by name": "def f():\n    tf.nosuch\neval('f()')\n",
    "by a name that is made": "def f():\n    tf.nosuch\nimport sys\ngetattr(sys.modules['__main__'], input())()\n",
    "attribute written out": "class A:\n    def f(self):\n        tf.nosuch\ngetattr(A(), 'f')()\n",
}


@pytest.mark.parametrize("source", UNREACHED.values(), ids=UNREACHED)
def test_what_nobody_calls_does_not_count(source, tmp_path):
    assert runs_as_a_script(tmp_path, source)


@pytest.mark.parametrize("source", REACHED.values(), ids=REACHED)
def test_what_may_be_called_counts(source, tmp_path):
    assert not runs_as_a_script(tmp_path, source)


def test_the_modules_of_a_program_call_each_other(tmp_path):
    assert not runs_as_a_script(tmp_path, "import net\nnet.build()\n", net="def build():\n    tf.nosuch\n")
    assert runs_as_a_script(tmp_path, "import net\nnet.other()\n", net="def build():\n    tf.nosuch\n")
    # in a folder any other file may call it
    assert not all(runs(found) for _, found in check_paths([str(tmp_path)]))


def test_in_a_notebook_too(tmp_path):
    cells = [{"cell_type": "code", "source": source} for source in ("import tensorflow as tf\n", "def f():\n    return tf.nosuch\n", "1")]
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    ((_, found),) = check_paths([str(path)])
    assert [(each.symbol, each.cell, each.line, each.conditional) for each in found] == [("tf.nosuch", 2, 2, True)]
    cells[2]["source"] = "f()"
    path.write_text(json.dumps({"cells": cells}))
    assert not runs(next(iter(check_paths([str(path)])))[1])
