"""What TF1 programs do between layers, and recurrent networks in every form 1.15 wrote them, as Keras models of the same function."""

import numpy as np
import pytest
import tensorflow as tf

import graphnotes
from graphnotes import migrate

v1 = tf.compat.v1


def tf1():
    """TensorFlow 1, imported where it is needed: pytest looks into every name of a test module, and that would begin legacy mode."""
    from graphnotes import tf1

    return tf1


def cells():
    return tf1().nn.rnn_cell


@pytest.fixture(params=["Keras 3", pytest.param("tf-keras", marks=pytest.mark.slow)])
def keras(request):
    if request.param == "Keras 3":
        return tf.keras
    import tf_keras

    return tf_keras


def built(build):
    """A session over the graph that `build` makes; its tensors are called x, lengths, y ..."""
    with graphnotes.legacy_graphs(), tf.Graph().as_default() as graph:
        tf1().set_random_seed(3)
        tf.identity(build(), name="y")
        session = tf1().Session(graph=graph)
        session.run([v1.global_variables_initializer(), v1.local_variables_initializer()])
    return session


def same(session, keras, inputs=("x",), settings=None, off=None, shape=(4, 5, 3), **values):
    """The Keras model of y, after it gave what the session gives; its layers' kinds beside it."""
    model = migrate.to_keras(session, {name: f"{name}:0" for name in inputs}, "y:0", settings, keras)
    feed = {"x": np.random.default_rng(0).normal(size=shape).astype("f"), **values}
    expected = session.run("y:0", {f"{name}:0": feed[name] for name in inputs} | (off or {}))
    given = [feed[name] for name in inputs]
    np.testing.assert_allclose(model(given if len(given) > 1 else given[0]), expected, rtol=1e-4, atol=1e-5)
    return model, [type(layer).__name__ for layer in model.layers]


def pictures(height=8, channels=2):
    return tf1().placeholder(tf.float32, [None, channels, height, height], name="x")


@pytest.mark.slow
def test_channels_first(keras):
    """Two transpositions, whatever lies between them."""

    def build():
        h = tf1().layers.conv2d(pictures(), 4, 3, padding="same", data_format="channels_first", activation=tf1().nn.relu)
        h = tf1().layers.batch_normalization(h, axis=1)
        h = tf1().layers.max_pooling2d(h, 2, 2, data_format="channels_first")
        h = tf1().nn.conv2d(h, tf1().get_variable("k", [3, 3, 4, 6]), [1, 1, 2, 2], "SAME", data_format="NCHW")
        return tf1().nn.avg_pool(h, [1, 1, 2, 2], [1, 1, 1, 1], "VALID", data_format="NCHW")

    model, kinds = same(built(build), keras, shape=(3, 2, 8, 8))
    assert kinds.count("Permute") == 2
    assert {"Conv2D", "BatchNormalization", "MaxPooling2D", "AveragePooling2D"} <= set(kinds)
    assert model.output_shape == (None, 6, 1, 1)


def test_channels_first_ends_in_a_dense_layer_and_trains(keras):
    def build():
        h = tf1().layers.conv2d(pictures(), 4, 3, data_format="channels_first", activation=tf1().nn.relu)
        return tf1().layers.dense(tf1().reduce_mean(h, [2, 3]), 3)

    model, kinds = same(built(build), keras, shape=(3, 2, 8, 8))
    assert kinds[1:] == ["Permute", "Conv2D", "Activation", "GlobalAveragePooling2D", "Dense"]
    model.compile("sgd", "mse")
    before = model.layers[2].get_weights()[0]
    varied = np.random.default_rng(0).normal(size=(4, 2, 8, 8)).astype("f")  # so that no relu is off everywhere
    model.fit(varied, np.ones((4, 3), "f"), verbose=0)
    assert np.abs(model.layers[2].get_weights()[0] - before).max() > 0


def sequence():
    return tf1().placeholder(tf.float32, [None, 5, 3], name="x")


