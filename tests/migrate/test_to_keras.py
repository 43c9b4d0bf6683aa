"""Graphs of recognised layers become functional Keras models, in Keras 3 and in tf-keras."""

import pathlib

import numpy as np
import pytest
import tensorflow as tf

import graphnotes
from graphnotes import migrate
from tests.migrate.legacy_graphs import initialized_session, legacy_graph, variable

v1 = tf.compat.v1
CHECKPOINTS = pathlib.Path(__file__).parents[2] / "checkpoints"


@pytest.fixture(params=["Keras 3", "tf-keras"])
def keras(request):
    if request.param == "Keras 3":
        return tf.keras
    import tf_keras

    return tf_keras


def test_the_cnn_1_15_trained(keras):
    model = migrate.to_keras(CHECKPOINTS / "cnn", "Placeholder:0", "Softmax:0", {"Placeholder_2:0": 0.5}, keras)
    kinds = [type(layer).__name__ for layer in model.layers]
    wanted = ["InputLayer", "Reshape", *["Conv2D", "Activation", "MaxPooling2D"] * 2, "Reshape", "Dense", "Activation", "Dropout", "Dense", "Activation"]
    assert kinds == wanted
    assert next(layer for layer in model.layers if type(layer).__name__ == "Dropout").rate == 0.5
    expected = np.load(CHECKPOINTS / "cnn_expected.npz")
    np.testing.assert_allclose(model(expected["images"]), expected["scores"], atol=1e-5)


