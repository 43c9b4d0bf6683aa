"""Python 2 source becomes a tree of today's Python, line by line the same."""

import ast
import traceback

import numpy as np
import pytest

from graphnotes.companions import operators
from graphnotes.runner import dialect, era, python2

PYTHON2 = b'''# -*- coding: latin-1 -*-
"""A script of 2015."""
import sys

def pair((a, b), c):
    return a + b + c

total = {"caf\xe9": 1}
lines = []
for key, value in total.iteritems():
    if key:
        lines.append("%s %d" % (key, value))
\tlines.append(`value`)
print >>sys.stderr, "nothing",
if total.has_key(u"caf\xe9") and 1 <> 2:
    lines.append(pair((1, 2), 0777))
try:
    raise ValueError, "bad"
except ValueError, error:
    lines.append(error.message)
lines += [7 / 2, -7 / 2, 7 / 2.0, reduce(lambda x, y: x + y, xrange(4)), map(unichr, [97]), cmp(2, 1), 3L]
def fail():
    raise KeyError, "here"
'''


def run(source, path="script.py"):
    scope = {"__builtins__": {**vars(__import__("builtins")), **operators.helpers()}, "__name__": "script"}
    exec(compile(dialect.source(path, source), path, "exec", dont_inherit=True), scope)  # noqa: S102
    return scope


def test_a_script_of_python_2_means_what_it_meant(capsys):
    scope = run(PYTHON2)
    assert scope["__doc__"] == "A script of 2015."
    assert scope["lines"] == ["café 1", "1", 514, "bad", 3, -4, 3.5, 6, ["a"], 1, 3]
    assert capsys.readouterr().err.strip() == "nothing"


def test_tracebacks_name_the_lines_of_the_file():
    scope = run(PYTHON2)
    with pytest.raises(KeyError) as caught:
        scope["fail"]()
    assert traceback.extract_tb(caught.tb)[-1].lineno == PYTHON2.split(b"\n").index(b'    raise KeyError, "here"') + 1


def test_true_division_is_kept_where_it_was_asked_for():
    assert run(b"from __future__ import division\nprint 1\nx = 7 / 2\n")["x"] == 3.5
    assert run(b"print 1\nx = 7\nx /= 2\n")["x"] == 3
    assert run(b"x = 7 / 2\n")["x"] == 3.5, "valid Python 3 divides as Python 3 does"


def test_division_of_arrays_and_numbers():
    assert operators.divide(np.arange(3), 2).tolist() == [0, 0, 1]
    assert operators.divide(np.float32(1), 2) == 0.5 and operators.divide(True, 2) == 0


def test_which_files_are_python_2():
    assert python2.parse("a.py", b"print('x')\n")[1] is False
    assert python2.parse("a.py", b"print 'x'\n")[1] is True
    assert python2.parse("a.py", b"if 1:\n        x = 1\n\ty = 2\n")[1], "only Python 2 let tabs and blanks mix"
    assert python2.parse("a.py", b"if 1:\n        x = f'{1}'\n\tprint(x, end='')\n")[1] is False, "but what else is in it is Python 3's"
    with pytest.raises(SyntaxError) as caught:
        python2.parse("a.py", b"x = 1\nx = = 2\n")
    assert caught.value.lineno == 2
    with pytest.raises((SyntaxError, UnicodeDecodeError)):
        python2.parse("a.py", b"# -*- coding: utf-8 -*-\nx = '\xff'\n")
    with pytest.raises(SyntaxError):
        python2.parse("a.py", b"# coding: klingon\n")


def test_an_argument_called_async_is_a_name():
    tree, _ = python2.parse("a.py", b"f(x, async=True)\n")
    assert "async_" in ast.unparse(tree)


def test_built_ins_of_python_2_in_a_file_python_3_can_parse():
    assert list(run(b"x = xrange(2)\n")["x"]) == [0, 1]
    assert run(b"xrange = 5\nx = xrange\n")["x"] == 5
    guarded = b"try:\n    unicode\n    old = True\nexcept NameError:\n    old = False\n"
    assert run(guarded)["old"] is False, "code that asks which Python this is gets the truth"
    assert run(b"import sys\nx = unicode if sys.version_info[0] == 2 else str\n")["x"] is str
    assert run(b"try:\n    import cPickle as pickle\n    old = True\nexcept ImportError:\n    import pickle\n    old = False\n")["old"] is False


def test_an_array_of_one_element_stands_for_a_number():
    one = np.array([1.5])
    scope = {"one": one, "np": np}
    source = b"a = float(one)\nb = int(one)\nc = '%.2f %s' % (one, one)\nd = np.zeros(2)\nd[0] = one\nd[1] = one[0]\ne = [0]\ne[0] = one\n"
    scope["__builtins__"] = {**vars(__import__("builtins")), **operators.helpers()}
    exec(compile(dialect.source("s.py", source), "s.py", "exec"), scope)  # noqa: S102
    assert (scope["a"], scope["b"], scope["c"]) == (1.5, 1, "1.50 [1.5]")
    assert scope["d"].tolist() == [1.5, 1.5] and scope["e"][0] is one
    for wrong in (b"float([1])\n", b"import numpy as np\nd = np.zeros(2)\nd[0] = np.zeros(2)\n", b"'%d' % 'x'\n", b"float(x for x in [])\n"):
        with pytest.raises((TypeError, ValueError)):
            run(wrong)


