"""tensorflow.examples.tutorials.mnist, as TensorFlow 1.15 had it. Recorded facts are 1.15.5's."""

import inspect

import numpy as np
import pytest
from graphnotes.tf1.examples.tutorials.mnist import input_data, mnist

import graphnotes.tf1 as tf


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return str(tmp_path_factory.mktemp("MNIST_data"))


@pytest.fixture
def small():
    images = np.arange(6, dtype=np.uint8).reshape(6, 1, 1, 1)
    return lambda **options: input_data.DataSet(images, np.arange(6), **options)


def test_every_spelling_gives_the_same_module():
    import graphnotes.tf1.examples.tutorials.mnist.input_data as by_import_as

    assert by_import_as is input_data is tf.examples.tutorials.mnist.input_data


def test_contrib_learn_has_it_too():
    import graphnotes.tf1.contrib.learn.python.learn.datasets.base as base_by_import_as
    from graphnotes.tf1.contrib.learn.python.learn.datasets import base
    from graphnotes.tf1.contrib.learn.python.learn.datasets import (
        mnist as contrib_mnist,
    )
    from graphnotes.tf1.contrib.learn.python.learn.datasets.mnist import read_data_sets

    assert read_data_sets is input_data.read_data_sets is tf.contrib.learn.datasets.mnist.read_data_sets
    assert contrib_mnist is tf.contrib.learn.datasets.mnist and contrib_mnist.base.Datasets is base.Datasets
    assert base is base_by_import_as is tf.contrib.learn.datasets.base
    with pytest.raises(ValueError, match="Name of dataset is not found: nosuch"):
        tf.contrib.learn.datasets.load_dataset("nosuch")


def test_the_signature_is_1_15s():
    defaults = {n: p.default for n, p in inspect.signature(input_data.read_data_sets).parameters.items()}
    assert list(defaults.items()) == list(
        {
            "train_dir": inspect.Parameter.empty,
            "fake_data": False,
            "one_hot": False,
            "dtype": tf.float32,
            "reshape": True,
            "validation_size": 5000,
            "seed": None,
            "source_url": "https://storage.googleapis.com/cvdf-datasets/mnist/",
        }.items()
    )


def test_the_files_are_announced_as_1_15_did(folder, capsys):
    digits = input_data.read_data_sets(folder, one_hot=True)
    assert capsys.readouterr().out == "".join(
        f"Extracting {folder}/{name}-ubyte.gz\n"
        for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
    )
    assert type(digits).__name__ == "Datasets" and digits._fields == ("train", "validation", "test")
    assert digits.test.images.shape == (10000, 784) and digits.test.images.dtype == np.float32
    assert digits.test.labels.shape == (10000, 10) and digits.test.labels.dtype == np.float64
    assert digits.test.images.flags.writeable


@pytest.mark.parametrize("dtype", [tf.uint8, np.uint8, "uint8", tf.as_dtype("uint8")], ids=repr)
def test_dtype_may_be_anything_tensorflow_takes_for_one(small, dtype):
    assert small(dtype=dtype).images.dtype == np.uint8


@pytest.mark.parametrize(
    "dtype, message",
    [
        (tf.float64, "Invalid image dtype tf.float64, expected uint8 or float32"),
        ("nosuch", "'nosuch' to a TensorFlow DType"),
    ],
)
def test_another_dtype_is_a_type_error(small, dtype, message):
    with pytest.raises(TypeError, match=message):
        small(dtype=dtype)


@pytest.mark.parametrize(
    "seed, graph_seed, numpy_seed",
    [
        (None, 0, 0),
        (None, 7, 7),
        (0, None, 0),
        (0, 0, 2147483647),
        (0, 7, 0),
        (5, None, 5),
        (5, 7, 5),
        (-1, None, 2147483646),
        (2**31 - 1, 0, 2147483647),
        (2**31 + 5, 7, 6),
    ],
)
def test_numpy_is_seeded_as_1_15_did(small, seed, graph_seed, numpy_seed):
    with tf.Graph().as_default():
        if graph_seed is not None:
            tf.set_random_seed(graph_seed)
        small(seed=seed)
    assert np.random.get_state()[1].tolist() == np.random.RandomState(numpy_seed).get_state()[1].tolist()


