"""A legacy program loads TensorFlow without what it does not use, and can still use all of it."""

import os
import subprocess
import sys

import pytest

SCRIPT = '''
import sys, gc
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 2])
w = tf.Variable(tf.zeros([2, 1]))
step = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(tf.matmul(x, w)))
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(3):
        sess.run(step, {x: [[1, 2]]})
print("loaded:", *sorted(sys.modules))
assert gc.isenabled()

import h5py, requests
assert h5py.File.__module__.startswith("h5py") and h5py.__spec__.origin and requests.get
assert tf.lite.TFLiteConverter.__module__ == "tensorflow.lite.python.lite" and "Interpreter" in dir(tf.lite)
assert sys.modules["tensorflow.python.keras.saving.hdf5_format"].h5py.File is h5py.File
print("later:", "tensorflow.lite.python.lite" in sys.modules)
'''
HEAVY = ["keras", "tf_keras", "pandas", "sklearn", "scipy", "matplotlib", "tensorboard", "h5py", "requests", "joblib", "rich", "fissix", "PIL", "tensorflow.lite.python", "tensorflow_estimator"]  # fmt: skip


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    path = tmp_path_factory.mktemp("script") / "script.py"
    path.write_text(SCRIPT)
    environment = {**os.environ, "MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, "-m", "graphnotes", "run", str(path)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", HEAVY)
def test_a_program_without_keras_does_not_load(loaded, name):
    modules = next(line for line in loaded.splitlines() if line.startswith("loaded:")).split()[1:]
    assert "tensorflow" in modules
    assert not [module for module in modules if module == name or module.startswith(name + ".")]


def test_what_was_postponed_is_there_when_touched(loaded):
    assert "later: True" in loaded
