"""What is built around variables and training, node for node as TensorFlow 1.15.5 built it (recorded from it)."""

import numpy as np
import pytest

import graphnotes.tf1 as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def names(graph, part=""):
    return [op.name for op in graph.get_operations() if part in op.name]


def test_a_regularizer_is_applied_once_in_the_variables_scope(graph):
    calls = []

    def regularizer(variable):
        calls.append(variable)
        return tf.multiply(variable, 0.5, name="half")

    with tf.variable_scope("s", regularizer=regularizer, reuse=tf.AUTO_REUSE):
        for _ in range(2):
            tf.get_variable("w", [])
    assert len(calls) == 1
    assert [loss.name for loss in tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)] == ["s/w/Regularizer/half:0"]


def test_a_regularizer_may_return_nothing():
    tf.get_variable("w", [1], regularizer=lambda variable: None)
    assert tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES) == []


def test_a_sharded_saver_joins_the_name_of_its_directory(graph, tmp_path):
    variable = tf.get_variable("v", initializer=[1.0, 2.0])
    saver = tf.train.Saver(sharded=True)
    assert not names(graph, "RegexFullMatch")
    with tf.Session() as session:
        session.run(variable.initializer)
        path = saver.save(session, str(tmp_path / "m"))
        session.run(variable.assign([0.0, 0.0]))
        saver.restore(session, path)
        assert session.run(variable).tolist() == [1, 2]
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        *("checkpoint", "m.data-00000-of-00001", "m.index", "m.meta")
    ]


def test_ftrl_has_no_beta_and_accumulates_from_a_constant(graph):
    weight = tf.get_variable("w", initializer=[1.0, 2.0])
    step = tf.train.FtrlOptimizer(0.1, l2_regularization_strength=0.5).minimize(tf.reduce_sum(weight**2))
    assert names(graph, "Ftrl/l2_regularization_strength") == ["Ftrl/l2_regularization_strength"]
    assert not names(graph, "beta") and not names(graph, "Ftrl/Initializer/ones")
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(step)
        assert session.run(weight).tolist() == pytest.approx([0.7099894, 1.7003133], rel=1e-6)


@pytest.mark.parametrize(
    ("build", "error", "text"),
    [
        (
            lambda cell: tf.nn.dynamic_rnn(cell, tf.ones([2, 3, 4])),
            ValueError,
            "If there is no initial_state, you must give a dtype.",
        ),
        (lambda cell: tf.nn.static_rnn(cell, tf.ones([2, 3])), TypeError, "inputs must be a sequence"),
        (lambda cell: tf.nn.static_rnn(cell, []), ValueError, "inputs must not be empty"),
        (lambda cell: tf.nn.raw_rnn(cell, 3), TypeError, "loop_fn must be a callable"),
    ],
)
def test_errors_of_recurrent_networks_say_what_they_said(build, error, text):
    with pytest.raises(error, match=text):
        build(tf.nn.rnn_cell.GRUCell(2))


def test_what_is_gathered_from_a_resource_variable_passes_through_an_identity(graph):
    table = tf.get_variable("table", [4, 2], use_resource=True)
    assert tf.gather(table, [0]).op.type == "Identity"
    tf.nn.embedding_lookup(table, [1])
    assert names(graph, "embedding_lookup")[1:] == [
        *("embedding_lookup", "embedding_lookup/Identity", "embedding_lookup/Identity_1")
    ]


def test_a_cycling_polynomial_decay_starts_over():
    step = tf.placeholder(tf.int64, [])
    rate = tf.train.polynomial_decay(1.0, step, 10, end_learning_rate=0.0, cycle=True)
    cut_off = tf.train.polynomial_decay(1.0, step, 10, end_learning_rate=0.0)
    assert rate.op.name == "PolynomialDecay" and "PolynomialDecay/cond/Merge" in names(rate.graph)
    with tf.Session() as session:
        found = [session.run([rate, cut_off], {step: n}) for n in (0, 5, 10, 15)]
    np.testing.assert_allclose(found, [[1, 1], [0.5, 0.5], [0, 0], [0.25, 0]], atol=1e-6)


def test_a_resource_variable_has_an_initialized_value():
    with tf.Session() as session:
        first = tf.Variable([1.0, 2.0], use_resource=True)
        second = tf.Variable(first.initialized_value() * 2)
        session.run(tf.global_variables_initializer())
        assert session.run(second).tolist() == [2, 4]