def test_an_mlp_with_batch_norm(keras):
    with legacy_graph() as graph:
        x = v1.placeholder(tf.float32, [None, 5], name="x")
        training = v1.placeholder_with_default(False, [], name="training")
        w = variable("w", v1.random_normal([5, 8], seed=1))
        h = x @ w
        moving_mean = variable("moving_mean", v1.random_normal([8], seed=2), trainable=False)
        moving_variance = variable("moving_variance", v1.random_uniform([8], 1, 2, seed=3), trainable=False)
        mean, var = tf.nn.moments(h, [0])
        v1.assign_sub(moving_mean, (moving_mean - mean) * 0.25)
        used = tf.cond(training, lambda: (mean, var), lambda: (tf.identity(moving_mean), tf.identity(moving_variance)))
        h = tf.nn.batch_normalization(h, *used, variable("beta", tf.fill([8], 0.3)), variable("gamma", tf.fill([8], 1.7)), 0.01)
        y = tf.nn.tanh(h) @ variable("out", v1.random_normal([8, 2], seed=4)) + variable("bias", tf.ones([2]))
    session = initialized_session(graph)
    model = migrate.to_keras(session, x, y, keras=keras)
    layer = next(layer for layer in model.layers if type(layer).__name__ == "BatchNormalization")
    assert (layer.momentum, layer.epsilon) == (0.75, pytest.approx(0.01))
    feed = np.random.default_rng(0).normal(size=(6, 5)).astype("f")
    np.testing.assert_allclose(model(feed), session.run(y, {x: feed}), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(model(feed, training=True), session.run(y, {x: feed, training: True}), rtol=1e-4, atol=1e-4)


def lstm_classifier(whole):
    """Embedding, a loop as `dynamic_rnn` writes it over a BasicLSTMCell, and a dense layer on the last output."""
    with legacy_graph() as graph:
        ids = v1.placeholder(tf.int64, [None, 6], name="ids")
        table = variable("table", v1.random_normal([11, 4], seed=1))
        sequence = tf.transpose(tf.nn.embedding_lookup(table, ids), [1, 0, 2])
        kernel, bias = variable("kernel", v1.random_normal([9, 20], seed=2)), variable("bias", v1.random_normal([20], seed=3))
        inputs = tf.TensorArray(tf.float32, 6).unstack(sequence)
        outputs = tf.TensorArray(tf.float32, 6)
        start = tf.zeros([tf.shape(ids)[0], 5])

        def body(time, out, c, h):
            z = tf.nn.bias_add(tf.concat([inputs.read(time), h], 1) @ kernel, bias)
            i, j, f, o = tf.split(z, 4, 1)
            c = c * tf.sigmoid(f + 1.0) + tf.sigmoid(i) * tf.tanh(j)
            h = tf.tanh(c) * tf.sigmoid(o)
            return time + 1, out.write(time, h), c, h

        _, outputs, _, last = tf.while_loop(lambda t, *_: t < 6, body, [0, outputs, start, start])
        every = tf.transpose(outputs.stack(), [1, 0, 2])
        every.set_shape([None, 6, 5])
        state = every[:, -1] if whole else last
        y = tf.nn.softmax(state @ variable("out", v1.random_normal([5, 3], seed=4)) + variable("out_bias", tf.zeros([3])))
    return initialized_session(graph), ids, y


@pytest.mark.parametrize("whole", [True, False])
def test_an_lstm_classifier(keras, whole):
    session, ids, y = lstm_classifier(whole)
    model = migrate.to_keras(session, ids, y, keras=keras)
    assert [type(layer).__name__ for layer in model.layers if type(layer).__name__ in ("Embedding", "LSTM", "Dense")] == ["Embedding", "LSTM", "Dense"]
    feed = np.random.default_rng(0).integers(0, 11, (3, 6))
    np.testing.assert_allclose(model(feed), session.run(y, {ids: feed}), rtol=1e-4, atol=1e-5)


REAL = {
    "lstm": ["LSTM", "Dense"],
    "gru": ["GRU", "Dense"],
    "bn": [
        *["Conv2D", "BatchNormalization", "Activation", "MaxPooling2D", "Reshape"],
        *["Dense", "Activation", "BatchNormalization", "Dropout", "Dense"],
    ],
    "keep": ["Dense", "Activation", "Dropout", "Dense"],
}


@pytest.mark.parametrize("name", REAL)
def test_graphs_that_1_15_built(name, keras):
    """tf.layers and tf.nn.dynamic_rnn as 1.15 expanded them; the function over the same graph is the reference."""
    source = pathlib.Path(__file__).parent / "graphs_1_15" / name
    settings = {"training:0": True} if name == "bn" else None
    model = migrate.to_keras(source, "x:0", "y:0", settings, keras)
    kinds = [type(layer).__name__ for layer in model.layers[1:]]
    assert [kind for kind in kinds if kind not in ("SlicingOpLambda", "GetItem")] == REAL[name]  # x[:, -1] is an op, not a layer
    if name == "keep":  # its dropout is always on in the graph
        return
    feed = np.random.default_rng(1).normal(size=[3, *model.input_shape[1:]]).astype("f")
    feeds = {"x": "x:0"} | ({"training": "training:0"} if name == "bn" else {})
    expected = migrate.to_function(source, feeds, "y:0")(*([feed, False] if name == "bn" else [feed]))
    np.testing.assert_allclose(model(feed), expected, rtol=1e-4, atol=1e-6)


def recurrent_net(cells, lengths=None, state=None, time=5):
    """A `dynamic_rnn` as 1.15 built it over a stack of cells; the output is all outputs, or the hidden state of one cell."""
    from graphnotes import tf1

    with graphnotes.legacy_graphs(), tf.Graph().as_default() as graph:
        v1.set_random_seed(3)
        x = tf1.placeholder(tf.float32, [None, time, 3], name="x")
        if lengths == "lengths":
            lengths = tf1.placeholder(tf.int64, [None], name="lengths")
        kinds = {"lstm": lambda n: tf1.nn.rnn_cell.BasicLSTMCell(n, forget_bias=0.5), "gru": tf1.nn.rnn_cell.GRUCell}
        cell = tf1.nn.rnn_cell.MultiRNNCell([kinds[kind](size) for kind, size in cells])
        outputs, states = tf1.nn.dynamic_rnn(cell, x, sequence_length=lengths, dtype=tf.float32)
        tf.identity(outputs if state is None else states[state].h, name="y")
        session = v1.Session(graph=graph)
        session.run(v1.global_variables_initializer())
    return session


@pytest.mark.parametrize(
    ("cells", "state", "layers"),
    [
        ([("lstm", 4), ("lstm", 6)], None, ["LSTM", "LSTM"]),
        ([("lstm", 4), ("lstm", 4), ("lstm", 2)], 2, ["LSTM", "LSTM", "LSTM"]),
        ([("lstm", 4), ("lstm", 4)], 0, ["LSTM"]),
        ([("gru", 4), ("gru", 3)], None, ["GRU", "GRU"]),
    ],
)
def test_stacked_cells(keras, cells, state, layers):
    session = recurrent_net(cells, state=state)
    model = migrate.to_keras(session, "x:0", "y:0", keras=keras)
    assert [type(layer).__name__ for layer in model.layers[1:]] == layers
    feed = np.random.default_rng(0).normal(size=(3, 5, 3)).astype("f")
    np.testing.assert_allclose(model(feed), session.run("y:0", {"x:0": feed}), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    ("cells", "state", "time"), [([("lstm", 4), ("lstm", 6)], None, 5), ([("lstm", 4), ("lstm", 3)], 1, 5), ([("gru", 4)], None, None)]
)
def test_sequence_lengths_become_a_mask(keras, cells, state, time):
    """Past a sequence's end: zeros among the outputs, the last state where only that is asked for."""
    session = recurrent_net(cells, "lengths", state, time)
    model = migrate.to_keras(session, {"x": "x:0", "lengths": "lengths:0"}, "y:0", keras=keras)
    feed, lengths = np.random.default_rng(0).normal(size=(4, 5, 3)).astype("f"), np.int64([5, 2, 0, 4])
    expected = session.run("y:0", {"x:0": feed, "lengths:0": lengths})
    np.testing.assert_allclose(model([feed, lengths]), expected, rtol=1e-4, atol=1e-6)
    if state is None:
        assert not np.any(expected[1, 2:])


def test_lengths_of_one_batch_are_refused_by_name(keras):
    session = recurrent_net([("lstm", 4)], [5, 2])
    with pytest.raises(migrate.CannotMigrate, match=r"rnn/.* \(TensorArrayGatherV3\): sequence lengths that are constants"):
        migrate.to_keras(session, "x:0", "y:0", keras=keras)


def test_both_directions(keras):
    from graphnotes import tf1

    with graphnotes.legacy_graphs(), tf.Graph().as_default() as graph:
        v1.set_random_seed(3)
        x = tf1.placeholder(tf.float32, [None, 5, 3], name="x")
        cells = tf1.nn.rnn_cell.BasicLSTMCell(4), tf1.nn.rnn_cell.GRUCell(2)
        outputs, _ = tf1.nn.bidirectional_dynamic_rnn(*cells, x, dtype=tf.float32)
        tf.concat(outputs, 2, name="y")
        session = v1.Session(graph=graph)
        session.run(v1.global_variables_initializer())
    model = migrate.to_keras(session, "x:0", "y:0", keras=keras)
    assert {"LSTM", "GRU"} <= {type(layer).__name__ for layer in model.layers}
    feed = np.random.default_rng(0).normal(size=(3, 5, 3)).astype("f")
    np.testing.assert_allclose(model(feed), session.run("y:0", {"x:0": feed}), rtol=1e-4, atol=1e-6)


def test_what_isnt_a_layer_is_named(keras):
    with legacy_graph() as graph:
        x = v1.placeholder(tf.float32, [None, 4], name="x")
        y = tf.cumsum(x, axis=1, name="running") @ variable("w", tf.ones([4, 2]))
    with pytest.raises(migrate.CannotMigrate, match=r"running.*\(Cumsum\): no Keras layer recognised"):
        migrate.to_keras(initialized_session(graph), x, y, keras=keras)


def test_a_fed_dropout_needs_its_training_value(keras):
    with pytest.raises(migrate.CannotMigrate, match="Placeholder_2:0 .*give its training value in settings"):
        migrate.to_keras(CHECKPOINTS / "cnn", "Placeholder:0", "Softmax:0", keras=keras)
