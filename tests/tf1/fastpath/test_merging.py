"""A gradient's Shape nodes don't keep the runtime from merging convolution, bias and activation; the graph shown is 1.15's."""

import numpy as np
import pytest
from tensorflow.core.protobuf import config_pb2

import graphnotes.tf1 as tf
from graphnotes.tf1.rebuilt import session as rebuilt_session


def _network(bias_shape=(4,), activation=tf.nn.relu):
    x = tf.placeholder(tf.float32, [None, 8, 8, 1], name="x")
    kernel = tf.Variable(np.linspace(-1, 1, 3 * 3 * 4, dtype=np.float32).reshape(3, 3, 1, 4))
    bias = tf.Variable(np.full(bias_shape, 0.1, np.float32), name="bias")
    conv = tf.nn.conv2d(x, kernel, [1, 1, 1, 1], "SAME", name="conv")
    result = activation(tf.add(conv, bias, name="sum"), name="result")
    cost = tf.reduce_mean(result * result, name="cost")
    return cost, tf.train.GradientDescentOptimizer(0.1).minimize(cost)


def _executed(session, fetches, feed):
    """{node: inputs} of the graph the runtime ran, after its own optimizations."""
    told = config_pb2.RunMetadata()
    session.run(fetches, feed, options=config_pb2.RunOptions(output_partition_graphs=True), run_metadata=told)
    return {node.name: (node.op, list(node.input)) for graph in told.partition_graphs for node in graph.node}


IMAGES = np.linspace(0, 1, 2 * 8 * 8, dtype=np.float32).reshape(2, 8, 8, 1)


@pytest.fixture
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def test_the_runtime_merges_the_convolution_its_bias_and_activation(graph):
    cost, step = _network()
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        executed = _executed(session, [cost, step], {"x:0": IMAGES})
    assert "FusedConv2D" in executed["result"][0]
    assert "conv" not in executed


def test_python_and_every_graph_def_show_the_node_of_1_15(graph):
    _, step = _network()
    shape = graph.get_operation_by_name("gradients/sum_grad/Shape")
    before = [(node.name, node.op, *node.input) for node in graph.as_graph_def().node]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.run(step, {"x:0": IMAGES})
        assert [node.input for node in session.graph_def.node if node.name == shape.name] == [["conv"]]
    conv, result = graph.get_tensor_by_name("conv:0"), graph.get_tensor_by_name("result:0")
    assert [tensor.name for tensor in shape.inputs] == ["conv:0"]
    assert list(shape.node_def.input) == ["conv"]
    assert shape in conv.consumers() and shape not in result.consumers()
    assert isinstance(shape, tf.Operation)
    after = [(node.name, node.op, *node.input) for node in graph.as_graph_def().node]
    assert after[: len(before)] == before


@pytest.mark.parametrize("activation", [tf.nn.relu, tf.nn.tanh, tf.nn.sigmoid, tf.nn.elu, tf.nn.relu6, tf.identity])
def test_the_numbers_are_the_same_bits(activation, monkeypatch):
    weights = {}
    for off in (True, False):
        monkeypatch.setattr(rebuilt_session, "_off", off)
        with tf.Graph().as_default(), tf.Session() as session:
            cost, step = _network(activation=activation)
            session.run(tf.global_variables_initializer())
            costs = [session.run([cost, step], {"x:0": IMAGES[: 1 + i % 2]})[0] for i in range(20)]
            weights[off] = [np.array(costs), *session.run(tf.trainable_variables())]
    for plain, merged in zip(weights[True], weights[False]):
        assert plain.tobytes() == merged.tobytes()


@pytest.mark.parametrize("activation", [tf.nn.relu, tf.nn.tanh, tf.identity])
def test_the_numbers_of_a_matrix_product_are_the_same_bits(activation, monkeypatch):
    data = np.random.RandomState(0).normal(size=[50, 300]).astype(np.float32)
    start = np.random.RandomState(1).normal(size=[300, 70]).astype(np.float32)
    costs = {}
    for off in (True, False):
        monkeypatch.setattr(rebuilt_session, "_off", off)
        with tf.Graph().as_default(), tf.Session() as session:
            x = tf.placeholder(tf.float32, [None, 300], name="x")
            total = tf.add(tf.matmul(x, tf.Variable(start)), tf.Variable(np.full(70, 0.1, np.float32)), name="sum")
            cost = tf.reduce_mean(tf.square(activation(total, name="result")))
            step = tf.train.GradientDescentOptimizer(0.1).minimize(cost)
            session.run(tf.global_variables_initializer())
            costs[off] = [session.run([cost, step], {x: data[: 50 - i]})[0] for i in range(10)]
            merged = "FusedMatMul" in str(_executed(session, [cost, step], {x: data}))
            assert merged is not off
    assert np.array(costs[True]).tobytes() == np.array(costs[False]).tobytes()


def test_a_bias_that_may_change_the_shape_leaves_the_node_where_it_was(graph):
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    product = tf.matmul(x, tf.Variable(np.ones([3, 2], np.float32)), name="product")
    other = tf.placeholder(tf.float32, [None, 2], name="other")  # five rows: one row of the product serves them all
    gradient = tf.gradients(tf.reduce_sum(tf.nn.relu(product + other)), product)[0]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        got = session.run(gradient, {"x:0": np.ones([1, 3]), "other:0": np.ones([5, 2])})
    np.testing.assert_array_equal(got, [[5.0, 5.0]])


def test_a_graph_that_grows_after_a_run_and_a_second_session_say_nothing_and_stay_right(graph, capfd):
    _, step = _network()
    shape = graph.get_tensor_by_name("gradients/sum_grad/Shape:0")
    with tf.Session() as session, tf.Session() as second:
        for each in (session, second):
            each.run(tf.global_variables_initializer())
            each.run(step, {"x:0": IMAGES})
        doubled = shape * 2
        for each in (session, second):
            assert each.run(doubled, {"x:0": IMAGES}).tolist() == [4, 16, 16, 8]
    assert "was changed by" not in capfd.readouterr().err
