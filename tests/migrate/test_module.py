"""A migrated module computes, trains, saves and restores as the TF1 session did."""

import pathlib

import numpy as np
import pytest
import tensorflow as tf

from graphnotes import migrate
from tests.migrate.legacy_graphs import initialized_session, legacy_graph, variable

v1 = tf.compat.v1
DATA = pathlib.Path(__file__).parents[2] / "checkpoints"


@pytest.fixture(scope="module")
def sequence():
    return migrate.open_legacy(DATA / "sequence")


def batch():
    expected = np.load(DATA / "sequence_expected.npz")
    return expected["ids"], expected["labels"], expected["logits"]


FEEDS = {"ids": "ids:0", "labels": "labels:0", "training": "training:0"}
LOSS = "sparse_softmax_cross_entropy_loss/value:0"


def restored_session(model):
    session = v1.Session(graph=model.graph)
    session.run("save/restore_all", {"save/Const:0": str(DATA / "sequence/model.ckpt-30")})
    return session


def test_recurrent_model_of_1_15_gives_its_recorded_logits(sequence):
    ids, _, logits = batch()
    forward = migrate.to_module(sequence, {"ids": "ids:0", "training": "training:0"}, {"logits": "logits/BiasAdd:0"})
    np.testing.assert_allclose(forward(ids=ids, training=False)["logits"], logits, atol=2e-6, rtol=0)


def test_gradients_go_through_lifted_loops_and_equal_tf1s(sequence):
    """TF1's while loops become TF2 ones, so a GradientTape differentiates them; TF1's own gradient is the reference."""
    ids, labels, _ = batch()
    module = migrate.to_module(sequence)
    loss = module.function(FEEDS, LOSS)
    assert loss.no_gradient is None
    with tf.GradientTape() as tape:
        value = loss(ids, labels, False)
    gradients = tape.gradient(value, {name: v for name, v in module.by_name.items() if v.trainable})
    session = restored_session(sequence)
    compared = 0
    for op in sequence.graph.get_operations():
        if op.type == "ApplyAdam":
            expected = session.run(op.inputs[9], {"ids:0": ids, "labels:0": labels, "training:0": False})
            np.testing.assert_allclose(gradients[op.inputs[0].op.name], expected, atol=1e-6, rtol=1e-5)
            compared += 1
    assert compared == 12
    assert gradients["embed/table/part_0"] is not None


def test_the_train_op_itself_runs_with_its_tf1_backward_loops(sequence):
    """Dropout, Adam slots, moving averages, batch norm: six steps, step by step the session's losses."""
    ids, labels, _ = batch()
    module = migrate.to_module(sequence)
    train = module.function(FEEDS, {"step": "Adam", "loss": LOSS})
    assert "no gradient" in train.no_gradient
    session = restored_session(sequence)
    for _ in range(6):
        expected = session.run(["Adam", LOSS], {"ids:0": ids, "labels:0": labels, "training:0": True})[1]
        result = train(ids=ids, labels=labels, training=True)
        assert result["step"] is None
        np.testing.assert_allclose(result["loss"], expected, rtol=1e-5)


def test_slots_and_weights_follow_the_session():
    with legacy_graph() as graph:
        x = v1.placeholder(tf.float32, [None, 3], name="x")
        w = variable("w", tf.ones([3, 2]))
        step = v1.train.get_or_create_global_step()
        loss = tf.reduce_mean(tf.square(x @ w), name="loss")
        v1.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True).minimize(loss, step, name="train")
    session = initialized_session(graph)
    module = migrate.to_module(session)
    train = module.function({"x": x}, "train")
    feed = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")
    for _ in range(3):
        session.run("train", {x: feed})
        train(feed)
    assert set(module.by_name) == {"w", "w/Momentum", "global_step"}
    after = migrate.open_legacy(session).variables
    for name, held in module.by_name.items():
        np.testing.assert_array_equal(held, after[name].value, name)


