"""tf.data pipelines have the nodes, the seeds and the order of TensorFlow 1.15.5 (recorded from it)."""

import numpy as np
import pytest

import graphnotes.tf1 as tf

Dataset = tf.data.Dataset


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as graph:
        yield graph


def types(graph):
    return [op.type for op in graph.get_operations()]


def drain(dataset):
    iterator = dataset.make_initializable_iterator()
    element = iterator.get_next()
    with tf.Session() as session:
        session.run(iterator.initializer)
        found = []
        while True:
            try:
                found.append(int(session.run(element)))
            except tf.errors.OutOfRangeError:
                return found


def test_an_iterator_reads_through_optimizations_and_autotuning(graph):
    Dataset.range(3).make_initializable_iterator().get_next()
    assert types(graph)[4:] == [
        *("Const", "OptimizeDataset", "ModelDataset", "IteratorV2", "MakeIterator"),
        *("IteratorToStringHandle", "IteratorGetNext"),
    ]


def test_a_one_shot_iterator_has_them_inside_its_function(graph):
    Dataset.range(3).make_one_shot_iterator().get_next()
    assert types(graph)[4:] == ["OneShotIterator", "IteratorToStringHandle", "IteratorGetNext"]
    (function,) = graph.as_graph_def().library.function
    assert {"OptimizeDataset", "ModelDataset"} <= {node.op for node in function.node_def}


def test_a_dataset_that_uses_a_reference_variable_is_not_optimized(graph):
    variable = tf.Variable(3, dtype=tf.int64)
    with pytest.warns(UserWarning, match="not compatible with tf.Variable"):
        Dataset.range(3).map(lambda x: x + variable).make_initializable_iterator()
    assert "OptimizeDataset" not in types(graph) and "ModelDataset" in types(graph)


def test_a_shuffle_after_a_repeat_draws_in_the_order_of_1_15():
    tf.set_random_seed(5)
    for earlier in (Dataset.range(8).shuffle(8, seed=3).repeat(3), Dataset.range(8).shuffle(8, seed=3)):
        drain(earlier)
    drain(Dataset.range(8).shuffle(4).repeat(3))
    assert drain(Dataset.range(8).repeat(3).shuffle(4)) == [
        *(0, 2, 1, 4, 6, 5, 1, 7, 3, 4, 5, 6, 0, 3, 1, 2, 2, 3, 7, 5, 4, 0, 7, 6)
    ]


def test_a_shuffle_repeats_in_the_order_of_1_15_unless_repeat_stands_right_behind_it():
    tf.set_random_seed(5)
    assert drain(Dataset.range(8).shuffle(4, seed=3, reshuffle_each_iteration=False).repeat(2)) == [
        *(2, 4, 1, 3, 6, 5, 7, 0, 2, 4, 1, 3, 6, 5, 7, 0)
    ]
    batched = Dataset.range(8).shuffle(4, seed=3).batch(1).repeat(2).map(lambda x: x[0])
    assert drain(batched) == [0, 3, 4, 2, 5, 7, 1, 6, 2, 1, 4, 6, 0, 3, 5, 7]


def test_parallel_maps_are_the_ops_of_1_15(graph):
    dataset = Dataset.range(9).map(lambda x: x * 2, num_parallel_calls=2)
    assert graph.get_operations()[-1].type == "ParallelMapDataset"
    assert drain(dataset) == list(range(0, 18, 2))


def test_parallel_interleaves_are_the_ops_of_1_15(graph):
    dataset = Dataset.range(3).interleave(lambda x: Dataset.range(x), 2, 1, num_parallel_calls=2)
    assert graph.get_operations()[-1].type == "ParallelInterleaveDatasetV2"
    assert drain(dataset) == [0, 0, 1]


def test_files_read_in_parallel_are_the_ops_of_1_15(graph, tmp_path):
    for name in "ab":
        with tf.python_io.TFRecordWriter(str(tmp_path / name)) as writer:
            for n in range(2):
                writer.write(f"{name}{n}".encode())
    dataset = tf.data.TFRecordDataset([str(tmp_path / "a"), str(tmp_path / "b")], num_parallel_reads=2)
    assert types(graph)[-1] == "ParallelInterleaveDataset"
    element = dataset.make_one_shot_iterator().get_next()
    with tf.Session() as session:
        assert [session.run(element) for _ in range(4)] == [b"a0", b"b0", b"a1", b"b1"]


def test_a_variable_is_not_iterable_and_asking_adds_no_node(graph):
    variable = tf.Variable([1.0, 2.0])
    before = len(graph.get_operations())
    with pytest.raises(TypeError, match="'Variable' object is not iterable"):
        list(variable)
    assert len(graph.get_operations()) == before


def test_options_are_known_to_python_and_obeyed_when_run():
    import warnings

    import graphnotes.tf1 as tf

    with tf.Graph().as_default(), tf.Session() as session:
        options = tf.data.Options()
        options.experimental_deterministic = False
        options.experimental_slack = True
        options.experimental_threading.private_threadpool_size = 2
        dataset = tf.data.Dataset.range(4).map(lambda x: x + 1, num_parallel_calls=2).with_options(options).prefetch(1)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert dataset.options().experimental_slack is True
        following = tf.data.make_one_shot_iterator(dataset).get_next()
        assert sorted(session.run(following) for _ in range(4)) == [1, 2, 3, 4]


def test_a_sparse_element_has_the_shape_that_was_serialized():
    import graphnotes.tf1 as tf

    with tf.Graph().as_default(), tf.Session() as session:
        sparse = tf.SparseTensor([[0, 1], [1, 0]], [1.0, 2.0], [2, 3])
        element = tf.data.make_one_shot_iterator(tf.data.Dataset.from_tensor_slices(sparse)).get_next()
        value = session.run(element)
        assert (value.indices.tolist(), value.values.tolist(), value.dense_shape.tolist()) == ([[1]], [1.0], [3])


def test_what_is_generated_is_converted_as_numpy_does():
    import graphnotes.tf1 as tf

    def rows():
        yield np.array([1.5, 2.5]), 3, "a"

    with tf.Graph().as_default(), tf.Session() as session:
        dataset = tf.data.Dataset.from_generator(rows, (tf.int32, tf.float32, tf.string), ([None], [], []))
        numbers, single, text = session.run(tf.data.make_one_shot_iterator(dataset).get_next())
        assert (numbers.tolist(), numbers.dtype, single, single.dtype, text) == ([1, 2], "int32", 3.0, "float32", b"a")


def test_a_generator_of_another_structure_is_said_to_be_one():
    import graphnotes.tf1 as tf

    with tf.Graph().as_default(), tf.Session() as session:
        dataset = tf.data.Dataset.from_generator(lambda: iter([1]), (tf.int32, tf.int32))
        following = tf.data.make_one_shot_iterator(dataset).get_next()
        with pytest.raises(tf.errors.InvalidArgumentError, match="did not match the expected structure"):
            session.run(following)
