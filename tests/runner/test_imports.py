"""Who sees the facade, and who keeps today's TensorFlow. One real process that asks everybody."""

import json
import subprocess
import sys
import textwrap

import pytest

SCRIPT = """
import importlib, json, sys
import tensorflow as tf
import tensorflow.contrib.layers as tcl
import tensorflow.nn
from tensorflow.python.framework import ops
import beside, pkg.inner
import tf_keras

import numpy as np
seen = {
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
