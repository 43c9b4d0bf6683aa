"""The private paths under which public code imports contrib lead to the same objects as the public ones."""

import importlib

import pytest


@pytest.mark.parametrize(
    "path, name, public",
    [
        ("layers.python.layers.layers", "conv2d", "layers"),
        ("layers.python.layers.utils", "smart_cond", "slim.utils"),
        ("layers.python.layers.feature_column", "crossed_column", "layers"),
        ("layers.python.layers.feature_column_ops", "transform_features", "layers"),
        ("framework.python.ops", "add_arg_scope", "framework"),
        ("framework.python.ops.variables", "model_variable", "framework"),
        ("rnn.python.ops.core_rnn_cell", "EmbeddingWrapper", "rnn"),
        ("rnn.python.ops.rnn_cell", "NASCell", "rnn"),
        ("legacy_seq2seq.python.ops.seq2seq", "rnn_decoder", "legacy_seq2seq"),
        ("seq2seq.python.ops.attention_wrapper", "AttentionWrapper", "seq2seq"),
        ("training.python.training.hparam", "HParams", "training"),
        ("slim.python.slim.model_analyzer", "analyze_vars", "slim.model_analyzer"),
        ("losses.python.losses.loss_ops", "log_loss", "losses"),
        ("learn.python.learn.estimators.model_fn", "ModelFnOps", "learn"),
        ("learn.python.learn.estimators", "DNNClassifier", "learn"),
        ("learn.python.learn.metric_spec", "MetricSpec", "learn"),
    ],
)
def test_a_private_path_holds_the_public_object(path, name, public):
    private = importlib.import_module(f"graphnotes.tf1.contrib.{path}")
    assert getattr(private, name) is getattr(importlib.import_module(f"graphnotes.tf1.contrib.{public}"), name)


def test_the_linear_layer_of_rnn_code():
    from graphnotes.tf1.contrib.rnn.python.ops.core_rnn_cell import _linear

    import graphnotes.tf1 as tf

    with tf.Graph().as_default():
        y = _linear([tf.ones([2, 3]), tf.ones([2, 1])], 5, True)
        assert y.shape.as_list() == [2, 5]
        assert [(v.op.name, v.shape.as_list()) for v in tf.trainable_variables()] == [("kernel", [4, 5]), ("bias", [5])]


def test_what_left_array_ops_is_found_there():
    from graphnotes.tf1.python.ops import array_ops

    assert array_ops.stack([[1], [2]]).shape.as_list() == [2, 1]
    assert len(array_ops.unstack([[1], [2]])) == 2


def test_modules_of_tensorflow_keep_their_undocumented_names():
    from graphnotes.tf1.python.util import all_util, nest

    all_util.remove_undocumented("tensorflow.python.util.nest", ["flatten"])
    assert nest.flatten([1, [2]]) == [1, 2] and nest.is_sequence([1])
