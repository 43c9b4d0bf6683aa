"""How tensorflow's namespaces look to a legacy module."""

import subprocess
import sys
import types

import pytest

import graphnotes.tf1 as tf


def test_a_namespace_is_a_module_named_tensorflow():
    assert isinstance(tf.nn, types.ModuleType)
    assert tf.nn.__name__ == "tensorflow.nn"
    assert tf.nn is tf.nn


def test_the_version_is_1_15():
    assert tf.__version__ == tf.VERSION == "1.15.5"


def test_every_spelling_of_an_import_gives_the_same_namespace():
    import graphnotes.tf1.nn as by_import_as

    from graphnotes.tf1 import nn as by_from

    assert by_import_as is by_from is tf.nn
    assert sys.modules["graphnotes.tf1.nn"] is tf.nn


def test_compat_v1_is_tensorflow_itself():
    assert tf.compat.v1.placeholder is tf.placeholder
    assert tf.compat.v1.nn is tf.nn


def test_dir_shows_the_names_of_1_15():
    assert "conv2d" in dir(tf.nn)
    assert "experimental" not in dir(tf.nn)
    assert "contrib" in dir(tf)


def test_shapes_have_dimensions():
    x = tf.placeholder(tf.float32, [None, 784])
    assert x.shape[1].value == 784
    assert x.shape[0].value is None


def test_layers_and_cells_come_from_legacy_keras():
    assert tf.layers.dense.__module__.startswith("tf_keras")
    assert tf.nn.rnn_cell.BasicLSTMCell.__module__.startswith("tf_keras")
    assert tf.keras.__name__ == "tensorflow.keras"


@pytest.mark.parametrize(
    "symbol, reason",
    [
        ("nosuch", "TensorFlow 1.15 had no such symbol"),
        ("nn.relux", "did you mean tf.nn.relu"),
        ("data.AUTOTUNE", "came with TensorFlow 2"),
        ("contrib.bayesflow.nosuch", "no such contrib symbol"),
        ("contrib.bayesflow.python", "`graphnotes contrib install` fetches it"),
    ],
)
def test_a_missing_symbol_is_named_with_the_reason(symbol, reason):
    namespace = tf
    *path, name = symbol.split(".")
    for part in path:
        namespace = getattr(namespace, part)
    with pytest.raises(AttributeError) as error:
        getattr(namespace, name)
    assert f"'{symbol}'" in str(error.value) and reason in str(error.value)


def test_a_rebuilt_function_is_the_same_under_all_its_names():
    from tensorflow.python.ops import math_ops

    assert tf.add is tf.math.add is math_ops.add
    with tf.Graph().as_default():
        assert tf.math.add(1.0, 2.0).op.type == tf.add(1.0, 2.0).op.type == "Add"


def test_vars_of_a_module_has_every_name():
    """Old code looks through `tf.contrib.rnn.__dict__` for all cell classes."""
    cells = [value for value in vars(tf.contrib.rnn).values() if isinstance(value, type) and issubclass(value, tf.contrib.rnn.RNNCell)]
    assert {tf.contrib.rnn.NASCell, tf.contrib.rnn.BasicLSTMCell, tf.contrib.rnn.UGRNNCell} <= set(cells)
    assert tf.nn.__dict__["relu"] is tf.nn.relu and tf.nn.__dict__["__name__"] == "tensorflow.nn"


def test_a_module_that_contrib_did_not_import_is_there_once_it_is_imported():
    code = (
        "import graphnotes.tf1 as tf\nassert not hasattr(tf.contrib, 'text')\nimport graphnotes.tf1.contrib.text as text\n"
        "assert tf.contrib.text is text and text.__name__ == 'tensorflow.contrib.text'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
