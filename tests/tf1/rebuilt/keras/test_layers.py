"""Layers build the nodes and variables TensorFlow 1.15.5 built (recorded from it)."""

import numpy as np
import pytest

import graphnotes.tf1 as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def image(*shape):
    return tf.placeholder(tf.float32, shape or [None, 8, 8, 3], name="x")


def after_variables(graph, prefix):
    """(name, op) of the nodes in a scope that belong to no variable."""
    scopes = [
        variable.op.name
        for variable in graph.get_collection(tf.GraphKeys.GLOBAL_VARIABLES)
    ]
    return [
        (op.name[len(prefix) :], op.type)
        for op in graph.get_operations()
        if op.name.startswith(prefix)
        and not any(op.name.startswith(scope) for scope in scopes)
    ]


def test_a_convolution_has_its_dilation_rate_as_a_node(graph):
    tf.layers.conv2d(image(), 4, 3)
    assert after_variables(graph, "conv2d/") == [
        ("dilation_rate", "Const"),
        ("Conv2D", "Conv2D"),
        ("BiasAdd", "BiasAdd"),
    ]


def test_a_dilated_convolution_goes_through_space_to_batch(graph):
    tf.layers.conv2d(image(), 4, 3, dilation_rate=2, padding="same")
    types = [op.type for op in graph.get_operations()]
    assert "SpaceToBatchND" in types and "BatchToSpaceND" in types


def test_a_transposed_convolution_measures_its_input(graph):
    out = tf.layers.conv2d_transpose(image(), 4, 3, 2, padding="same")
    nodes = after_variables(graph, "conv2d_transpose/")
    assert [name for name, op in nodes if op == "StridedSlice"] == [
        "strided_slice",
        "strided_slice_1",
        "strided_slice_2",
        "strided_slice_3",
    ]
    assert out.shape.as_list() == [None, 16, 16, 4]


def test_flatten_takes_the_batch_size_from_the_dynamic_shape(graph):
    out = tf.layers.flatten(image())
    assert [op for _, op in after_variables(graph, "flatten/")] == [
        *(
            "Shape",
            "Const",
            "Const",
            "Const",
            "StridedSlice",
            "Const",
            "Pack",
            "Reshape",
        )
    ]
    assert out.shape.as_list() == [None, 192]


def test_training_batch_norm_keeps_its_averages_out_of_the_kernel(graph):
    tf.layers.batch_normalization(image(), training=True)
    assert after_variables(graph, "batch_normalization/")[:4] == [
        ("Const", "Const"),
        ("Const_1", "Const"),
        ("FusedBatchNormV3", "FusedBatchNormV3"),
        ("Const_2", "Const"),
    ]
    kernel = graph.get_operation_by_name("batch_normalization/FusedBatchNormV3")
    assert [tensor.op.type for tensor in kernel.inputs[3:]] == ["Const", "Const"]


def test_batch_norm_without_scale_or_offset_has_constants_in_their_place(graph):
    tf.layers.batch_normalization(image(), training=True, scale=False, center=False)
    assert [op.name for op in graph.get_operations()][1:3] == [
        "batch_normalization/Const",
        "batch_normalization/Const_1",
    ]
    with tf.Session() as session:
        assert session.run(
            ["batch_normalization/Const:0", "batch_normalization/Const_1:0"]
        )[0].tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("layer", "names"),
    [
        (
            lambda: tf.keras.layers.LSTM(4),
            ["lstm/kernel:0", "lstm/recurrent_kernel:0", "lstm/bias:0"],
        ),
        (
            lambda: tf.keras.layers.RNN([tf.keras.layers.GRUCell(2)], name="r"),
            ["r/kernel:0", "r/recurrent_kernel:0", "r/bias:0"],
        ),
        (
            lambda: tf.keras.layers.RNN(
                [
                    tf.keras.layers.SimpleRNNCell(2, use_bias=False),
                    tf.keras.layers.GRUCell(2),
                ],
                name="s",
            ),
            [
                "s/kernel:0",
                "s/recurrent_kernel:0",
                "s/kernel_1:0",
                "s/recurrent_kernel_1:0",
                "s/bias:0",
            ],
        ),
    ],
)
def test_a_recurrent_layers_variables_stand_in_its_own_scope(layer, names):
    layer()(image(None, 5, 3))
    assert [variable.name for variable in tf.global_variables()] == names


def test_a_layer_used_by_tensorflow_2_code_is_todays():
    import tensorflow.compat.v2 as tf2

    with tf.init_scope(), tf.Graph().as_default() as other:
        from graphnotes.tf1 import _mode

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(_mode, "_entered", False)
            import tf_keras

            tf_keras.layers.Flatten()(tf2.ones([2, 3]))
            assert "Shape" not in [op.type for op in other.get_operations()]


def test_a_recurrent_layers_nodes_stand_in_its_own_scope(graph):
    tf.keras.layers.LSTM(4)(image(None, 5, 3))
    assert not [op.name for op in graph.get_operations() if "lstm_cell" in op.name]
    assert len(graph.get_operations()) == 281


def test_noise_is_seeded_by_numpy_and_a_given_seed_stays(graph):
    np.random.seed(3)
    dropout = tf.keras.layers.Dropout(0.5, seed=3)
    for _ in range(2):
        dropout(image(None, 4), training=True)
    tf.keras.layers.GaussianNoise(0.1)(image(None, 4), training=True)
    draws = [op for op in graph.get_operations() if op.type in ("RandomUniform", "RandomStandardNormal")]
    np.random.seed(3)
    assert [op.get_attr("seed2") for op in draws] == [3, 3, np.random.randint(10e6)]
