"""The softmax of a few classes: 1.15's node to whoever looks, 1.15's kernel to the runtime."""

import numpy as np
import pytest
from tensorflow.python.util import _pywrap_util_port

import graphnotes.tf1 as tf
from graphnotes.tf1.rebuilt import softmax, stand_ins

DATA = np.random.RandomState(0).normal(size=[7, 10]).astype(np.float32)
needs_onednn = pytest.mark.skipif(not _pywrap_util_port.IsMklEnabled(), reason="oneDNN is off: its kernel takes no node's place")


@pytest.fixture
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def _probabilities(logits):
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def _runs(fetch, feeds):
    """The types of the nodes that a call runs."""
    with tf.Session() as session:
        options, metadata = tf.RunOptions(output_partition_graphs=True), tf.RunMetadata()
        session.run(fetch, feeds, options=options, run_metadata=metadata)
    return {node.op for partition in metadata.partition_graphs for node in partition.node}


@needs_onednn
@pytest.mark.parametrize("shape, kept", [([None, 10], True), ([7, 64], True), ([7, 65], False), ([None, None], False), ([2, 3, 4], False), ([1, 2, 1, 2, 1, 2], True)])
def test_few_classes_are_kept_from_onednn(graph, shape, kept):
    logits = tf.placeholder(tf.float32, shape)
    ran = _runs(tf.nn.softmax(logits), {logits: np.zeros([size or 10 for size in shape], np.float32)})
    assert any("Mkl" in op and "Softmax" in op for op in ran) is not kept


def test_the_values_the_gradient_and_what_is_fed(graph):
    logits = tf.placeholder(tf.float32, [None, 10])
    probabilities = tf.nn.softmax(logits, name="probabilities")
    gradient = tf.gradients(tf.square(probabilities), logits)[0]
    wanted = _probabilities(DATA.astype(np.float64))
    with tf.Session() as session:
        got, slope = session.run([probabilities, gradient], {logits: DATA})
        np.testing.assert_allclose(got, wanted, rtol=1e-6)
        slopes = 2 * wanted * (wanted - (wanted**2).sum(1, keepdims=True))
        np.testing.assert_allclose(slope, slopes, atol=1e-6)
        assert (session.run("probabilities:0", {"probabilities:0": DATA}) == DATA).all()
        assert (session.run(probabilities * 2.0, {probabilities: DATA}) == DATA * 2).all()
        plans = [session.run(probabilities, {logits: DATA}).tobytes() for _ in range(5)]
        assert {*plans, got.tobytes()} == {got.tobytes()}


def test_the_node_is_1_15s_wherever_it_is_looked_at(graph):
    logits = tf.placeholder(tf.float32, [None, 10], "logits")
    op = tf.nn.softmax(logits).op
    with tf.variable_scope("more"):
        named = tf.nn.softmax(tf.layers.dense(logits, 3), name="named").op
    assert (op.name, op.type, list(op.inputs), op.outputs[0].shape.as_list()) == ("Softmax", "Softmax", [logits], [None, 10])
    assert (named.name, graph.get_operation_by_name("more/named").type) == ("more/named", "Softmax")
    assert op.get_attr("T") == tf.float32 and op.op_def.name == "Softmax" and isinstance(op, tf.Operation)
    assert logits.consumers()[0] is op
    with pytest.raises(ValueError):
        op.get_attr("f")
    written = graph.as_graph_def()
    node = next(node for node in written.node if node.name == "Softmax")
    assert node == op.node_def and node.op == "Softmax" and list(node.input) == ["logits"] and set(node.attr) == {"T"}
    assert not written.HasField("library") and not written.versions.min_consumer
    assert not tf.train.export_meta_graph().graph_def.HasField("library")
    functions = [tf.nn.softmax(tf.py_func(lambda: DATA, [], tf.float32))]  # no shape is known: oneDNN's, and no function
    assert functions[0].op.node_def.op == "Softmax"


def test_a_users_own_functions_stay_in_what_is_written(graph):
    @tf.python.framework.function.Defun(tf.float32)
    def twice(x):
        return x * 2.0

    tf.nn.softmax(twice(tf.zeros([2, 3])) + tf.zeros([2, 3]))
    assert [each.signature.name for each in graph.as_graph_def().library.function] == [twice.name]


def test_what_is_written_gives_the_same_in_a_graph_of_its_own(graph):
    logits = tf.placeholder(tf.float32, [None, 10], "logits")
    probabilities = tf.nn.softmax(logits, name="probabilities")
    with tf.Session() as session:
        ours = session.run(probabilities, {logits: DATA})
    with tf.Graph().as_default(), tf.Session() as session:
        tf.import_graph_def(graph.as_graph_def(), name="")
        np.testing.assert_allclose(session.run("probabilities:0", {"logits:0": DATA}), ours, atol=1e-7)


def test_seeds_count_it_as_one_node():
    seeds = []
    for classes in (3, 65):
        with tf.Graph().as_default():
            tf.set_random_seed(1)
            tf.nn.softmax(tf.zeros([2, classes]))
            tf.random_uniform([], name="drawn")
            seeds.append(tf.get_default_graph().get_operation_by_name("drawn/RandomUniform").get_attr("seed2"))
    assert seeds[0] == seeds[1] > 0


@needs_onednn
def test_conditions_and_loops_hold_it_as_any_node(graph):
    logits = tf.placeholder(tf.float32, [None, 3])
    flag = tf.placeholder(tf.bool, [])
    either = tf.cond(flag, lambda: tf.nn.softmax(logits), lambda: logits)
    _, looped = tf.while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, tf.nn.softmax(x)), [0, logits])
    standing = [op for op in graph.get_operations() if isinstance(op, stand_ins.StandIn)]
    assert [op.name for op in standing] == ["cond/Softmax", "while/Softmax"]
    assert [[each.name for each in op.control_inputs] for op in standing] == [[], []]
    wanted = DATA[:, :3]
    with tf.Session() as session:
        np.testing.assert_allclose(session.run(either, {logits: wanted, flag: True}), _probabilities(wanted), rtol=1e-6)
        assert (session.run(either, {logits: wanted, flag: False}) == wanted).all()
        slope = session.run(tf.gradients(either, logits)[0], {logits: wanted, flag: True})
        assert np.abs(slope).max() < 1e-6  # a row's probabilities sum to one
        for _ in range(3):
            wanted = _probabilities(wanted)
        np.testing.assert_allclose(session.run(looped, {logits: DATA[:, :3]}), wanted, rtol=1e-6)


def test_on_a_machine_with_a_gpu_it_is_left_alone(graph, monkeypatch):
    monkeypatch.setattr(softmax, "_GPUS", ("/dev/null",))
    softmax._oneDNN_would.cache_clear()
    try:
        op = tf.nn.softmax(tf.zeros([2, 3])).op
    finally:
        softmax._oneDNN_would.cache_clear()
    assert op.type == "Softmax" and not isinstance(op, stand_ins.StandIn)


def test_a_shape_that_does_not_fit_is_refused(graph):
    logits = tf.placeholder(tf.float32, [None, 10])
    with tf.Session() as session, pytest.raises(ValueError, match="Cannot feed value of shape"):
        session.run(tf.nn.softmax(logits), {logits: DATA[:, :9]})
