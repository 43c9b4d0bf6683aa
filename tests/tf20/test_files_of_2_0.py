"""Files that the real Keras of TensorFlow 2.0 wrote: same outputs, and training goes on with the same loss."""

import pathlib

import numpy as np
import pytest

import graphnotes.tf20 as tf
from graphnotes.tf20 import keras

FILES = pathlib.Path(__file__).parent / "written_by_2_0"
OUTPUTS = np.load(FILES / "outputs.npy")
LOSS = 1.1621921062469482

X = np.random.RandomState(0).rand(32, 8).astype("float32")
Y = np.eye(3, dtype="float32")[np.arange(32) % 3]


def test_a_checkpoint_gives_weights_and_optimizer():
    network = keras.Sequential([keras.layers.Dense(6, activation="relu"), keras.layers.Dense(3)])
    network.compile(
        keras.optimizers.Adam(learning_rate=0.01),
        tf.losses.CategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    network.load_weights(str(FILES / "weights.ckpt"))
    assert np.allclose(network.predict(X, verbose=0), OUTPUTS, atol=1e-6)
    history = network.fit(X, Y, shuffle=False, verbose=0).history
    assert history["loss"][0] == pytest.approx(LOSS, rel=1e-6)
    assert network.optimizer.iterations.numpy() == 3


@pytest.mark.parametrize("name", ["model", "model.h5"])
def test_a_whole_model_goes_on_training(name):
    network = keras.models.load_model(str(FILES / name))
    assert type(network) is keras.Sequential
    assert float(network.optimizer.lr) == pytest.approx(0.01)
    assert np.allclose(network.predict(X, verbose=0), OUTPUTS, atol=1e-6)
    assert network.fit(X, Y, shuffle=False, verbose=0).history["loss"][0] == pytest.approx(LOSS, rel=1e-6)


def test_a_saved_model_is_called():
    network = tf.saved_model.load(str(FILES / "model"))
    assert np.allclose(network(X).numpy(), OUTPUTS, atol=1e-6)