def test_what_an_update_only_waits_for_is_not_computed():
    """A first layer's input gradient: `tuple/group_deps` waits for it, nothing takes it. Sessions drop it, so do migrated functions."""
    with legacy_graph() as graph:
        x = v1.placeholder(tf.float32, [None, 8, 8, 1], name="x")
        kernel = variable("kernel", tf.ones([3, 3, 1, 2]))
        loss = tf.reduce_mean(tf.square(tf.nn.conv2d(x * 2.0, kernel, 1, "SAME")), name="loss")
        v1.train.GradientDescentOptimizer(0.1).minimize(loss, name="train")
    session = initialized_session(graph)
    module = migrate.to_module(session)
    train = module.function({"x": x}, "train")
    held = [op.type for op in train.get_concrete_function().graph.get_operations()]
    assert "Conv2DBackpropInput" in [op.type for op in graph.get_operations()]
    assert "Conv2DBackpropInput" not in held and "Conv2DBackpropFilter" in held
    feed = np.random.default_rng(0).normal(size=(4, 8, 8, 1)).astype("float32")
    session.run("train", {x: feed})
    train(feed)
    np.testing.assert_array_equal(module.by_name["kernel"], migrate.open_legacy(session).variables["kernel"].value)


def test_what_checks_draws_or_steers_runs_though_nothing_takes_its_value():
    with legacy_graph(seed=3) as graph:
        x = v1.placeholder(tf.float32, [None], name="x")
        with tf.control_dependencies([v1.check_numerics(x, "not a number"), v1.assert_less(x, 10.0)]):
            checked = tf.identity(x, "checked")
        noise = v1.random_uniform([2], name="noise")
        with tf.control_dependencies([noise]):
            counted = tf.identity(x, "counted")
        taken = variable("taken", 0.0)
        inside = tf.cond(x[0] > 0, lambda: v1.assign_add(taken, 1.0), lambda: tf.constant(0.0))
        with tf.control_dependencies([inside]):
            steered = tf.identity(x, "steered")
    module = migrate.to_module(initialized_session(graph))
    check = module.function({"x": x}, checked)
    for wrong in ([np.nan], [11.0]):
        with pytest.raises(tf.errors.InvalidArgumentError):
            check(np.float32(wrong))
    kept = module.function({"x": x}, counted).get_concrete_function().graph.get_operations()
    assert "RandomUniform" in [op.type for op in kept]
    step = module.function({"x": x}, steered)
    for value in (1.0, -1.0, 2.0):
        step(np.float32([value]))
    assert module.by_name["taken"].numpy() == 2.0


def test_checkpoint_round_trip(tmp_path, sequence):
    module = migrate.to_module(sequence)
    path = tf.train.Checkpoint(module=module).write(str(tmp_path / "ckpt"))
    kept = {name: v.numpy() for name, v in module.by_name.items()}
    module.by_name["bn/gamma"].assign(tf.zeros([32]))
    tf.train.Checkpoint(module=module).read(path).assert_consumed()
    for name, value in kept.items():
        np.testing.assert_array_equal(module.by_name[name], value, name)


def test_assignments_returned_as_values_and_read_after_write():
    with legacy_graph() as graph:
        counter = variable("counter", 0.0, trainable=False)
        twice = v1.assign_add(v1.assign_add(counter, 1.0), 10.0, name="twice")
        table = variable("table", tf.zeros([4, 2]), trainable=False)
        scattered = v1.scatter_add(table, [1, 1, 3], tf.ones([3, 2]), name="scattered")
        row = v1.assign(table[0], [5.0, 6.0])
    session = initialized_session(graph)
    module = migrate.to_module(session)
    bump = module.function({}, {"twice": twice, "scattered": scattered, "row": row.op})
    result = bump()
    assert result["twice"].numpy() == 11.0
    np.testing.assert_array_equal(module.by_name["table"], [[5, 6], [2, 2], [0, 0], [1, 1]])


def test_a_variable_itself_is_fetched_as_its_value():
    with legacy_graph() as graph:
        held = variable("held", [1.0, 2.0])
        update = v1.assign_add(held, [1.0, 1.0])
    module = migrate.to_module(initialized_session(graph))
    np.testing.assert_array_equal(module.function({}, "held:0")(), [1, 2])
    result = module.function({}, {"update": update.op, "held": "held:0"})()
    np.testing.assert_array_equal(result["held"], [2, 3])


