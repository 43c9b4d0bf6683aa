"""A learning rate is the one the script says, by every way to name an optimizer."""

import numpy as np
import pytest
from graphnotes.tf20.keras import Sequential, layers, optimizers

import graphnotes.tf20 as tf

NAMES = ["Adadelta", "Adagrad", "Adam", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD"]

pytestmark = pytest.mark.filterwarnings("ignore:The `lr` argument is deprecated")


def rate(optimizer):
    return pytest.approx(float(optimizer.learning_rate), rel=1e-6)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore:TensorFlow 2.0's Ftrl")
def test_lr_is_the_learning_rate(name):
    make = getattr(optimizers, name)
    assert rate(make(lr=0.01)) == 0.01
    assert rate(make(learning_rate=0.02)) == 0.02
    assert rate(make(0.03)) == 0.03
    optimizer = make(lr=0.01)
    optimizer.lr = 0.5
    assert rate(optimizer) == 0.5
    assert optimizer.get_config()["learning_rate"] == pytest.approx(0.5)


def test_ftrl_says_that_2_0_ignored_its_lr():
    with pytest.warns(UserWarning, match="TensorFlow 2.0's Ftrl ignored lr="):
        optimizers.Ftrl(lr=0.01)


def test_sgd_steps_by_its_lr():
    variable = tf.Variable([1.0, 2.0])
    optimizers.SGD(lr=0.25).apply_gradients([(tf.constant([1.0, -1.0]), variable)])
    assert variable.numpy().tolist() == [0.75, 2.25]


def test_decay_divides_the_rate():
    variable = tf.Variable(0.0)
    optimizer = optimizers.SGD(lr=1.0, decay=1.0)
    steps = []
    for _ in range(3):
        before = variable.numpy()
        optimizer.apply_gradients([(tf.constant(-1.0), variable)])
        steps.append(variable.numpy() - before)
    assert np.allclose(steps, [1, 1 / 2, 1 / 3])


@pytest.mark.parametrize("name", NAMES)
def test_every_way_to_name_an_optimizer_gives_the_same_class(name):
    cls = getattr(optimizers, name)
    assert getattr(tf.optimizers, name) is cls
    assert type(optimizers.get(name)) is cls
    assert type(optimizers.get(name.lower())) is cls
    config = optimizers.serialize(cls(0.125))
    assert set(config) == {"class_name", "config"}
    again = optimizers.deserialize(config)
    assert type(again) is cls and rate(again) == 0.125
    assert type(optimizers.get(config)) is cls
    model = Sequential([layers.Dense(1)])
    model.compile(optimizer=name.lower(), loss="mse")
    assert type(model.optimizer) is cls
    assert isinstance(model.optimizer, optimizers.Optimizer)


def test_an_unknown_optimizer_is_an_error():
    with pytest.raises(ValueError, match="nosuch"):
        optimizers.get("nosuch")


def test_other_programs_keep_the_optimizers_of_tf_keras():
    import tf_keras

    model = tf_keras.Sequential([tf_keras.layers.Dense(1)])
    model.compile("adam", "mse")
    assert type(model.optimizer) is tf_keras.optimizers.Adam
    assert type(model.optimizer) is not optimizers.Adam
