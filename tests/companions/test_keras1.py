"""Keras 1's initialisations, regularizers and `Merge`, on tf-keras."""

import numpy as np
import pytest

from graphnotes.check.beside import verdict
from graphnotes.companions import keras1, keras2
from graphnotes.runner import world


@pytest.fixture(scope="module")
def keras():
    imports = world.prepare("1")
    return lambda path: imports.builtins.__import__(path, {}, {}, ("__name__",), 0)


def test_initialisations_make_variables_of_the_scale_of_then(keras):
    K, made = keras("keras.backend"), keras("keras.initializations")
    values = {name: K.get_value(getattr(made, name)((200, 100))) for name in ("uniform", "lecun_uniform", "glorot_normal", "he_normal", "he_uniform")}
    for name, spread in {"uniform": 0.05 / 3**0.5, "lecun_uniform": 200**-0.5, "glorot_normal": (2 / 300) ** 0.5, "he_normal": 0.1, "he_uniform": 0.1}.items():
        assert values[name].std() == pytest.approx(spread, rel=0.05), name
    rows = K.get_value(made.orthogonal((4, 6)))
    np.testing.assert_allclose(rows @ rows.T, 1.21 * np.eye(4), atol=1e-5)
    np.testing.assert_array_equal(K.get_value(made.identity((2, 2), scale=3)), 3 * np.eye(2))
    assert made.get("normal") is made.normal and K.get_value(made.one((2,))).tolist() == [1, 1]
    with pytest.raises(ValueError, match="nosuch"):
        made.get("nosuch")


def test_a_function_of_a_shape_initialises_a_layer(keras):
    layers, models, made = keras("keras.layers"), keras("keras.models"), keras("keras.initializations")
    l2 = keras("keras.regularizers").activity_l2
    item = layers.Input(shape=(1,), dtype="int32")
    row = layers.Embedding(input_dim=5, output_dim=3, init=lambda shape, name=None: made.one(shape, name=name), W_regularizer=l2(0.1), input_length=1)
    both = layers.Merge(mode="mul")([layers.Flatten()(row(item)), layers.Flatten()(row(item))])
    model = models.Model(input=[item], output=layers.Dense(1, init="one", bias=False)(both))
    assert model.predict(np.array([[1], [4]])).tolist() == [[3], [3]]
    assert keras("keras.engine.training").collect_trainable_weights(model) == model.trainable_weights
    with pytest.raises(NotImplementedError, match="build a Model"):
        layers.Merge([model, model], mode="sum")


def test_check_knows_them():
    for name in keras1.INITIALIZATIONS:
        assert verdict(f"keras.initializations.{name}").status == "restored"
    for name in ("keras.layers.Merge", "keras.regularizers.l1l2", "keras.initializations", "keras.engine.training.collect_trainable_weights"):
        assert verdict(name).status == "restored"
    assert verdict("keras.initializations.nosuch").status == "not supported"
    assert "keras.initializations" in keras2._MOVED