def dynamic(cell, deliver=lambda outputs, state: outputs, **options):
    return built(lambda: deliver(*tf1().nn.dynamic_rnn(cell(), sequence(), dtype=tf.float32, **options)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["outputs", "last"])
def test_time_major(keras, kind):
    def build():
        x = tf1().transpose(sequence(), [1, 0, 2])
        outputs, _ = tf1().nn.dynamic_rnn(cells().GRUCell(4), x, dtype=tf.float32, time_major=True)
        return tf1().layers.dense(outputs[-1], 2) if kind == "last" else outputs

    model, kinds = same(built(build), keras)
    assert ("GRU" in kinds, model.output_shape) == (True, (None, 2) if kind == "last" else (5, None, 4))


@pytest.mark.slow
def test_time_major_inputs_with_lengths(keras):
    def build():
        x, lengths = tf1().placeholder(tf.float32, [5, None, 3], name="x"), tf1().placeholder(tf.int32, [None], name="lengths")
        return tf1().nn.dynamic_rnn(cells().LSTMCell(4), x, lengths, dtype=tf.float32, time_major=True)[0]

    same(built(build), keras, ("x", "lengths"), shape=(5, 4, 3), lengths=np.int32([5, 2, 0, 4]))


@pytest.mark.slow
@pytest.mark.parametrize("time_major", [False, True])
def test_both_directions_with_lengths(keras, time_major):
    def build():
        x, lengths = sequence(), tf1().placeholder(tf.int32, [None], name="lengths")
        x = tf1().transpose(x, [1, 0, 2]) if time_major else x
        found, states = tf1().nn.bidirectional_dynamic_rnn(cells().LSTMCell(4), cells().GRUCell(2), x, lengths, dtype=tf.float32, time_major=time_major)
        return tf1().concat(found, 2) if not time_major else tf1().concat([states[0].h, states[1]], 1)

    _, kinds = same(built(build), keras, ("x", "lengths"), lengths=np.int32([5, 2, 0, 4]))
    assert {"LSTM", "GRU"} <= set(kinds)


@pytest.mark.slow
def test_the_memory_other_activations_and_basic_cells(keras):
    memory = dynamic(lambda: cells().BasicLSTMCell(4), lambda outputs, state: tf1().concat([state.c, state.h], 1))
    same(memory, keras)
    rectified = dynamic(lambda: cells().MultiRNNCell([cells().LSTMCell(4, activation=tf1().nn.relu), cells().BasicRNNCell(3), cells().GRUCell(2, activation=tf1().nn.relu)]))
    _, kinds = same(rectified, keras)
    assert kinds[1:4] == ["LSTM", "SimpleRNN", "GRU"]


@pytest.mark.slow
def test_a_cells_dropout_becomes_layers(keras):
    def build():
        keep = tf1().placeholder(tf.float32, [], name="keep")
        stack = [cells().DropoutWrapper(cells().BasicLSTMCell(4), input_keep_prob=keep, output_keep_prob=keep) for _ in range(2)]
        return tf1().nn.dynamic_rnn(cells().MultiRNNCell(stack), sequence(), dtype=tf.float32)[0]

    model, kinds = same(built(build), keras, settings={"keep": 0.75}, off={"keep:0": 1.0})
    assert kinds[1:7] == ["Dropout", "LSTM", "Dropout", "Dropout", "LSTM", "Dropout"]
    assert model.layers[1].rate == 0.25


@pytest.mark.slow
def test_an_encoder_hands_its_state_to_a_decoder(keras):
    def build():
        x = sequence()
        with tf1().variable_scope("encoder"):
            _, state = tf1().nn.dynamic_rnn(cells().LSTMCell(4), x, dtype=tf.float32)
        with tf1().variable_scope("decoder"):
            return tf1().nn.dynamic_rnn(cells().LSTMCell(4), x, initial_state=state)[0]

    _, kinds = same(built(build), keras)
    assert kinds.count("LSTM") == 2


@pytest.mark.slow
@pytest.mark.parametrize("axis", [0, 1])
def test_steps_written_out_become_one_layer(keras, axis):
    def build():
        x = sequence() if axis else tf1().transpose(sequence(), [1, 0, 2])
        cell = cells().MultiRNNCell([cells().BasicLSTMCell(4), cells().DropoutWrapper(cells().BasicLSTMCell(3), output_keep_prob=0.5)])
        _, states = tf1().nn.static_rnn(cell, tf1().unstack(x, axis=axis), dtype=tf.float32)
        return tf1().layers.dense(states[-1].h, 2)

    _, kinds = same(built(build), keras)
    assert kinds.count("LSTM") == 2


@pytest.mark.slow
def test_steps_written_out_in_both_directions(keras):
    def build():
        steps = tf1().unstack(sequence(), axis=1)
        outputs, _, _ = tf1().nn.static_bidirectional_rnn(cells().BasicLSTMCell(4), cells().GRUCell(3), steps, dtype=tf.float32)
        return tf1().concat([outputs[0], outputs[2], outputs[-1]], 1)

    _, kinds = same(built(build), keras)
    assert (kinds.count("LSTM"), kinds.count("GRU")) == (1, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (lambda: cells().LSTMCell(4, use_peepholes=True), "peephole connections"),
        (lambda: cells().LSTMCell(4, num_proj=2), "a projection"),
        (lambda: cells().LSTMCell(4, cell_clip=1.0), "clipped"),
        (lambda: tf1().contrib.rnn.LayerNormBasicLSTMCell(4), "isn't a stack of BasicLSTMCells"),
    ],
)
def test_cells_keras_has_no_layer_for_are_refused_by_name(cell, said):
    with pytest.raises(migrate.CannotMigrate, match=rf"rnn/.*Gather.*: .*{said}"):
        migrate.to_keras(dynamic(cell), "x:0", "y:0")


