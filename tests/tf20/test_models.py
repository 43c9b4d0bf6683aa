"""Models of every kind behave as in TensorFlow 2.0, and stay models of tf-keras for everybody else."""

import numpy as np
import pytest
import tf_keras
from graphnotes.tf20.keras import Sequential, layers, optimizers

import graphnotes.tf20 as tf
from graphnotes.tf20 import keras

X = np.random.RandomState(0).rand(32, 4).astype("float32")
Y = np.eye(3, dtype="float32")[np.arange(32) % 3]


def functional():
    inputs = keras.Input((4,))
    return keras.Model(inputs, layers.Dense(3, activation="softmax")(inputs))


class Subclass(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3, activation="softmax")

    def call(self, inputs, training=None):
        return self.dense(inputs)


class FunctionalSubclass(keras.Model):
    def __init__(self):
        inputs = keras.Input((4,))
        super().__init__(inputs, layers.Dense(3, activation="softmax")(inputs))


def sequential():
    return Sequential([layers.Dense(3, activation="softmax", input_shape=(4,))])


@pytest.mark.parametrize("make", [functional, Subclass, FunctionalSubclass, sequential])
def test_every_kind_of_model_compiles_fits_and_predicts(make):
    model = make()
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    assert isinstance(model, keras.Model) and isinstance(model, tf_keras.Model)
    assert isinstance(model.optimizer, optimizers.Adam)
    history = model.fit(X, Y, batch_size=8, epochs=2, verbose=0)
    assert list(history.history) == ["loss", "accuracy"]
    assert model.predict(X, verbose=0).shape == (32, 3)
    assert isinstance(model, Subclass) == (make is Subclass)


def test_a_functional_subclass_leaves_other_models_alone():
    FunctionalSubclass()
    assert not Subclass()._is_graph_network
    assert Subclass().name.startswith("subclass")


def test_isinstance_tells_the_kinds_apart():
    assert not isinstance(functional(), Sequential)
    assert not isinstance(layers.Dense(1), keras.Model)
    assert isinstance(tf_keras.Sequential(), keras.Model)
    assert issubclass(Sequential, keras.Model)
    assert not isinstance(functional(), Subclass)


def test_names_are_those_of_2_0():
    keras.backend.clear_session()
    model = Sequential([layers.Dense(3), layers.ReLU(), layers.Dense(2)])
    model.build(input_shape=(4, 4))
    assert model.name == "sequential"
    assert [(v.name, tuple(v.shape)) for v in model.trainable_variables] == [
        ("dense/kernel:0", (4, 3)),
        ("dense/bias:0", (3,)),
        ("dense_1/kernel:0", (3, 2)),
        ("dense_1/bias:0", (2,)),
    ]
    assert functional().name == "model"
    assert Sequential().name == "sequential_1"


def test_predict_classes_and_proba():
    model = sequential()
    outputs = model.predict(X, verbose=0)
    assert model.predict_classes(X).tolist() == outputs.argmax(-1).tolist()
    assert np.array_equal(model.predict_proba(X), outputs)
    one = Sequential([layers.Dense(1, activation="sigmoid")])
    assert np.array_equal(one.predict_classes(X), one.predict(X, verbose=0) > 0.5)
    with pytest.warns(UserWarning, match="not probabilities"):
        Sequential([layers.Lambda(lambda x: x - 2)]).predict_proba(X)


def test_fit_generator():
    def batches():
        while True:
            yield X[:8], Y[:8]

    model = sequential()
    model.compile("sgd", "categorical_crossentropy")
    history = model.fit_generator(batches(), steps_per_epoch=3, epochs=2, verbose=0)
    assert len(history.history["loss"]) == 2
    assert model.predict_generator(batches(), steps=2).shape == (16, 3)


def test_clones_configs_and_ready_made_networks_are_models_of_this_keras():
    import json

    model = Sequential([functional(), layers.Dense(2)])
    model.build((None, 4))
    for other in (
        keras.models.clone_model(model),
        keras.models.model_from_json(model.to_json()),
        Sequential.from_config(model.get_config()),
    ):
        other.compile("rmsprop", "mse")
        assert type(other) is Sequential and isinstance(other.optimizer, optimizers.RMSprop)
        other.predict_classes(X)
        assert type(other.layers[0]) is type(model.layers[0])
    assert json.loads(model.to_json())["class_name"] == "Sequential"
    network = keras.applications.mobilenet.MobileNet(weights=None, input_shape=(32, 32, 3), classes=2, alpha=0.25)
    network.compile("adam", "mse")
    assert isinstance(network.optimizer, optimizers.Adam)


def test_early_stopping_and_validation_every_second_epoch():
    model = sequential()
    model.compile(optimizers.SGD(learning_rate=0.0), "categorical_crossentropy", metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=2)
    history = model.fit(X, Y, epochs=20, validation_data=(X, Y), validation_freq=2, callbacks=[stop], verbose=0)
    assert set(history.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert len(history.history["loss"]) == 6 and len(history.history["val_loss"]) == 3


def test_meters_reset():
    mean, accuracy = keras.metrics.Mean(), tf.metrics.Accuracy()
    mean.update_state(float(tf.constant(2.0)))
    mean.update_state(4.0)
    assert mean.result().numpy() == 3
    accuracy.update_state([1, 2, 3, 4], [0, 2, 3, 4])
    assert accuracy.result().numpy() == 0.75
    for meter in (mean, accuracy):
        meter.reset_states()
        assert meter.result().numpy() == 0
    categorical = keras.metrics.CategoricalAccuracy()
    categorical.update_state(y_true=[[0.0, 1.0], [1.0, 0.0]], y_pred=[[0.1, 0.9], [0.2, 0.8]])
    assert categorical.result().numpy() == 0.5


def test_losses_have_their_second_names():
    assert tf.losses.CategoricalCrossentropy is keras.losses.CategoricalCrossentropy
    loss = tf.losses.CategoricalCrossentropy(from_logits=True)
    assert loss([[0.0, 1.0]], [[0.0, 0.0]]).numpy() == pytest.approx(np.log(2))
    assert tf.initializers.GlorotUniform is keras.initializers.GlorotUniform
    assert tf.metrics.Mean is keras.metrics.Mean