def test_without_any_seed_numpy_is_seeded_afresh(small):
    np.random.seed(1)
    with tf.Graph().as_default():
        small()
    assert np.random.get_state()[1].tolist() != np.random.RandomState(1).get_state()[1].tolist()


def test_a_graphs_seed_orders_the_batches(small):
    def order():
        with tf.Graph().as_default():
            tf.set_random_seed(11)
            return small(dtype=tf.uint8).next_batch(6)[1].tolist()

    np.random.seed(11)
    permutation = np.arange(6)
    np.random.shuffle(permutation)
    assert order() == order() == permutation.tolist()


def test_fake_data(capsys):
    fake = input_data.read_data_sets("unused", fake_data=True, one_hot=True)
    assert fake.train.next_batch(1, fake_data=True)[1] == [[1] + [0] * 9]
    assert capsys.readouterr().out == ""


def test_extracting_from_open_files(folder, capsys):
    input_data.read_data_sets(folder)
    capsys.readouterr()
    path = folder + "/t10k-labels-idx1-ubyte.gz"
    with tf.gfile.Open(path, "rb") as f:
        assert input_data.extract_labels(f)[:3].tolist() == [7, 2, 1]
    with open(path, "rb") as f:
        assert input_data.extract_labels(f, one_hot=True, num_classes=12).shape == (10000, 12)
    assert capsys.readouterr().out == f"Extracting {path}\n" * 2
    with open(path, "rb") as f, pytest.raises(ValueError, match="expected magic number 2051"):
        input_data.extract_images(f)
    with open(folder + "/t10k-images-idx3-ubyte.gz", "rb") as f:
        images = input_data.extract_images(f)
    assert images.shape == (10000, 28, 28, 1) and images.dtype == np.uint8


def test_an_existing_file_is_not_downloaded(tmp_path):
    (tmp_path / "x").write_text("mine")
    path = input_data.maybe_download("x", str(tmp_path), "http://nowhere.invalid/x")
    assert path == f"{tmp_path}/x" and (tmp_path / "x").read_text() == "mine"


def test_the_tutorials_network_trains():
    rng = np.random.RandomState(0)
    images, labels = rng.randn(20, mnist.IMAGE_PIXELS).astype("f"), rng.randint(mnist.NUM_CLASSES, size=20)
    with tf.Graph().as_default() as graph, tf.Session() as session:
        tf.set_random_seed(1)
        x, y = tf.placeholder(tf.float32, [20, mnist.IMAGE_PIXELS]), tf.placeholder(tf.int32, [20])
        logits = mnist.inference(x, 64, 32)
        loss = mnist.loss(logits, y)
        train = mnist.training(loss, 0.1)
        correct = mnist.evaluation(logits, y)
        assert logits.shape.as_list() == [20, 10]
        assert [v.op.name for v in tf.global_variables()] == [
            "hidden1/weights",
            "hidden1/biases",
            "hidden2/weights",
            "hidden2/biases",
            "softmax_linear/weights",
            "softmax_linear/biases",
            "global_step",
        ]
        assert graph.get_operation_by_name("hidden2/Relu").type == "Relu"
        assert [s.op.type for s in tf.get_collection(tf.GraphKeys.SUMMARIES)] == ["ScalarSummary"]
        session.run(tf.global_variables_initializer())
        feed = {x: images, y: labels}
        before = session.run(loss, feed)
        for _ in range(200):
            session.run(train, feed)
        assert session.run(loss, feed) < before / 10
        assert session.run(correct, feed) == 20
        assert session.run("global_step:0") == 200
