"""Graphs built in legacy mode can be read by TensorFlow 1.15: no node has an attribute it doesn't know."""

import numpy as np
import pytest

import graphnotes.tf1 as tf
from graphnotes.tf1.rebuilt.graph_def import new_attributes
from graphnotes.tf1.rebuilt.op_defs import as_today


def unknown(graph_def):
    """The attributes in a GraphDef that 1.15 would refuse."""
    nodes = [*graph_def.node, *(node for function in graph_def.library.function for node in function.node_def)]
    return {
        (node.op, name) for node in nodes for name in new_attributes().get(node.op, ()) if name in node.attr
    }


@pytest.fixture
def model():
    with tf.Graph().as_default() as graph:
        x = tf.placeholder(tf.float32, [None, 8, 8, 1], name="x")
        hidden = tf.layers.max_pooling2d(tf.layers.conv2d(x, 2, 3), 2, 2)
        hidden = tf.layers.batch_normalization(hidden, training=True)
        logits = tf.layers.dense(tf.layers.flatten(hidden), 3)
        loss = tf.reduce_mean(tf.square(logits), name="loss")
        tf.train.AdamOptimizer().minimize(loss)
        tf.data.Dataset.range(4).map(lambda n: n + 1).shuffle(2).batch(2).make_one_shot_iterator().get_next()
        tf.nn.top_k(logits, 2)
        scale = tf.get_variable("scale", [3], use_resource=True)
        tf.scatter_nd_add(tf.Variable([1.0, 2.0]), [[0]], [1.0], name="scattered")
        scaled = tf.identity(logits * scale, name="scaled")
        tf.train.AdamOptimizer(name="resources").minimize(scaled, var_list=[scale])
        yield graph


def test_graph_defs_have_no_attribute_that_1_15_does_not_know(model):
    graph_def = model.as_graph_def()
    assert {"MatMul", "MaxPool", "FusedBatchNormV3", "TopKV2", "OneShotIterator", "AssignVariableOp", "ScatterNdAdd"} <= {
        node.op for node in graph_def.node
    }
    assert unknown(graph_def) == set()


def test_the_same_holds_for_what_a_saver_and_a_saved_model_write(model, tmp_path):
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        tf.train.Saver().save(session, str(tmp_path / "m"))
        x, loss = model.get_tensor_by_name("x:0"), model.get_tensor_by_name("loss:0")
        tf.saved_model.simple_save(session, str(tmp_path / "saved"), {"x": x}, {"loss": loss})
    meta = tf.MetaGraphDef.FromString((tmp_path / "m.meta").read_bytes())
    assert unknown(meta.graph_def) == set()
    from tensorflow.core.protobuf import saved_model_pb2

    saved = saved_model_pb2.SavedModel.FromString((tmp_path / "saved" / "saved_model.pb").read_bytes())
    assert unknown(saved.meta_graphs[0].graph_def) == set()


def test_an_attribute_that_means_something_stays(model):
    x = model.get_tensor_by_name("x:0")
    tf.raw_ops.Conv2D(input=x, filter=tf.ones([1, 1, 1, 1]), strides=[1] * 4, padding="VALID", name="plain")
    with as_today():
        tf.raw_ops.MaxPool(
            input=x, ksize=[1, 2, 2, 1], strides=[1] * 4, padding="EXPLICIT", explicit_paddings=[0, 0, 1, 1, 1, 1, 0, 0]
        )
    assert unknown(model.as_graph_def()) == {("MaxPool", "explicit_paddings")}


def test_what_was_left_out_comes_back_when_the_graph_is_imported(model):
    graph_def = model.as_graph_def()
    with tf.Graph().as_default() as again:
        tf.import_graph_def(graph_def, name="")
        with tf.Session() as session:
            session.run([op for op in again.get_operations() if op.type == "Assign" and "Initializer" in op.inputs[1].name])
            assert np.isfinite(session.run("loss:0", {"x:0": np.ones([2, 8, 8, 1])}))