@pytest.mark.slow
def test_arithmetic_padding_and_dense_layers_over_time(keras):
    def build():
        x = sequence() / 255.0 - 0.5
        h = tf1().layers.dense(tf1().layers.dense(x, 6, tf1().nn.relu), 4, use_bias=False)
        h = tf1().maximum(0.2 * h, h) * tf1().sqrt(tf1().abs(h) + 1e-3)
        h = tf1().layers.conv1d(h, 4, 3, padding="same")
        padded = tf1().pad(tf1().reshape(h, [-1, 5, 4, 1]), [[0, 0], [1, 2], [0, 1], [0, 0]])
        return tf1().reduce_max(padded, 1)

    _, kinds = same(built(build), keras)
    assert {"Dense", "Conv2D", "ZeroPadding2D"} <= set(kinds)


@pytest.mark.slow
def test_characters_as_one_hot_vectors(keras):
    def build():
        ids = tf1().placeholder(tf.int32, [None, 5], name="x")
        outputs, _ = tf1().nn.dynamic_rnn(cells().BasicLSTMCell(4), tf1().one_hot(ids, 6), dtype=tf.float32)
        return outputs

    same(built(build), keras, x=np.int32([[0, 1, 2, 3, 5], [4, 4, 0, 1, 2]]))


def test_a_variable_used_twice_is_one_layers(keras):
    def build():
        x = tf1().placeholder(tf.float32, [None, 3], name="x")
        w = tf1().get_variable("w", [3, 3])
        return tf1().nn.relu(x @ w) @ w

    model, kinds = same(built(build), keras, shape=(4, 3))
    assert (kinds.count("Dense"), len(model.trainable_weights)) == (1, 1)


def test_tied_weights_and_statistics_of_the_batch_are_refused_by_name():
    def tied():
        ids = tf1().placeholder(tf.int32, [None], name="x")
        table = tf1().get_variable("table", [7, 3])
        return tf1().matmul(tf1().nn.embedding_lookup(table, ids), table, transpose_b=True)

    def centred():
        x = tf1().placeholder(tf.float32, [None, 3], name="x")
        return x - tf1().reduce_mean(x, 0)

    for build, said in ((tied, "the variable table is used in two kinds of layers"), (centred, r"Mean.*: over the batch")):
        with pytest.raises(migrate.CannotMigrate, match=said):
            migrate.to_keras(built(build), "x:0", "y:0")


@pytest.mark.slow
def test_a_frozen_variable_stays_frozen():
    def build():
        ids = tf1().placeholder(tf.int32, [None, 4], name="x")
        return tf1().nn.embedding_lookup(tf1().get_variable("table", [7, 3], trainable=False), ids)

    model, _ = same(built(build), tf.keras, x=np.int32([[1, 2, 3, 6]]))
    assert model.trainable_weights == []


def test_what_cannot_be_an_input_is_said():
    def build():
        return tf1().placeholder(tf.float32, [None, 3], name="x") * tf1().placeholder(tf.float32, [], name="keep") + tf1().reduce_sum(tf1().placeholder(tf.float32, name="any"))

    session = built(build)
    for name, said in (("keep", "keep:0 is a scalar, which can't be an input"), ("any", "any:0 has a shape of which nothing is known")):
        with pytest.raises(migrate.CannotMigrate, match=said):
            migrate.to_keras(session, ["x:0", f"{name}:0"], "y:0")
