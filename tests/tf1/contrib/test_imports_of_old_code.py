"""Modules of contrib and private ones that public code imports: they hold what it takes from them, and it works."""

import os

import pytest

import graphnotes.tf1 as tf


def test_distribution_strategies_of_contrib():
    D = tf.contrib.distribute
    with tf.Graph().as_default():
        strategy = D.MirroredStrategy()
        assert isinstance(strategy, D.DistributionStrategy) and strategy.num_replicas_in_sync == 1
        assert strategy.extended._global_batch_size is False  # a batch is one replica's, as contrib had it
        assert not D.has_distribution_strategy()
        with strategy.scope():
            assert D.get_distribution_strategy() is strategy and D.in_cross_replica_context()
    with pytest.raises(ValueError, match="cannot specify both"):
        D.MirroredStrategy(num_gpus=1, num_gpus_per_worker=1)
    with pytest.raises(ValueError, match="only specify one"):
        D.MirroredStrategy(["/cpu:0"], num_gpus=1)


def test_names_of_a_tracker_are_unique(tmp_path):
    from graphnotes.tf1.contrib.checkpoint import UniqueNameTracker

    with tf.Graph().as_default(), tf.Session() as session:
        tracker = UniqueNameTracker()
        variables = [tracker.track(tf.Variable(float(i)), "x") for i in range(3)]
        session.run(tf.global_variables_initializer())
        path = tf.train.Checkpoint(slots=tracker).save(os.fspath(tmp_path / "c"), session=session)
        assert len(variables) == 3
    names = {name for name, _ in tf.train.list_variables(path)}
    assert {f"slots/{name}/.ATTRIBUTES/VARIABLE_VALUE" for name in ("x", "x_1", "x_2")} <= names
    with pytest.raises(ValueError, match="Expected a trackable value"):
        tracker.track(3, "y")


def test_the_profiler_prints_parameters(capfd):
    from graphnotes.tf1.contrib.tfprof import model_analyzer, tfprof_logger

    with tf.Graph().as_default() as graph:
        tf.get_variable("w", [3, 4])
        options = model_analyzer.TRAINABLE_VARS_PARAMS_STAT_OPTIONS
        assert model_analyzer.print_model_analysis(graph, tfprof_options=options).total_parameters == 12
    assert "w (3x4, 12/12 params)" in capfd.readouterr().out
    assert callable(tfprof_logger.write_op_log)


def test_events_are_written_by_the_binding(tmp_path):
    from graphnotes.tf1.python import pywrap_tensorflow

    writer = pywrap_tensorflow.EventsWriter(os.fsencode(tmp_path / "run"))
    writer.WriteEvent(tf.Event(step=3, summary=tf.Summary(value=[tf.Summary.Value(tag="a", simple_value=2.0)])))
    writer.Flush()
    writer.Close()
    events = list(tf.train.summary_iterator(os.fspath(next(tmp_path.iterdir()))))
    assert [(e.step, v.simple_value) for e in events for v in e.summary.value] == [(3, 2.0)]


def test_small_private_imports():
    from graphnotes.tf1.contrib.compiler import xla
    from graphnotes.tf1.contrib.compiler.jit import experimental_jit_scope
    from graphnotes.tf1.contrib.factorization.python.ops.clustering_ops import (
        nearest_neighbors,
    )
    from graphnotes.tf1.contrib.learn.python.learn.utils import input_fn_utils
    from graphnotes.tf1.contrib.metrics.python.ops import set_ops
    from graphnotes.tf1.python.framework import op_def_registry
    from graphnotes.tf1.python.keras.preprocessing.sequence import pad_sequences

    assert callable(xla.compile) and callable(experimental_jit_scope)
    assert op_def_registry.get_registered_ops()["MatMul"].input_arg[0].name == "a"
    assert pad_sequences([[1], [2, 3]]).tolist() == [[0, 1], [2, 3]]
    with tf.Graph().as_default(), tf.Session() as session:
        indices, _ = session.run(nearest_neighbors([[0.0], [5.0]], [[4.0], [1.0]], 1))
        assert indices.tolist() == [[1], [0]]
        assert session.run(set_ops.set_size(set_ops.set_union([[1, 2]], [[2, 3]]))).tolist() == [3]
        features, labels, fed = input_fn_utils.build_default_serving_input_fn({"x": tf.ones([5, 2])})()
        assert features["x"].shape.as_list() == [None, 2] and labels is None and fed is features
