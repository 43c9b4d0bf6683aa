"""Run as a script by test_convert: TensorFlow 2, Keras 2 and Keras 3 open the files we wrote into a directory."""

import sys

import keras
import numpy as np
import tensorflow as tf
import tf_keras

from graphnotes.checkpoints import open_checkpoint
from graphnotes.checkpoints.conversion import convert

out = sys.argv[1]
kernel = np.arange(12).reshape(4, 3).tolist()

# objects: a scope is an object, its variables are attributes
first = tf.Module()
first.kernel, first.bias, step = tf.Variable(tf.zeros((4, 3))), tf.Variable(tf.zeros(3)), tf.Variable(0, dtype=tf.int64)
restored = tf.train.Checkpoint(first=first, step=step).read(f"{out}/objects")
restored.assert_existing_objects_matched()
assert first.kernel.numpy().tolist() == kernel and first.bias.numpy().tolist() == [1, 1, 1] and step.numpy() == 7

# Keras: by layer name
for library in (tf_keras, keras):
    model = library.Sequential([library.layers.InputLayer((4,)), library.layers.Dense(3, name="first"),
                                library.layers.BatchNormalization(name="norm")])
    model.load_weights(f"{out}/model.h5", by_name=True)
    weights = model.get_weights()
    assert weights[0].tolist() == kernel and weights[1].tolist() == [1, 1, 1], library
    assert [weight[0] for weight in weights[2:]] == [2, 3, 4, 5], library

# Keras 3's layout: what either library saved comes back through any other format, optimizer and all
for library in (tf_keras, keras):
    models = []
    for _ in range(2):
        models.append(library.Sequential([library.layers.InputLayer((4,)), library.layers.Dense(3), library.layers.BatchNormalization(),
                                          library.layers.ReLU(), library.layers.Dense(2)]))
        models[-1].compile("adam", "mse")
        models[-1].fit(np.ones((4, 4)), np.ones((4, 2)), verbose=0)
    theirs, ours = f"{out}/theirs_{library.__name__}.weights.h5", f"{out}/ours_{library.__name__}.weights.h5"
    models[0].save_weights(theirs)
    found = open_checkpoint(theirs)
    assert [found[name].tolist() for name in found if name.endswith("dense/vars/0")] != []
    for between in ("between", "between.npz", "between.safetensors"):
        convert(found, f"{out}/{between}")
        convert(open_checkpoint(f"{out}/{between}"), ours)
        models[1].load_weights(ours)
        for one, two in zip(models[0].get_weights(), models[1].get_weights(), strict=True):
            assert one.tobytes() == two.tobytes(), (library, between)
    back = open_checkpoint(ours)
    assert set(back) == set(found) and all(back[name].tobytes() == found[name].tobytes() for name in found)

# a SavedModel of bare variables, which TensorFlow itself has to write
convert(open_checkpoint(f"{out}/objects"), f"{out}/saved_model", "saved-model")
loaded = tf.saved_model.load(f"{out}/saved_model")
assert loaded.first.kernel.numpy().tolist() == kernel and loaded.step.numpy() == 7
