"""Imports of `tensorflow.python.*` that public TensorFlow 1 code was seen to use, all of which 1.15.5 had."""

import importlib
import pathlib

import pytest

import graphnotes.tf1 as tf
from graphnotes.runner import world

IMPORTS = (pathlib.Path(__file__).parent.parent / "data" / "private_imports.txt").read_text().split()


@pytest.fixture(scope="module")
def imports():
    return world.prepare("1", verbose=True)


@pytest.mark.parametrize("line", IMPORTS)
def test_the_import_works(imports, line):
    module, _, name = line.partition(":")
    found = imports.builtins.__import__(module, {}, {}, (name,), 0)
    assert getattr(found, name) is not None


def test_private_names_of_public_symbols_are_the_facades():
    from graphnotes.tf1.python.framework import ops
    from graphnotes.tf1.python.ops import control_flow_ops, math_ops, rnn_cell_impl

    assert ops.Tensor is tf.Tensor
    assert control_flow_ops.while_loop is tf.while_loop
    assert math_ops.add is tf.math.add
    assert rnn_cell_impl.BasicLSTMCell is tf.nn.rnn_cell.BasicLSTMCell


def test_todays_module_is_left_alone():
    real = importlib.import_module("tensorflow.python.framework.ops")
    assert not hasattr(real, "IndexedSlices")


def test_a_private_name_nobody_had_says_so():
    from graphnotes.tf1.python.framework import ops

    with pytest.raises(AttributeError, match=r"python\.framework\.ops\.nosuch"):
        getattr(ops, "nosuch")  # noqa: B009


def test_graph_transforms_do_what_is_left_and_refuse_the_rest():
    from graphnotes.tf1.tools.graph_transforms import TransformGraph

    with tf.Graph().as_default() as graph:
        x = tf.placeholder(tf.float32, [2], name="x")
        tf.identity(tf.identity(x, name="middle") * 2.0, name="y")
        tf.constant(1.0, name="unused")
    before = graph.as_graph_def()
    after = TransformGraph(before, ["x"], ["y"], ["strip_unused_nodes", "remove_nodes(op=Identity)"])
    names = [node.name for node in after.node]
    assert "unused" not in names and "middle" not in names and "y" in names and "middle" in [n.name for n in before.node]
    with tf.Graph().as_default(), tf.Session() as sess:
        y = tf.import_graph_def(after, return_elements=["y:0"])[0]
        assert sess.run(y, {"import/x:0": [1.0, 2.0]}).tolist() == [2.0, 4.0]
    with pytest.raises(NotImplementedError, match="quantize_weights"):
        TransformGraph(before, ["x"], ["y"], ["quantize_weights"])


def test_the_classes_of_datasets_are_classes():
    from graphnotes.tf1.python.data.ops import dataset_ops

    numbers = tf.data.Dataset.from_tensor_slices([1, 2, 3])
    made = {
        "TensorSliceDataset": numbers,
        "MapDataset": numbers.map(lambda x: x + 1),
        "BatchDataset": numbers.batch(2),
        "RangeDataset": tf.data.Dataset.range(3),
        "ZipDataset": tf.data.Dataset.zip((numbers, numbers)),
    }
    for name, dataset in made.items():
        assert isinstance(getattr(dataset, "_dataset", dataset), getattr(dataset_ops, name)), name
    assert issubclass(dataset_ops.TensorDataset, tf.data.Dataset.__mro__[1])


def test_what_is_like_a_tensor_is_told_as_in_1_15():
    from graphnotes.tf1.python.framework import ops

    with tf.Graph().as_default():
        tensor, variable = tf.constant([1.0]), tf.Variable([1.0])
        sparse = tf.SparseTensor([[0]], [1.0], [2])
        slices = tf.IndexedSlices(tensor, tf.constant([0]))
        found = [(isinstance(x, ops._TensorLike), ops.is_dense_tensor_like(x)) for x in (tensor, variable, sparse, slices, 3.0)]
    assert found == [(True, True), (False, True), (True, False), (True, False), (False, False)]
