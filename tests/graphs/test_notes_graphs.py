"""The builders in a TensorFlow 2 program make what the notes' programs made with TensorFlow 1.15.5, node for node."""

import hashlib

import numpy as np
import pytest
import tensorflow as tf

from graphnotes import graphs
from graphnotes.datasets import mnist
from tests.graphs.recorded import nodes, recorded

v1 = tf.compat.v1


@pytest.fixture(autouse=True)
def still_tensorflow_2():
    yield
    assert tf.executing_eagerly()
    assert v1.resource_variables_enabled()
    with tf.Graph().as_default():
        assert type(v1.Variable(1.0)).__name__ == "ResourceVariable"


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def test_softmax_regression_is_the_notes_node_for_node_and_learns_as_it_did():
    facts = recorded("softmax")
    digits = mnist.read_data_sets(one_hot=True, seed=facts["seed"])
    with tf.Graph().as_default() as graph, v1.Session() as sess:
        v1.set_random_seed(facts["seed"])
        softmax = graphs.softmax_regression()
        sess.run(v1.global_variables_initializer())
        costs = []
        for _ in range(20):
            images, labels = digits.train.next_batch(100)
            costs.append(sess.run([softmax.optimizer, softmax.cost], {softmax.x: images, softmax.y: labels})[1])
        graphs.evaluation(softmax.pred, softmax.y)
    assert nodes(graph) == facts["graph"]
    np.testing.assert_allclose(costs, facts["cost_per_step_epoch1"][:20], rtol=1e-5)


def test_mnist_cnn_is_the_notes_node_for_node_with_its_weights_and_dropped_units():
    facts = recorded("cnn_dropout")
    digits = mnist.read_data_sets(one_hot=True, seed=facts["seed"])
    with tf.Graph().as_default() as graph, v1.Session() as sess:
        v1.set_random_seed(facts["seed"])
        cnn = graphs.mnist_cnn()
        made = nodes(graph)
        sess.run(v1.global_variables_initializer())
        initial = {v.op.name: digest(sess.run(v)) for v in v1.trainable_variables()}
        images, labels = digits.train.next_batch(50)
        feed = {cnn.x: images, cnn.y: labels, cnn.keep_prob: facts["keep_prob"]}
        kept = sess.run(cnn.h_fc1_drop, feed)
        variables = [v.op.name for v in v1.global_variables()]
    assert made == facts["graph"]
    assert initial == {name: weights["sha256"] for name, weights in facts["initial"].items()}
    assert variables == facts["variables"]
    assert np.sum(kept == 0) == facts["dropped_units_first_run"]
    assert digest(np.packbits(kept == 0)) == facts["dropout_zero_mask_sha256"]


def test_every_field_carries_the_notes_name_and_its_documented_shape():
    with tf.Graph().as_default():
        cnn = graphs.mnist_cnn()
    shapes = {name: tensor.shape.as_list() for name, tensor in cnn._asdict().items() if hasattr(tensor, "shape") and tensor.shape.rank is not None}
    assert shapes["x_image"] == [None, 28, 28, 1]
    assert shapes["h_pool2"] == [None, 7, 7, 64]
    assert shapes["W_fc1"] == [3136, 1024]
    assert shapes["y_conv"] == [None, 10]
    assert cnn.pred is cnn.y_conv and cnn.optimizer is cnn.train_step


def test_sizes_scope_rate_and_dtype_are_arguments():
    with tf.Graph().as_default(), v1.Session() as sess:
        small = graphs.mnist_cnn(
            image=(9, 6, 3), classes=4, kernel=(3, 2), filters=(2, 5), units=7, learning_rate=0.5, dtype="float64", scope="small"
        )
        sess.run(v1.global_variables_initializer())
        feed = {small.x: np.ones([2, 162]), small.y: np.eye(4)[:2], small.keep_prob: 1.0}
        assert sess.run(small.pred, feed).dtype == np.float64
        assert small.W_fc1.shape == [3 * 2 * 5, 7]
        assert all(op.name.startswith("small") for op in v1.get_default_graph().get_operations() if op.name != "init")
        sess.run(small.train_step, feed)
        softmax = graphs.softmax_regression(features=3, classes=2, learning_rate=0.25, scope="softmax")
        assert softmax.W.op.name == "softmax/Variable"
        rate = v1.get_default_graph().get_tensor_by_name("softmax/GradientDescent/learning_rate:0")
        assert sess.run(rate) == 0.25


def test_the_cnn_reads_the_softmax_regressions_placeholders_as_in_the_note():
    with tf.Graph().as_default():
        softmax = graphs.softmax_regression()
        cnn = graphs.mnist_cnn(softmax.x, softmax.y)
        assert (cnn.x, cnn.y) == (softmax.x, softmax.y)
        with pytest.raises(ValueError, match=r"needs y as float32 \[batch, 10\], but Placeholder:0 is float32 \(.*784\)"):
            graphs.mnist_cnn(softmax.x, softmax.x)
        with pytest.raises(ValueError, match="filters needs two numbers"):
            graphs.mnist_cnn(filters=(32, 64, 128))


@pytest.mark.parametrize("build", [graphs.softmax_regression, graphs.mnist_cnn, lambda: graphs.weight_variable([2])])
def test_without_a_graph_to_build_in_it_says_so(build):
    with pytest.raises(RuntimeError, match=r"executes eagerly: call it under `with tf.Graph\(\).as_default\(\):`"):
        build()