def test_a_whole_number_out_of_range_wraps_around():
    source = (
        b"import numpy as np\nimage = np.zeros(3, np.uint8)\nimage[0] = -1\nimage[1:] = [300, 7]\none = np.uint8(-7)\n"
        b"less = image - 300\nturned = image * -1\nsquare = np.float32(3) ** 2\ncounter = 7 // 2 + 7 % 4\n"
    )
    scope = run(source)
    assert scope["image"].tolist() == [255, 44, 7] and scope["one"] == 249 and type(scope["one"]) is np.uint8
    assert scope["less"].tolist() == [65491, 65280, 65243]
    assert scope["turned"].tolist() == [-255, -44, -7] and scope["square"].dtype == np.float64 and scope["counter"] == 6
    for wrong in (b"import numpy as np\nnp.uint8(2 ** 70)\n", b"import numpy as np\nd = np.zeros(2, np.uint8)\nd[0] = 2 ** 70\n", b"chr(2 ** 70)\n"):
        with pytest.raises(OverflowError):
            run(wrong)


def test_a_count_read_from_a_header_is_a_number():
    source = b"import io\nimport numpy as np\nn = np.frombuffer(b'\\2\\0', np.uint16)\nx = io.BytesIO(b'abc').read(n)\ny = np.zeros(4).reshape(n, 2)\n"
    scope = run(source)
    assert scope["x"] == b"ab" and scope["y"].shape == (2, 2)
    assert run(b"import numpy as np\nx = np.zeros(4).reshape(np.array([4]), order='C')\n")["x"].shape == (4,)


def test_attributes_that_are_gone_come_back_on_their_own_kind_only():
    assert run(b"import numpy as np\nx = np.zeros(1, np.uint8).tostring()\n")["x"] == b"\0"
    assert run(b"import numpy as np\nx = np.zeros(3)\nx.itemset(1, 5)\n")["x"].tolist() == [0, 5, 0]
    assert run(b"import xml.etree.ElementTree as ET\nx = ET.tostring(ET.fromstring('<a/>'))\n")["x"] == b"<a />"
    assert run(b"import threading\nx = threading.Thread().isAlive()\n")["x"] is False
    assert run(b"x = [1]\nx.append(2)\n")["x"] == [1, 2]
    pytest.importorskip("pandas")
    assert run(b"import pandas as pd\nx = pd.DataFrame({'a': [1]}).append({'a': 2}, ignore_index=True)\n")["x"]["a"].tolist() == [1, 2]
    with pytest.raises(AttributeError, match="'int' object has no attribute 'tostring'"):
        run(b"x = 1\nx.tostring()\n")


def test_assignments_keep_their_errors():
    with pytest.raises(KeyError) as caught:
        run(b"x = {}\nx[0] = y = {}['no']\n")
    assert traceback.extract_tb(caught.tb)[-1].lineno == 2
    assert run(b"calls = []\ndef f():\n    calls.append(1)\n    return 2\nx = [0]\nx[0] = f()\n")["calls"] == [1]


def test_a_line_that_goes_back_to_no_level_is_put_to_the_nearest_and_said(capsys):
    scope = run(b"x = []\nfor i in range(2):\n  if i:\n     print i\n    x.append(i)\n x.append(5)\n")
    assert scope["x"] == [1, 5], "four blanks are nearer to five than to two; one is as near to none as to two"
    told = capsys.readouterr().err
    assert "script.py, line 5: unindent does not match" in told and "line 6: " in told


def test_a_program_is_python_2_if_a_file_that_it_surely_imports_is(tmp_path):
    (tmp_path / "net.py").write_text("import sizes\n")
    (tmp_path / "sizes.py").write_text("print 'sizes'\n")
    (tmp_path / "new.py").write_text("try:\n    import sizes\nexcept SyntaxError:\n    pass\n")
    (tmp_path / "main.py").write_text("import net\n")
    assert era.is_python2(str(tmp_path / "main.py")) and era.is_python2(str(tmp_path / "sizes.py"))
    assert not era.is_python2(str(tmp_path / "new.py"))
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "train.py").write_text("import sys\nsys.path.insert(0, '..')\nimport sizes\n")
    assert era.is_python2(str(tmp_path / "scripts" / "train.py"))


def test_every_file_of_a_python_2_program_divides_as_python_2_did():
    source = b"def half(n):\n    return n / 2\nkeys = {'b': 1, 'a': 2}.keys()\nkeys.sort()\n\tx = 1\n".replace(b"\tx", b"x")
    scope = {"__builtins__": {**vars(__import__("builtins")), **operators.helpers()}, "__name__": "module"}
    exec(compile(dialect.source("module.py", source, of_python2=True), "module.py", "exec", dont_inherit=True), scope)  # noqa: S102
    assert scope["half"](7) == 3 and scope["keys"] == ["a", "b"]
    tree, is_python2 = python2.parse("m.py", b"from __future__ import division\nx = 7 / 2\n", of_python2=True)
    assert is_python2 and "division" in ast.unparse(tree)
    assert python2.parse("m.py", b"print('a', end='')\n", of_python2=True)[0], "a file that only Python 3 can read is read as that"


def test_python_3_6_code_with_an_argument_called_async_is_not_python_2():
    assert python2.parse("a.py", b"f(x, async=True)\ny = 7 / 2\n")[1] is False
