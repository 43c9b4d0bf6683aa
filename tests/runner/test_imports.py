"""Who sees the facade, and who keeps today's TensorFlow. One real process that asks everybody."""

import importlib
import json
import subprocess
import sys
import textwrap

import pytest

from graphnotes.runner import dialect
from graphnotes.runner.imports import LegacyImports

SCRIPT = """
import importlib, json, sys
import tensorflow as tf
import tensorflow.contrib.layers as tcl
import tensorflow.nn
from tensorflow.python.framework import ops
import beside, pkg.inner
import tf_keras

import numpy as np
import matplotlib.pyplot as plt
from matplotlib import pyplot
import matplotlib
seen = {
    "one pyplot": plt is pyplot and plt is matplotlib.pyplot and importlib.import_module("matplotlib.pyplot") is plt and hasattr(plt.cm, "get_cmap"),
    "type": type(tf.placeholder(tf.float32)) is tf.Tensor and type(1) is int and type("A", (), {}).__name__ == "A",
    "script": tf.__version__,
    "beside": beside.version,
    "package beside": pkg.inner.version,
    "installed": tf_keras.src.backend.tf.__version__,
    "imported by name": importlib.import_module("tensorflow").__version__,
    "spellings": [tcl.__name__, tensorflow.nn.__name__, ops.__name__],
    "same object": tensorflow.nn is tf.nn and tensorflow is tf,
    "real": sys.modules["tensorflow"].__version__[:2],
    "keras 3 imported": "keras" in sys.modules,
}
for name in ("tensorflow.nosuch", "tensorflow.contrib.nosuch"):
    try:
        importlib.import_module(name)
    except ImportError as error:
        seen[name] = [type(error).__name__, str(error)]
try:
    from tensorflow.nn import relux
except ImportError as error:
    seen["relux"] = str(error)
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    folder = tmp_path_factory.mktemp("program")
    (folder / "script.py").write_text(SCRIPT)
    (folder / "beside.py").write_text("import tensorflow as tf\nversion = tf.VERSION\n")
    (folder / "pkg").mkdir()
    (folder / "pkg" / "__init__.py").write_text("")
    (folder / "pkg" / "inner.py").write_text("from tensorflow import VERSION as version\n")
    result = subprocess.run(
        [sys.executable, "-m", "graphnotes", "run", "script.py"], cwd=folder, check=False, capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout), result.stderr


def test_the_script_and_the_modules_beside_it_see_1_15(ran):
    seen, _ = ran
    assert seen["script"] == seen["beside"] == seen["package beside"] == seen["imported by name"] == "1.15.5"


def test_installed_packages_keep_todays_tensorflow(ran):
    seen, _ = ran
    assert seen["real"] == "2."
    assert seen["installed"].startswith("2.")


def test_every_spelling_gives_the_one_namespace(ran):
    seen, _ = ran
    assert seen["spellings"] == [
        "tensorflow.contrib.layers",
        "tensorflow.nn",
        "tensorflow.python.framework.ops",
    ]
    assert seen["same object"]


def test_every_spelling_of_a_companion_gives_the_one_module(ran):
    assert ran[0]["one pyplot"]


def test_a_graphs_tensors_are_of_the_type_tensor(ran):
    assert ran[0]["type"]


def test_keras_3_is_not_imported(ran):
    assert not ran[0]["keras 3 imported"]


def test_what_is_missing_says_so(ran):
    seen, _ = ran
    assert seen["tensorflow.nosuch"][0] == "ModuleNotFoundError" and "nosuch" in seen["tensorflow.nosuch"][1]
    assert "had no such" in seen["tensorflow.contrib.nosuch"][1]
    assert "did you mean tf.nn.relu" in seen["relux"]


def test_tensorflow_is_quiet(ran):
    assert ran[1] == ""


def test_importing_graphnotes_imports_and_changes_nothing():
    code = textwrap.dedent("""
        import sys, builtins
        before = set(sys.modules), list(sys.meta_path), builtins.__import__
        import graphnotes
        new = {name for name in set(sys.modules) - before[0] if not name.startswith("graphnotes")}
        assert not new & {"tensorflow", "numpy", "click", "rich", "matplotlib", "keras"}, new
        assert before[1:] == (list(sys.meta_path), builtins.__import__)
    """)
    subprocess.run([sys.executable, "-c", code], check=True)


def test_modules_of_a_python_2_package_import_each_other_by_their_short_names(tmp_path, monkeypatch):
    """PEP 328: Python 2 looked in the importing module's own package first; TensorFlow 1.15 ran there as well."""
    package = tmp_path / "nets2"
    package.mkdir()
    (tmp_path / "utils2.py").write_text("where = 'beside the script'\n")
    (tmp_path / "model").mkdir()  # a folder of checkpoints: no package to Python 2
    (package / "__init__.py").write_text("from model import made\n")
    (package / "utils2.py").write_text("where = 'in the package'\n")
    (package / "layers2.py").write_text("import utils2\nwhere = utils2.where\n")
    (package / "model.py").write_text("import layers2, utils2\nfrom utils2 import where\nmade = [where, utils2.where, layers2.where]\nprint 'made'\n")
    (package / "modern.py").write_text("from __future__ import absolute_import\nimport utils2\nprint 'modern'\n")
    (package / "main.py").write_text("from utils2 import where\nprint where\n")
    imports = LegacyImports(lambda name: None, source=dialect.source)
    monkeypatch.setattr(sys, "meta_path", [imports, *sys.meta_path])
    monkeypatch.syspath_prepend(tmp_path)
    try:
        nets2 = importlib.import_module("nets2")
        assert nets2.made == ["in the package", "in the package", "beside the script"], "Python 2 files look in their package first"
        assert importlib.import_module("nets2.modern").utils2.where == "beside the script"
        monkeypatch.syspath_prepend(package)
        sys.modules.pop("utils2")
        assert importlib.import_module("main").where == "in the package", "a script in a package's folder belongs to none"
    finally:
        for name in [n for n in sys.modules if n.partition(".")[0] in ("nets2", "utils2", "main")]:
            del sys.modules[name]


def test_an_installed_keras_named_legacy_is_imported_itself():
    tensorflow = {}.get
    assert LegacyImports(tensorflow, ["keras"]).redirect("keras.layers") is None
    assert LegacyImports(tensorflow, ["keras"]).redirect("numpy").float is float
