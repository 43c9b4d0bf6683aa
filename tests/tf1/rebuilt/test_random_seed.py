"""Seeds are 1.15's; the numbers were recorded from TensorFlow 1.15.5."""

import numpy as np
import pytest

import graphnotes.tf1 as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def test_the_number_of_ops_stands_in_for_a_missing_op_seed():
    tf.set_random_seed(20171)
    assert tf.get_seed(None) == (20171, 0)
    tf.constant(0)
    tf.constant(0)
    assert tf.get_seed(None) == (20171, 2)
    assert tf.get_seed(7) == (20171, 7)


def test_an_op_seed_alone_goes_with_the_default_graph_seed():
    assert tf.get_seed(7) == (87654321, 7)
    assert tf.get_seed(None) == (None, None)


def test_two_zeros_would_mean_unseeded_and_are_avoided():
    tf.set_random_seed(0)
    assert tf.get_seed(0) == (0, 2**31 - 1)


def test_seeds_are_taken_modulo_the_largest_int32():
    tf.set_random_seed(2**31 + 5)
    assert tf.get_seed(2**33) == (6, 4)


def test_the_bounds_of_a_uniform_are_nodes(graph):
    tf.random_uniform([3])
    assert [op.name for op in graph.get_operations()] == [
        "random_uniform/shape",
        "random_uniform/min",
        "random_uniform/max",
        "random_uniform/RandomUniform",
        "random_uniform/sub",
        "random_uniform/mul",
        "random_uniform",
    ]
    assert graph.get_operation_by_name("random_uniform").type == "Add"


def test_seeded_draws_are_those_of_1_15():
    tf.set_random_seed(20171)
    draws = tf.random_uniform([3])
    with tf.Session() as session:
        assert session.run(draws) == pytest.approx(np.float32([0.37565923, 0.5681957, 0.6898774]), abs=0)


def test_dropout_keeps_the_nodes_of_1_15(graph):
    dropped = tf.nn.dropout(tf.placeholder(tf.float32, [None, 4]), 0.5)
    assert dropped.name == "dropout/mul_1:0"
    assert len(graph.get_operations()) == 17


def test_dropout_keeps_nan_and_gives_minus_zero():
    dropped = tf.nn.dropout(tf.constant([np.nan] * 20 + [-1.0] * 20), 0.5, seed=1)
    with tf.Session() as session:
        value = session.run(dropped)
    assert np.isnan(value[:20]).all()
    assert np.signbit(value[20:]).all() and (value[20:] == 0).any()


def test_outside_legacy_mode_seeds_are_todays(monkeypatch):
    from graphnotes.tf1 import _mode

    tf.set_random_seed(1)
    tf.constant(0)
    monkeypatch.setattr(_mode, "_entered", False)
    assert [tf.get_seed(None), tf.get_seed(None)] == [(1, 0), (1, 1)]
