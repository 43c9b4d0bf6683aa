"""How `tensorflow` looks to a script of TensorFlow 2.0, and that nobody else sees any of it."""

import subprocess
import sys
import textwrap

import numpy as np
import pytest

import graphnotes.tf20 as tf


def in_a_process_of_its_own(program):
    child = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=False
    )
    assert child.returncode == 0, child.stderr
    return child.stdout


def test_every_spelling_of_an_import_gives_the_same_module():
    import graphnotes.tf20.keras.layers as by_import_as
    from graphnotes.tf20.keras import layers as by_from
    from graphnotes.tf20.keras.layers import Dense

    from graphnotes.tf20 import keras

    assert by_import_as is by_from is tf.keras.layers is keras.layers
    assert Dense is tf.keras.layers.Dense
    assert tf.keras.__name__ == "tensorflow.keras"


def test_the_version_is_2_0():
    assert tf.__version__ == tf.version.VERSION == "2.0.0"
    assert tf.keras.__version__ == "2.2.4-tf"


def test_second_names():
    assert tf.losses is tf.keras.losses and tf.optimizers is tf.keras.optimizers
    assert tf.metrics is tf.keras.metrics and tf.initializers is tf.keras.initializers
    assert tf.compat.v2.nn is tf.nn
    assert tf.compat.v1.keras.layers.Dense.__module__.startswith("tf_keras")


def test_it_is_eager():
    assert tf.executing_eagerly()
    assert tf.random.normal([4, 3]).numpy().shape == (4, 3)


@pytest.mark.parametrize(
    "symbol, says",
    [
        ("placeholder", "--era 1"),
        ("keras.utils.multi_gpu_model", "MirroredStrategy"),
        ("keras.wrappers.scikit_learn", "scikeras"),
        ("keras.utils.HDF5Matrix", "h5py"),
        ("keras.mixed_precision.experimental", "set_global_policy"),
        ("nosuch.name", "neither TensorFlow 2.0 nor today's"),
    ],
)
def test_a_symbol_that_is_not_there_says_why_and_what_to_use(symbol, says):
    owner = tf
    with pytest.raises(AttributeError) as error:
        for name in symbol.split("."):
            owner = getattr(owner, name)
    assert symbol.rpartition(".")[0] in str(error.value) and says in str(error.value)


def test_softmax_of_a_vector():
    expected = [0.6590012, 0.24243298, 0.09856589]
    vector = tf.constant([2.0, 1.0, 0.1])
    assert np.allclose(tf.keras.layers.Softmax(axis=-1)(vector), expected)
    assert np.allclose(tf.keras.backend.softmax(vector), expected)
    assert np.allclose(tf.keras.layers.Softmax()(tf.constant([[2.0, 1.0, 0.1]])), [expected])


def test_mnist_without_a_download():
    (x_train, y_train), (x_test, y_test) = tf.keras.datasets.mnist.load_data()
    assert x_train.shape == (60000, 28, 28) and x_test.shape == (10000, 28, 28)
    assert x_train.dtype == y_train.dtype == np.uint8
    assert y_train[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert np.bincount(y_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    assert x_train.sum() == 1567298545
    x_train[0] = 0  # the arrays are the script's own
    assert tf.keras.datasets.mnist.load_data()[0][0][0].any()


def test_mnist_leaves_another_file_of_that_name_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOME", str(tmp_path))
    cache = tmp_path / ".keras" / "datasets"
    cache.mkdir(parents=True)
    (cache / "digits.npz").write_bytes(b"something else")
    (x_train, _), _ = tf.keras.datasets.mnist.load_data(path="digits.npz")
    assert x_train.sum() == 1567298545
    assert (cache / "digits.npz").read_bytes() == b"something else"
    assert "digits.npz is not the mnist.npz" in capsys.readouterr().err


def test_other_code_keeps_its_tensorflow():
    said = in_a_process_of_its_own(
        """
        import os
        before = dict(os.environ)
        import graphnotes.tf20 as old
        old.keras.Sequential([old.keras.layers.Dense(2)]).build((None, 3))
        import sys
        print("keras" in sys.modules)
        import tensorflow as tf
        import tf_keras
        print(tf.__version__.startswith("2.0"), tf.executing_eagerly(), tf.keras.__version__.split(".")[0])
        print(tf.keras.layers.Dense is old.keras.layers.Dense)
        print(tf_keras.optimizers.Adam is old.keras.optimizers.Adam, tf_keras.Sequential is old.keras.Sequential)
        print({k: v for k, v in os.environ.items() if before.get(k) != v and "KERAS" in k})
        print(tf.compat.v1.resource_variables_enabled())
        """
    )
    assert said.split("\n")[:6] == ["False", "False True 3", "False", "False False", "{}", "True"]


def test_the_keras_is_of_that_time_also_after_tensorflow_was_imported():
    said = in_a_process_of_its_own(
        """
        import tensorflow as tf
        theirs = tf.keras.layers.Dense(1)
        import graphnotes.tf20 as old
        print(old.keras.layers.Dense.__module__.split(".")[0], type(theirs).__module__.split(".")[0])
        print(float(old.optimizers.Adam(lr=0.01).lr))
        """
    )
    assert said.split() == ["tf_keras", "keras", "0.009999999776482582"]
