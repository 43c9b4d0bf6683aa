"""tf.random.set_seed gives the numbers of TensorFlow 2.0: initial weights and whole trainings.

recorded.json: what the real Keras of that time printed for these programs (the 2.0 API of the 1.15.5 release).
"""

import json
import pathlib

import numpy as np
import pytest
from graphnotes.tf20.keras import Sequential, initializers, layers, optimizers

import graphnotes.tf20 as tf

RECORDED = json.loads((pathlib.Path(__file__).parent / "recorded.json").read_text())

pytestmark = pytest.mark.filterwarnings("ignore:The `lr` argument is deprecated", "ignore:TensorFlow 2.0's Ftrl")


def test_initial_weights_in_the_order_they_are_made():
    tf.random.set_seed(1)
    found = {}
    model = Sequential([layers.Dense(3, activation="relu"), layers.Dense(2)])
    model.build((None, 4))
    found["dense"] = model.get_weights()
    found["normal"] = tf.random.normal([2])
    model = Sequential(
        [
            layers.Conv2D(2, 3, input_shape=(5, 5, 1)),
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dense(2, kernel_initializer="he_normal"),
        ]
    )
    found["conv"] = model.get_weights()
    seeded = initializers.RandomNormal(stddev=0.1, seed=4)
    model = Sequential([layers.Embedding(5, 2), layers.LSTM(2), layers.Dense(1, kernel_initializer=seeded)])
    model.build((None, 3))
    found["lstm"] = model.get_weights()
    shared = initializers.TruncatedNormal()
    pair = [layers.Dense(2, kernel_initializer=shared) for _ in range(2)]
    for layer in pair:
        layer.build((1, 2))
    found["shared_initializer"] = [layer.kernel for layer in pair]
    assert not np.array_equal(*found["shared_initializer"])

    for name, weights in RECORDED["weights"].items():
        assert len(weights) == len(found[name])
        for expected, value in zip(weights, found[name], strict=True):
            np.testing.assert_allclose(np.asarray(value), expected, rtol=2e-6, atol=1e-7, err_msg=name)


OPTIMIZERS = {
    "adam": lambda: optimizers.Adam(lr=0.01),
    "adam_str": lambda: "adam",
    "sgd_decay": lambda: optimizers.SGD(lr=0.1, momentum=0.9, nesterov=True, decay=0.01),
    "rms": lambda: "rmsprop",
    "rms_c": lambda: optimizers.RMSprop(0.01, 0.8, 0.5, 1e-3, True),
    "adagrad": lambda: optimizers.Adagrad(lr=0.1),
    "adadelta": lambda: optimizers.Adadelta(lr=1.0),
    "adamax": lambda: "adamax",
    "nadam": lambda: "Nadam",
    "ftrl": lambda: optimizers.Ftrl(learning_rate=0.001, l1_regularization_strength=0.01),  # was Ftrl(lr=0.05)
    "ams": lambda: optimizers.Adam(0.01, 0.8, 0.9, 1e-4, True),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_three_epochs_of_every_optimizer(name):
    tf.random.set_seed(7)
    random = np.random.RandomState(0)
    x = random.rand(64, 5).astype("float32")
    y = np.eye(3)[random.randint(3, size=64)].astype("float32")
    model = Sequential([layers.Dense(8, activation="relu"), layers.Dense(3)])
    model.compile(
        optimizer=OPTIMIZERS[name](), loss=tf.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
    )
    train = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(64).batch(16)
    validation = tf.data.Dataset.from_tensor_slices((x[:32], y[:32])).batch(16)
    history = model.fit(train, epochs=3, verbose=0, validation_data=validation, validation_freq=2).history
    assert set(history) == set(RECORDED["training"][name])
    for key, expected in RECORDED["training"][name].items():
        np.testing.assert_allclose(history[key], expected, rtol=1e-5, err_msg=key)


def test_the_same_seed_gives_the_same_model_again():
    def first_weights():
        model = Sequential([layers.Dense(3), layers.Dropout(0.5)])
        model.build((None, 2))
        return model.get_weights()[0].tolist()

    tf.random.set_seed(3)
    once, other = first_weights(), first_weights()
    tf.random.set_seed(3)
    assert first_weights() == once != other


@pytest.mark.parametrize("name", ["GlorotUniform", "he_normal", "RandomNormal", "Orthogonal"])
def test_layers_that_share_an_unseeded_initializer_are_no_twins(name, monkeypatch):
    from tf_keras.src import backend

    monkeypatch.setattr(backend._SEED_GENERATOR, "generator", None, raising=False)  # nobody has set a seed
    shared = getattr(initializers, name)()
    assert not np.array_equal(shared((3, 3)), shared((3, 3)))
    layer = layers.Dense(2, kernel_initializer=shared)
    assert layers.Dense.from_config(layer.get_config()).kernel_initializer.__class__.__name__ == type(shared).__name__


def test_seeded_initializers_are_as_in_tf_keras():
    import tf_keras

    tf.random.set_seed(5)
    ours = initializers.GlorotUniform(seed=9)((3, 3))
    assert np.array_equal(ours, tf_keras.initializers.GlorotUniform(seed=9)((3, 3)))
