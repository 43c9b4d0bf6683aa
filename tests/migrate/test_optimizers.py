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
    "Ftrl with shrinkage": lambda: v1.train.FtrlOptimizer(0.1, -0.6, 0.2, 0.001, 0.01, l2_shrinkage_regularization_strength=0.05),
    "RMSProp with momentum": lambda: v1.train.RMSPropOptimizer(0.01, 0.8, 0.5, 1e-3, centered=True),
    "ProximalGradientDescent": lambda: v1.train.ProximalGradientDescentOptimizer(0.1, 0.01, 0.02),
    "ProximalAdagrad": lambda: v1.train.ProximalAdagradOptimizer(0.1, 0.2, 0.01, 0.02),
    "AdagradDA": lambda: v1.train.AdagradDAOptimizer(0.1, v1.train.get_or_create_global_step(), 0.2, 0.001, 0.002),
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
    """Three steps in the session, then twenty more there and in Keras: the same weights."""
    batches = data(23)
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
    assert_goes_on(regression(OPTIMIZERS[name], step=name == "AdagradDA"))


DECAYED = {
    "GradientDescent": lambda rate: v1.train.GradientDescentOptimizer(rate),
    "Nesterov": lambda rate: v1.train.MomentumOptimizer(rate, 0.9, use_nesterov=True),
    "Adam": lambda rate: v1.train.AdamOptimizer(rate),
}
DECAYED_TOO = {
    "Adagrad": lambda rate: v1.train.AdagradOptimizer(rate),
    "Adadelta": lambda rate: v1.train.AdadeltaOptimizer(rate, 0.9, 1e-5),
    "RMSProp with momentum": lambda rate: v1.train.RMSPropOptimizer(rate * 0.1, 0.8, 0.5, 1e-3),
    "centered RMSProp": lambda rate: v1.train.RMSPropOptimizer(rate * 0.1, 0.8, 0.5, 1e-3, centered=True),
    "Ftrl": lambda rate: v1.train.FtrlOptimizer(rate, l1_regularization_strength=0.001),
}


