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

# a SavedModel of bare variables, which TensorFlow itself has to write
convert(open_checkpoint(f"{out}/objects"), f"{out}/saved_model", "saved-model")
loaded = tf.saved_model.load(f"{out}/saved_model")
assert loaded.first.kernel.numpy().tolist() == kernel and loaded.step.numpy() == 7
