"""Whole old programs through `graphnotes run`: what they import beside TensorFlow is of their time, for them alone."""

import os
import subprocess
import sys

KERAS = """
import numpy as np
from keras.models import Sequential
from keras.layers import Activation, Convolution2D, Dense, Dropout, Flatten, Input, MaxPooling2D, merge
from keras.layers.advanced_activations import LeakyReLU
from keras.models import Model
from keras.utils import np_utils
from keras.optimizers import SGD
from keras import backend as K
import other

model = Sequential()
model.add(Convolution2D(4, 3, 3, border_mode='same', input_shape=(8, 8, 1)))
model.add(LeakyReLU()); model.add(MaxPooling2D(pool_size=(2, 2))); model.add(Dropout(0.5)); model.add(Flatten())
model.add(Dense(output_dim=3, init='uniform', activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer=SGD(lr=0.1, decay=1e-6), metrics=['accuracy'])
history = model.fit(np.random.rand(12, 8, 8, 1), np_utils.to_categorical(np.arange(12) % 3, 3), nb_epoch=2, batch_size=4, verbose=0)
pixels = Input(shape=(4,))
coder = Model(input=pixels, output=Dense(2)(pixels))
class Own(Model):
    pass
print isinstance(coder, Model), isinstance(model, Model), issubclass(Own, Model), coder.predict(np.ones((3, 4))).shape
print sorted(history.history), model.predict_classes(np.random.rand(2, 8, 8, 1)).shape, len(history.epoch)
print [np.float32(1.5)], 7 / 2, np.float is float, other.numpy_2()
"""

OTHER = """
import importlib
import numpy as np

def numpy_2():
    return np.bool is bool
"""


def run(folder, source, *options):
    (folder / "program.py").write_text(source)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-m", "graphnotes", "run", *options, "program.py"], cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False
    )


def test_a_keras_1_program_in_python_2_trains_in_graph_mode(tmp_path):
    (tmp_path / "other.py").write_text(OTHER)
    result = run(tmp_path, KERAS)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "True True True (3, 2)\n['acc', 'loss'] (2,) 2\n[1.5] 3 True True\n"


def test_a_program_from_before_1_runs_and_the_rest_of_the_process_has_numpy_2(tmp_path):
    source = (
        "import tensorflow as tf\nimport numpy as np\nimport sys\n"
        "product = tf.mul(tf.constant([1.0, 2.0]), 3.0)\n"
        "print tf.Session().run(tf.concat(0, [product, product])).tolist()\n"
        "real = sys.modules['numpy']\n"
        "print hasattr(np, 'float'), hasattr(real, 'float'), np.bool is bool, real.bool is bool, np.ndarray is real.ndarray\n"
    )
    result = run(tmp_path, source, "--verbose")
    assert result.returncode == 0, result.stderr
    assert result.stdout == "[3.0, 6.0, 3.0, 6.0]\nTrue False True False True\n"
    assert "before 1.0 (program.py, line 4: tf.mul)" in result.stderr



def test_one_more_than_the_largest_label_is_not_of_the_labels_small_type(tmp_path):
    source = (
        "import numpy as np\nlabels = np.array([3, 255], np.uint8)\nrows = [1, 2]\n"
        "print(max(labels) + 1, labels[1] + 1, 1 - labels[1], np.max(labels) - 256, rows[0] + 1, rows + [3][0:] * 1)\n"
        "print((max(labels) + 1).dtype)\n"
    )
    result = run(tmp_path, source)
    assert (result.stdout, result.stderr) == ("256 256 -254 -1 2 [1, 2, 3]\nint64\n", "")


def test_the_mean_of_losses_has_numpy_1s_digits_and_a_traceback_shows_the_programs_lines_only(tmp_path):
    source = (
        "import numpy as np\ntotal = 0.\nfor loss in np.array([0.1, 0.2, 0.4], np.float32):\n    total += loss / 3\nprint('%.12f' % total)\n"
        "def add(a, b):\n    return a + b\nadd(total, 'x')\n"
    )
    result = run(tmp_path, source)
    assert result.stdout == "0.233333336810\n", "every quotient and sum was a float64"
    lines = [line.strip() for line in result.stderr.splitlines() if line.strip().startswith("File")]
    assert [line.partition(", ")[2] for line in lines] == ["line 8, in <module>", "line 7, in add"]
