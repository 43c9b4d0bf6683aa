"""`six.moves.cPickle` of a Python 2 program is Python 2's; the rest of six is six's own."""

import io

import six

from graphnotes.companions.six import redirect
from graphnotes.runner.imports import LegacyImports

SOURCE = b"""
import six, six.moves.cPickle as third, six.moves.urllib.request
from six.moves import cPickle, range, xrange, urllib
from six.moves.cPickle import loads
found = [each.load(file()) for each in (cPickle, third, six.moves.cPickle)] + [loads(file().read())]
"""


def test_what_python_2_pickled_is_read_however_it_is_imported():
    imports = LegacyImports(lambda name: None)
    names = {"__builtins__": vars(imports.builtins), "file": lambda: io.BytesIO(b"S'caf\xe9'\np0\n.")}
    exec(compile(SOURCE, "script.py", "exec"), names)  # noqa: S102 - as the runner does
    assert names["found"] == ["caf\xe9"] * 4
    assert names["range"] is names["xrange"] is range and names["urllib"].request.urlopen is six.moves.urllib.request.urlopen
    assert names["third"].dumps([1], 2) == six.moves.cPickle.dumps([1], 2)
    assert redirect("six.nosuch") is None and not hasattr(redirect("six.moves"), "nosuch")