@pytest.mark.parametrize("name", DECAYED)
def test_a_decayed_learning_rate_becomes_a_schedule(name):
    def make():
        return DECAYED[name](v1.train.exponential_decay(0.2, v1.train.get_global_step(), 2, 0.5, staircase=True))

    assert_goes_on(regression(make, step=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", DECAYED_TOO)
def test_other_optimizers_under_a_decayed_learning_rate(name):
    def make():
        return DECAYED_TOO[name](v1.train.exponential_decay(0.2, v1.train.get_global_step(), 4, 0.5))

    assert_goes_on(regression(make, step=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", DECAYED)
def test_a_fed_learning_rate_goes_on_from_the_slots(name):
    """The rate is fed; the slots are the graph's."""
    session = regression(lambda: DECAYED[name](v1.placeholder_with_default(0.05, [], name="rate")))
    assert_goes_on(session)
    session = regression(lambda: DECAYED[name](v1.placeholder(tf.float32, [], name="rate")))
    for x, y in data(3):
        session.run("train", {"x:0": x, "y:0": y, "rate:0": 0.05})
    module = migrate.to_module(session)
    with pytest.raises(migrate.CannotMigrate, match="rate:0 .Placeholder"):
        migrate.optimizer_for(session, module)
    optimizer = migrate.optimizer_for(session, module, learning_rate=0.05)
    for x, y in data(5):
        session.run("train", {"x:0": x, "y:0": y, "rate:0": 0.05})
    train_in_keras(module, optimizer, data(5))
    after = migrate.open_legacy(session).variables
    for weight in ("w", "b"):
        np.testing.assert_allclose(module.by_name[weight], after[weight].value, rtol=2e-5, atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("name", DECAYED)
def test_a_learning_rate_kept_in_a_variable_follows_the_variable(name):
    session = regression(lambda: DECAYED[name](variable("rate", 0.05, trainable=False)))
    module = migrate.to_module(session)
    optimizer = migrate.optimizer_for(session, module)
    for rate in (0.05, 0.001):
        module.by_name["rate"].assign(rate)
        session.run("rate/Assign", {"rate/initial_value:0": rate})
        for x, y in data(5):
            session.run("train", {"x:0": x, "y:0": y})
        train_in_keras(module, optimizer, data(5))
    after = migrate.open_legacy(session).variables
    for weight in ("w", "b"):
        np.testing.assert_allclose(module.by_name[weight], after[weight].value, rtol=2e-5, atol=1e-6)


def test_adam_goes_on_after_its_powers_have_vanished_and_apart_from_the_global_step():
    session = regression(lambda: v1.train.AdamOptimizer(v1.train.polynomial_decay(0.1, v1.train.get_global_step(), 40)), step=True)
    session.run("global_step/Assign", {"global_step/Initializer/zeros:0": 7})
    for powers in ((0.9**4, 0.999**4), (0.0, 0.999**1000), (0.0, 0.0)):
        for name, value in zip(("beta1_power", "beta2_power"), powers, strict=True):
            session.run(f"{name}/Assign", {f"{name}/initial_value:0": value})
        assert_goes_on(session)


ROWS = {
    "Momentum": lambda: v1.train.MomentumOptimizer(0.1, 0.9),
    "Adagrad": lambda: v1.train.AdagradOptimizer(0.1),
    "Adam": lambda: v1.train.AdamOptimizer(0.05),
    "RMSProp": lambda: v1.train.RMSPropOptimizer(0.01, 0.8, 0.5, 1e-3),
    "Ftrl": lambda: v1.train.FtrlOptimizer(0.1, l1_regularization_strength=0.01),
    "ProximalAdagrad": lambda: v1.train.ProximalAdagradOptimizer(0.1, 0.2, 0.01, 0.02),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ROWS)
def test_embedding_rows_are_updated_as_in_the_session(name):
    """Of the rows a batch doesn't look up: momentum leaves them, Adam moves them on."""
    with legacy_graph(seed=1) as graph:
        ids, y = v1.placeholder(tf.int64, [None], name="ids"), v1.placeholder(tf.float32, [None, 2], name="y")
        table, w = variable("table", v1.random_normal([6, 3])), variable("w", v1.random_normal([3, 2]))
        loss = tf.reduce_mean(tf.square(v1.nn.embedding_lookup(table, ids) @ w - y), name="loss")
        ROWS[name]().minimize(loss, name="train")
    session = initialized_session(graph)
    rng = np.random.default_rng(0)
    batches = [(rng.integers(0, 6, 3), rng.normal(size=(3, 2)).astype("f")) for _ in range(12)]
    for looked_up, labels in batches[:3]:
        session.run("train", {"ids:0": looked_up, "y:0": labels})
    module = migrate.to_module(session)
    optimizer = migrate.optimizer_for(session, module)
    loss = module.function({"ids": "ids:0", "y": "y:0"}, "loss:0")
    weights = [module.by_name["table"], module.by_name["w"]]
    for looked_up, labels in batches[3:]:
        session.run("train", {"ids:0": looked_up, "y:0": labels})
        with tf.GradientTape() as tape:
            value = loss(looked_up, labels)
        optimizer.apply_gradients(zip(tape.gradient(value, weights), weights, strict=True))
    after = migrate.open_legacy(session).variables
    for weight in ("table", "w"):
        np.testing.assert_allclose(module.by_name[weight], after[weight].value, rtol=2e-5, atol=1e-6)


def test_what_cannot_be_recovered_is_named():
    with legacy_graph() as graph:
        w = variable("w", [1.0])
        tf.raw_ops.ApplyPowerSign(var=w._ref(), m=variable("m", [0.0])._ref(), lr=0.1, logbase=1.0, sign_decay=1.0, beta=0.9, grad=w)
    with pytest.raises(migrate.CannotMigrate, match=r"ApplyPowerSign.*no optimizer of TensorFlow 1.15"):
        migrate.optimizer_for(initialized_session(graph))
    with legacy_graph() as graph:
        tf.identity(variable("w", 1.0))
    with pytest.raises(migrate.CannotMigrate, match="no update kernel"):
        migrate.optimizer_for(initialized_session(graph))


@pytest.mark.parametrize("optimizer", [v1.train.GradientDescentOptimizer, v1.train.AdamOptimizer])
def test_a_model_of_nothing_but_embeddings_is_sent_to_its_train_op(optimizer):
    """These two have no kernel for rows; the train_op itself is carried over."""
    with legacy_graph() as graph:
        ids = v1.placeholder(tf.int32, [None], name="ids")
        table = variable("table", tf.ones([4, 2]))
        train = optimizer(0.1).minimize(tf.reduce_sum(tf.square(tf.gather(table, ids))))
    session = initialized_session(graph)
    with pytest.raises(migrate.CannotMigrate, match=r"\(Scatter.*: rows are updated one by one.* migrate the train_op itself with to_function"):
        migrate.optimizer_for(session)
    step = migrate.to_function(session, ["ids:0"], train)
    for rows in ([1, 2, 2], [3, 2]):
        step(np.int32(rows))
        session.run(train, {ids: rows})
    np.testing.assert_allclose(step.module.by_name["table"], session.run(table), rtol=1e-6)


def test_a_fed_learning_rate_has_to_be_given():
    with legacy_graph() as graph:
        rate = v1.placeholder(tf.float32, [], name="rate")
        w = variable("w", 1.0)
        v1.train.GradientDescentOptimizer(rate).minimize(tf.square(w))
    session = initialized_session(graph)
    with pytest.raises(migrate.CannotMigrate, match="rate:0 .Placeholder"):
        migrate.optimizer_for(session)
    assert float(migrate.optimizer_for(session, learning_rate=0.25).learning_rate) == 0.25