def test_conditions_nested_in_loops_are_lifted_and_differentiable():
    with legacy_graph() as graph:
        x = v1.placeholder(tf.float32, [], name="x")
        w = variable("w", 1.5)

        def body(i, total):
            term = tf.cond(tf.equal(i % 2, 0), lambda: w * total, lambda: total + tf.square(w))
            return i + 1, term

        _, total = tf.while_loop(lambda i, _: i < 5, body, [0, x])
        y = tf.cond(x > 0.0, lambda: total * 2.0, lambda: -total, name="choice")
        y = tf.identity(y, "y")
        dy = tf.gradients(y, [x, w])
    session = initialized_session(graph)
    module = migrate.to_module(session)
    function = module.function({"x": x}, y)
    assert function.no_gradient is None
    for value in (2.0, -3.0):
        with tf.GradientTape() as tape:
            given = tf.constant(value)
            tape.watch(given)
            out = function(given)
        expected = session.run([y, *dy], {x: value})
        assert out.numpy() == expected[0]
        np.testing.assert_allclose(tape.gradient(out, [given, module.by_name["w"]]), expected[1:], rtol=1e-6)


def test_what_runs_after_an_update_sees_it_as_in_a_session():
    """A session's `read` is the variable's own memory; two optimizers in a row rely on it without knowing."""
    with legacy_graph() as graph:
        a, b = variable("a", 1.0), variable("b", 2.0)
        loss = tf.square(a * b - 1.0)
        first = v1.train.GradientDescentOptimizer(0.1).minimize(loss, var_list=[a])
        with tf.control_dependencies([first]):
            second = v1.train.GradientDescentOptimizer(0.1).minimize(-loss, var_list=[b], name="second")
    session = initialized_session(graph)
    module = migrate.to_module(session)
    train = module.function({}, second)
    for _ in range(4):
        session.run(second)
        train()
        expected = migrate.open_legacy(session).variables
        assert module.by_name["a"].numpy() == expected["a"].value
        assert module.by_name["b"].numpy() == expected["b"].value


def test_an_update_in_a_branch_not_taken_leaves_later_reads_alive():
    with legacy_graph() as graph:
        which = v1.placeholder(tf.bool, [], name="which")
        a = variable("a", 1.0)
        seen = a.read_value() * 2.0
        done = tf.cond(which, lambda: v1.assign_add(a, 1.0), lambda: tf.constant(0.0))
        with tf.control_dependencies([done]):
            total = tf.identity(a.value() + seen, "total")
    module = migrate.to_module(initialized_session(graph))
    function = module.function({"which": which}, total)
    assert np.isfinite([function(tf.constant(b)).numpy() for b in (False, True, False)]).all()


def test_graph_mode_is_said_with_the_way_out():
    with legacy_graph() as graph:
        y = tf.identity(v1.placeholder(tf.float32, [3], name="x"))
        session = v1.Session(graph=graph)
        with pytest.raises(RuntimeError, match="here TensorFlow is in graph mode.*call it after that block"):
            migrate.to_module(session)
    assert migrate.to_function(session, ["x:0"], y)(np.ones(3, "f")).shape == (3,)


def test_a_long_chain_of_conditions_is_no_deep_recursion():
    """As `static_rnn` with sequence lengths writes it: each step copies the state past the end of the sequences."""
    with legacy_graph() as graph:
        x, last = v1.placeholder(tf.float32, [3], name="x"), v1.placeholder(tf.int32, [], name="last")
        h = x
        for step in range(60):
            h = tf.cond(last > step, lambda h=h: tf.tanh(h) + x, lambda h=h: tf.identity(h))
    function = migrate.to_function(initialized_session(graph), [x, last], h)
    assert function.no_gradient is None
    expected = np.ones(3)
    for _ in range(40):
        expected = np.tanh(expected) + 1
    np.testing.assert_allclose(function(np.ones(3, "f"), np.int32(40)), expected, rtol=1e-5)


def test_side_effects_of_a_branch_happen_only_in_that_branch():
    with legacy_graph() as graph:
        which = v1.placeholder(tf.bool, [], name="which")
        count = variable("count", 0, trainable=False)
        done = tf.cond(which, lambda: v1.assign_add(count, 1), lambda: tf.constant(-1), name="done")
    module = migrate.to_module(initialized_session(graph))
    function = module.function({"which": which}, done)
    assert [int(function(tf.constant(b))) for b in (True, False, True)] == [1, -1, 2]
    assert module.by_name["count"].numpy() == 2


