"""The optimizer of a TF1 graph goes on in Keras where the session stopped, slots and step included."""

import numpy as np
import pytest
import tensorflow as tf

from graphnotes import migrate
from tests.migrate.legacy_graphs import initialized_session, legacy_graph, variable

v1 = tf.compat.v1
OPTIMIZERS = {
    "GradientDescent": lambda: v1.train.GradientDescentOptimizer(0.1),
    "Momentum": lambda: v1.train.MomentumOptimizer(0.05, 0.9),
    "Nesterov": lambda: v1.train.MomentumOptimizer(0.05, 0.9, use_nesterov=True),
    "Adam": lambda: v1.train.AdamOptimizer(0.01, 0.8, 0.99, 1e-6),
    "Adagrad": lambda: v1.train.AdagradOptimizer(0.1),
    "Adadelta": lambda: v1.train.AdadeltaOptimizer(0.5, 0.9, 1e-5),
    "RMSProp": lambda: v1.train.RMSPropOptimizer(0.01, 0.8, 0.5, 1e-6),
    "centered RMSProp": lambda: v1.train.RMSPropOptimizer(0.01, 0.8, 0.0, 1e-3, centered=True),
    "Ftrl": lambda: v1.train.FtrlOptimizer(0.1, l1_regularization_strength=0.001, l2_regularization_strength=0.01),
}


def regression(make, step=None):
    with legacy_graph(seed=1) as graph:
        x, y = v1.placeholder(tf.float32, [None, 4], name="x"), v1.placeholder(tf.float32, [None, 2], name="y")
        w, b = variable("w", v1.random_normal([4, 2])), variable("b", tf.zeros([2]))
        loss = tf.reduce_mean(tf.square(x @ w + b - y), name="loss")
        step = v1.train.get_or_create_global_step() if step else None
        make().minimize(loss, step, name="train")
    return initialized_session(graph)


def data(count):
    rng = np.random.default_rng(0)
    return [(rng.normal(size=(8, 4)).astype("f"), rng.normal(size=(8, 2)).astype("f")) for _ in range(count)]


def train_in_keras(module, optimizer, batches):
    loss = module.function({"x": "x:0", "y": "y:0"}, "loss:0")
    weights = [module.by_name["w"], module.by_name["b"]]
    for x, y in batches:
        with tf.GradientTape() as tape:
            value = loss(x, y)
        optimizer.apply_gradients(zip(tape.gradient(value, weights), weights, strict=True))


def assert_goes_on(session):
    """Three steps in the session, then four more there and in Keras: the same weights."""
    batches = data(7)
    for x, y in batches[:3]:
        session.run("train", {"x:0": x, "y:0": y})
    module = migrate.to_module(session)
    optimizer = migrate.optimizer_for(session, module)
    for x, y in batches[3:]:
        session.run("train", {"x:0": x, "y:0": y})
    train_in_keras(module, optimizer, batches[3:])
    after = migrate.open_legacy(session).variables
    for name in ("w", "b"):
        np.testing.assert_allclose(module.by_name[name], after[name].value, rtol=2e-5, atol=1e-6)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_goes_on_where_the_session_stopped(name):
    assert_goes_on(regression(OPTIMIZERS[name]))


def test_a_decayed_learning_rate_becomes_a_schedule():
    def make():
        return v1.train.GradientDescentOptimizer(v1.train.exponential_decay(0.2, v1.train.get_global_step(), 2, 0.5, staircase=True))

    assert_goes_on(regression(make, step=True))


def test_what_cannot_be_recovered_is_named():
    with pytest.raises(migrate.CannotMigrate, match="ApplyProximalGradientDescent.*Keras has no optimizer"):
        migrate.optimizer_for(regression(lambda: v1.train.ProximalGradientDescentOptimizer(0.1)))
    with legacy_graph() as graph:
        tf.identity(variable("w", 1.0))
    with pytest.raises(migrate.CannotMigrate, match="no update kernel"):
        migrate.optimizer_for(initialized_session(graph))


def test_a_fed_learning_rate_has_to_be_given():
    with legacy_graph() as graph:
        rate = v1.placeholder(tf.float32, [], name="rate")
        w = variable("w", 1.0)
        v1.train.GradientDescentOptimizer(rate).minimize(tf.square(w))
    session = initialized_session(graph)
    with pytest.raises(migrate.CannotMigrate, match="rate:0 .Placeholder"):
        migrate.optimizer_for(session)
    assert float(migrate.optimizer_for(session, learning_rate=0.25).learning_rate) == 0.25
