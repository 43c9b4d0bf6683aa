"""Files written by a script of TensorFlow 2.0 come back, in it and in plain tf-keras and TensorFlow."""

import os

import h5py
import numpy as np
import pytest
import tensorflow
import tf_keras
from graphnotes.tf20.keras import Sequential, layers, losses, optimizers

import graphnotes.tf20 as tf
from graphnotes.tf20 import keras

X = np.random.RandomState(0).rand(32, 8).astype("float32")
Y = np.eye(3, dtype="float32")[np.arange(32) % 3]

pytestmark = pytest.mark.filterwarnings("ignore:The `lr` argument is deprecated")


def network(keras=keras):
    return keras.Sequential([keras.layers.Dense(6, activation="relu"), keras.layers.Dense(3)])


def compiled(model):
    model.compile(
        optimizer=optimizers.Adam(lr=0.01), loss=losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
    )
    return model


@pytest.fixture
def trained():
    model = compiled(network())
    model.fit(X, Y, epochs=2, verbose=0)
    return model


def test_weights_of_a_checkpoint_wait_for_a_model_not_built_yet(trained, tmp_path):
    path = str(tmp_path / "weights.ckpt")
    trained.save_weights(path)
    assert sorted(os.listdir(tmp_path)) == ["checkpoint", "weights.ckpt.data-00000-of-00001", "weights.ckpt.index"]
    fresh = compiled(network())
    fresh.load_weights(path)
    assert not fresh.built
    assert np.array_equal(fresh.predict(X, verbose=0), trained.predict(X, verbose=0))
    for kernel in ("optimizer/iter", "optimizer/learning_rate", "layer_with_weights-0/kernel"):
        assert tensorflow.train.load_checkpoint(path).has_tensor(kernel + "/.ATTRIBUTES/VARIABLE_VALUE")


def test_training_goes_on_from_a_checkpoint_as_if_it_had_not_stopped(trained, tmp_path):
    path = str(tmp_path / "weights.ckpt")
    trained.save_weights(path)
    fresh = compiled(network())
    fresh.load_weights(path)
    losses_ = [m.fit(X, Y, shuffle=False, verbose=0).history["loss"] for m in (trained, fresh)]
    assert losses_[0] == losses_[1]
    assert fresh.optimizer.iterations.numpy() == 3


def test_a_checkpoint_opens_in_plain_tf_keras(trained, tmp_path):
    path = str(tmp_path / "weights.ckpt")
    trained.save_weights(path)
    plain = network(tf_keras)
    plain.load_weights(path).expect_partial()
    assert np.array_equal(plain(X).numpy(), trained(X).numpy())


@pytest.mark.parametrize("name", ["w.h5", "w.weights.h5", "w.hdf5", "w.keras"])
def test_weights_of_an_hdf5_file(trained, tmp_path, name):
    path = str(tmp_path / name)
    trained.save_weights(path)
    with h5py.File(path) as file:
        assert [n.split("_")[0] for n in file.attrs["layer_names"]] == ["dense", "dense"]
    fresh = network()
    with pytest.raises(ValueError):
        fresh.load_weights(path)  # HDF5 has nowhere to wait
    fresh.build((None, 8))
    fresh.load_weights(path)
    assert np.array_equal(fresh(X).numpy(), trained(X).numpy())


def test_a_wrong_weights_file_is_an_error(trained, tmp_path):
    with pytest.raises(tf.errors.NotFoundError, match="nosuch"):
        network().load_weights(str(tmp_path / "nosuch.ckpt"))
    with pytest.raises(OSError, match="nosuch"):
        trained.load_weights(str(tmp_path / "nosuch.h5"))
    trained.save_weights(str(tmp_path / "w.ckpt"))
    other = Sequential([layers.Dense(5, input_shape=(8,)), layers.Dense(3)])
    with pytest.raises(ValueError, match=r"\(5,\).*\(6,\)|\(6,\).*\(5,\)|Shapes|shape"):
        other.load_weights(str(tmp_path / "w.ckpt"))


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5")
@pytest.mark.parametrize("name", ["model", "model.h5", "model.keras"])
def test_a_whole_model(trained, tmp_path, name):
    path = str(tmp_path / name)
    trained.save(path)
    assert os.path.isdir(path) == (name == "model")
    if name != "model":
        assert h5py.is_hdf5(path)
    loaded = keras.models.load_model(path)
    assert type(loaded) is Sequential
    assert type(loaded.optimizer) is optimizers.Adam
    assert float(loaded.optimizer.lr) == pytest.approx(0.01)
    assert np.array_equal(loaded(X).numpy(), trained(X).numpy())
    if name == "model":
        assert loaded.optimizer.iterations.numpy() == 0  # as in 2.0: a SavedModel's optimizer starts anew
    else:
        expected = trained.fit(X, Y, shuffle=False, verbose=0).history["loss"]
        assert loaded.fit(X, Y, shuffle=False, verbose=0).history["loss"] == expected
    loaded.compile("sgd", "mse")
    assert type(loaded.optimizer) is optimizers.SGD


@pytest.mark.parametrize("name", ["model", "model.h5"])
def test_a_whole_model_opens_in_plain_tf_keras(trained, tmp_path, name):
    path = str(tmp_path / name)
    trained.save(path)
    loaded = tf_keras.models.load_model(path)
    assert type(loaded) is tf_keras.Sequential
    assert np.array_equal(loaded(X).numpy(), trained(X).numpy())
    assert float(loaded.optimizer.lr) == pytest.approx(0.01)


class MyDense(layers.Layer):
    def __init__(self, inp_dim, outp_dim):
        super().__init__()
        self.kernel = self.add_weight("w", [inp_dim, outp_dim], trainable=True)

    def call(self, inputs, training=None):
        return tf.nn.relu(inputs @ self.kernel)


class MyModel(keras.Model):
    def __init__(self):
        super().__init__()
        self.fc1 = MyDense(8, 4)
        self.fc2 = MyDense(4, 3)

    def call(self, inputs, training=None):
        return self.fc2(self.fc1(inputs))


@pytest.mark.parametrize("make", [network, MyModel, lambda: Sequential([MyDense(8, 3)])])
def test_a_saved_model_is_called_like_the_model(make, tmp_path):
    model = compiled(make())
    model.fit(X, Y, batch_size=20, verbose=0)
    path = str(tmp_path / "model-savedmodel")
    tf.saved_model.save(model, path)
    network_ = tf.saved_model.load(path)
    expected = model(X).numpy()
    assert np.allclose(network_(X).numpy(), expected, atol=1e-6)
    assert network_(X[:5]).shape == (5, 3)
    assert np.allclose(tensorflow.saved_model.load(path)(X).numpy(), expected, atol=1e-6)
    revived = keras.models.load_model(path)
    assert np.allclose(revived.predict(X, verbose=0), expected, atol=1e-6)
    revived.compile("adam", "mse")
    assert type(revived.optimizer) is optimizers.Adam


def test_a_path_without_a_model_is_an_error(tmp_path):
    with pytest.raises(OSError, match="nosuch"):
        keras.models.load_model(str(tmp_path / "nosuch"))
    (tmp_path / "bad.h5").write_bytes(b"not hdf5")
    with pytest.raises(OSError):
        keras.models.load_model(str(tmp_path / "bad.h5"))