def test_lookup_tables_are_carried_over(tmp_path):
    with legacy_graph() as graph:
        words = v1.placeholder(tf.string, [None], name="words")
        table = tf.lookup.StaticHashTable(
            tf.lookup.KeyValueTensorInitializer(tf.constant(["a", "b"]), tf.constant([7, 8], tf.int64)), default_value=-1
        )
        ids = tf.identity(table.lookup(words), "ids")
    session = initialized_session(graph)
    migrate.to_saved_model(session, str(tmp_path / "model"), {"serving_default": ({"words": words}, {"ids": ids})})
    loaded = tf.saved_model.load(str(tmp_path / "model")).signatures["serving_default"]
    np.testing.assert_array_equal(loaded(words=tf.constant(["b", "zzz", "a"]))["ids"], [8, -1, 7])


def test_dropout_draws_what_the_session_draws():
    with legacy_graph(seed=7) as graph:
        x = v1.placeholder(tf.float32, [None, 50], name="x")
        y = v1.nn.dropout(x, rate=0.5, name="y")
    session = initialized_session(graph)
    drop = migrate.to_function(session, {"x": x}, y)
    ones = np.ones([4, 50], "float32")
    for _ in range(3):
        np.testing.assert_array_equal(drop(ones), session.run(y, {x: ones}))


def test_what_cannot_be_carried_over_is_listed_by_name_before_anything_is_written(tmp_path):
    with legacy_graph() as graph:
        queue = v1.FIFOQueue(4, [tf.float32], [[2]], name="batches")
        fed = v1.placeholder(tf.float32, [2], name="fed")
        out = queue.dequeue(name="next") + fed + v1.py_func(lambda: np.float32(1), [], tf.float32, name="python")
        out = tf.identity(out, "out")
    session = initialized_session(graph)
    listed = migrate.not_carried(session, {}, out)
    assert [line.split(" ")[0] for line in listed] == ["batches", "fed:0", "python"]
    with pytest.raises(migrate.CannotMigrate, match="batches .FIFOQueueV2.*"):
        migrate.to_saved_model(session, str(tmp_path / "model"), {"serving_default": ({"fed": fed}, {"out": out})})
    assert not (tmp_path / "model").exists()
    assert migrate.not_carried(session, {"fed": fed, "batch": "next:0", "one": "python:0"}, out) == []


def test_saved_model_of_1_15_rewritten_for_tf2(tmp_path):
    expected = np.load(DATA / "softmax_expected.npz")
    migrate.to_saved_model(DATA / "softmax_saved_model", str(tmp_path / "model"))
    loaded = tf.saved_model.load(str(tmp_path / "model"))
    scores = loaded.signatures["serving_default"](images=tf.constant(expected["images"]))["scores"]
    np.testing.assert_allclose(scores, expected["scores"], atol=1e-6, rtol=0)
    assert len(loaded.signatures["serving_default"].captured_inputs) == 2  # W and b


def test_a_function_takes_what_a_tf_function_takes_and_refuses_what_it_refuses():
    with legacy_graph() as graph:
        x = v1.placeholder(tf.float32, [None, 2], name="x")
        rate = v1.placeholder(tf.float32, [], name="rate")
        w = variable("w", [[1.0], [2.0]])
        y = tf.identity(rate * (x @ w), "y")
    module = migrate.to_module(initialized_session(graph))
    function = module.function({"x": x, "rate": rate}, y)
    feed, doubled = np.ones([3, 2], "float32"), np.full([3, 1], 6.0, "float32")
    assert isinstance(function, tf.types.experimental.PolymorphicFunction)
    for given in (function(feed, 2), function(x=feed, rate=np.float32(2)), function(rate=2.0, x=feed), function(tf.constant(feed), tf.constant(2.0)), function([[1.0, 1]] * 3, 2)):
        np.testing.assert_array_equal(given, doubled)
    with tf.GradientTape() as tape:
        value = function(feed, 2)
    np.testing.assert_array_equal(tape.gradient(value, module.by_name["w"]), [[6.0], [6.0]])
    outer = tf.function(lambda x: function(x, 2.0) + 1)
    np.testing.assert_array_equal(outer(feed), doubled + 1)
    for wrong in ({"x": np.ones([3, 3], "float32"), "rate": 2.0}, {"x": feed}, {"x": feed, "rate": 2.0, "z": 1}, {"x": tf.ones([3, 2], tf.float64), "rate": 2.0}):
        with pytest.raises(TypeError):
            function(**wrong)
    tf.config.run_functions_eagerly(True)
    try:
        np.testing.assert_array_equal(outer(feed), doubled + 1)
    finally:
        tf.config.run_functions_eagerly(False)
