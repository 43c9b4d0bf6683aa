"""Names that TensorFlow 1.0 to 1.14 had and 1.15 had dropped."""

import importlib
import sys

import pytest

import graphnotes.tf1 as tf
from graphnotes.check.tensorflow1 import verdict
from graphnotes.tf1 import early1


def test_a_dropped_name_is_the_one_that_1_15_has_for_it():
    from graphnotes.tf1.contrib.learn.python.learn import monitored_session
    from graphnotes.tf1.contrib.lite import Interpreter
    from graphnotes.tf1.python.keras._impl.keras.layers import Dense
    from graphnotes.tf1.python.ops import constant_op, rnn_cell_impl, seq2seq
    from graphnotes.tf1.python.platform import logging

    assert monitored_session.MonitoredSession is tf.train.MonitoredSession
    assert Interpreter is tf.lite.Interpreter
    assert Dense is tf.keras.layers.Dense
    assert constant_op is importlib.import_module("graphnotes.tf1.python.framework.constant_op")
    assert seq2seq.sequence_loss is tf.contrib.legacy_seq2seq.sequence_loss
    assert rnn_cell_impl._RNNCell is tf.nn.rnn_cell.RNNCell
    assert tf.contrib.rnn.core_rnn_cell.BasicLSTMCell is tf.nn.rnn_cell.BasicLSTMCell
    assert tf.contrib.linalg.LinearOperatorDiag is tf.linalg.LinearOperatorDiag
    assert logging.info is tf.logging.info
    assert tf.concat_v2 is tf.concat
    assert importlib.import_module("graphnotes.tf1.contrib.rnn.python.ops.core_rnn_cell_impl")._linear is rnn_cell_impl._linear
    assert importlib.import_module("graphnotes.tf1.python.ops.resource_variable_ops")._from_proto_fn


def test_a_module_of_contrib_that_1_15_had_elsewhere_is_there_once_it_is_imported():
    assert not hasattr(tf.contrib, "nccl")
    nccl = importlib.import_module("graphnotes.tf1.contrib.nccl")
    assert nccl.all_sum is importlib.import_module("graphnotes.tf1.python.ops.nccl_ops").all_sum
    del tf.contrib.nccl, sys.modules["graphnotes.tf1.contrib.nccl"]  # other tests ask for what tf.contrib has by itself


def test_generated_ops_are_found_under_the_underscore_they_began_with():
    from graphnotes.tf1.python.ops import gen_nn_ops

    with tf.Graph().as_default(), tf.Session() as session:
        image = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
        pooled = tf.nn.max_pool(image, [1, 2, 2, 1], [1, 2, 2, 1], "VALID")
        grad = gen_nn_ops._max_pool_grad(image, pooled, tf.ones_like(pooled), [1, 2, 2, 1], [1, 2, 2, 1], "VALID")
        assert session.run(grad).sum() == 4


def test_the_linear_layer_of_the_cells_keeps_its_place():
    from graphnotes.tf1.python.ops.rnn_cell_impl import _linear

    with tf.Graph().as_default():
        assert _linear([tf.zeros([2, 3]), tf.zeros([2, 4])], 5, True).shape.as_list() == [2, 5]
        assert [v.shape.as_list() for v in tf.global_variables()] == [[7, 5], [5]]


def test_contrib_data_has_its_arguments_of_then():
    with tf.Graph().as_default(), tf.Session() as session:
        numbers = tf.contrib.data.Dataset.range(6).map(lambda i: i * 2, num_threads=2, output_buffer_size=3)
        batches = numbers.shuffle(10, seed=1).batch(2).map(lambda b: b + 1, num_threads=1).repeat(2)
        assert isinstance(batches, tf.contrib.data.Dataset) and isinstance(batches, tf.data.Dataset)
        iterator = tf.contrib.data.Iterator.from_structure(batches.output_types, batches.output_shapes)
        session.run(iterator.make_initializer(batches))
        element, seen = iterator.get_next(), []
        for _ in range(6):
            seen.extend(session.run(element))
        assert sorted(seen) == sorted([1, 3, 5, 7, 9, 11] * 2)
        with pytest.raises(tf.errors.OutOfRangeError):
            session.run(element)


def test_lines_of_text_files_are_read_as_then(tmp_path):
    (tmp_path / "a.txt").write_text("one\ntwo\n")
    with tf.Graph().as_default(), tf.Session() as session:
        lines = tf.contrib.data.TextLineDataset(str(tmp_path / "a.txt")).map(tf.identity, num_threads=1)
        line = lines.make_one_shot_iterator().get_next()
        assert [session.run(line), session.run(line)] == [b"one", b"two"]


def test_what_made_an_operation_is_four_values_a_call_and_may_be_shortened():
    with tf.Graph().as_default():
        op = tf.constant(1).op
    file, line, _function, _text = op._traceback[-1]
    assert isinstance(line, int) and file.endswith(".py")
    op._traceback = op._traceback[:1]
    assert len(op._traceback) == 1


def test_what_nobody_had_stays_missing():
    with pytest.raises(AttributeError, match="nosuch"):
        tf.contrib.data.nosuch  # noqa: B018
    with pytest.raises(AttributeError, match="_nosuch"):
        importlib.import_module("graphnotes.tf1.python.ops.gen_nn_ops")._nosuch  # noqa: B018


def test_check_knows_each_of_them():
    for old in [*early1._names(), "python.ops.gen_nn_ops._max_pool_grad"]:
        assert verdict(old).status in ("restored", "same"), old
    assert verdict("python.ops.gen_nn_ops._nosuch").status == "not supported"


def test_the_mock_that_tests_take_from_tf_test_is_there():
    assert tf.test.mock is tf.compat.v1.test.mock
    assert verdict("test.mock.patch").status == verdict("compat.v1.test.mock").status == "same"
