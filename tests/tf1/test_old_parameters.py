"""Classes and methods whose parameters changed take 1.15's."""

import importlib.util
import inspect

import pytest

import graphnotes.tf1 as tf


def test_ragged_tensors_are_made_of_values_and_row_splits():
    with tf.Graph().as_default(), tf.Session() as session:
        values, splits = tf.constant([1, 2, 3]), tf.constant([0, 1, 3])
        with pytest.raises(ValueError, match="constructor is private"):
            tf.RaggedTensor(values, splits)
        ragged = tf.RaggedTensor(values, splits, internal=True)
        assert session.run(ragged).to_list() == [[1], [2, 3]] and ragged.row_splits is splits
        with pytest.raises(TypeError, match="must be a Tensor"):
            tf.RaggedTensor(values, [0, 1, 3], internal=True)


def test_cells_without_weights_are_built_with_anything():
    class Cell(tf.nn.rnn_cell.RNNCell):
        state_size = output_size = 1

    cell = Cell()
    cell.build(_=None)  # takes it by its name
    wrapped = tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.BasicRNNCell(2))
    wrapped.build(_=tf.TensorShape([1, 2]))
    assert wrapped.built


def test_cross_device_operations_of_1_15_take_no_options():
    class Sum(tf.distribute.ReductionToOneDevice):
        def reduce_implementation(self, reduce_op, per_replica_value, destinations):
            return "summed"

    with tf.Graph().as_default():
        a = tf.ones([2])
        assert Sum().reduce(tf.distribute.ReduceOp.SUM, a, "/cpu:1") == "summed"
        plain = tf.distribute.ReductionToOneDevice().reduce(tf.distribute.ReduceOp.SUM, a, "/cpu:1")
        assert plain.device.endswith("/device:CPU:1")


@pytest.mark.skipif(importlib.util.find_spec("tensorflow_estimator") is None, reason="needs graphnotes[estimator]")
def test_estimators_take_their_arguments_in_order():
    names = list(inspect.signature(tf.estimator.DNNLinearCombinedEstimator.__init__).parameters)
    assert names[9:] == ["dnn_dropout", "input_layer_partitioner", "config", "linear_sparse_combiner"]
    column = tf.feature_column.numeric_column("x")
    head = tf.contrib.estimator.regression_head()
    made = tf.estimator.DNNLinearCombinedEstimator(
        head, None, [column], "Ftrl", [column], "Adagrad", [2], tf.nn.relu, None, None, tf.estimator.RunConfig(), "mean"
    )
    assert isinstance(made, tf.estimator.Estimator)
    with pytest.raises(NotImplementedError, match="BoostedTreesClassifier .*Decision Forests"):
        tf.estimator.BoostedTreesClassifier([column], 1)


def test_image_iterators_need_no_aspect_ratio():
    function = tf.keras.preprocessing.image.DirectoryIterator.set_processing_attrs
    assert inspect.signature(function).parameters["keep_aspect_ratio"].default is False
