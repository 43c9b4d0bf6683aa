"""tf.contrib.tensor_forest: with a seed, the very trees that TensorFlow 1.15.5 grew with one thread."""

import hashlib

import numpy as np
import pytest
from graphnotes.tf1.contrib.tensor_forest.python import tensor_forest
from tensorflow.python.ops import resources

import graphnotes.tf1 as tf

N = 400
ONE_THREAD = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as made:
        yield made


@pytest.fixture(scope="module")
def data():
    draw = np.random.RandomState(3)
    x = draw.rand(N, 6).astype(np.float32)
    y = (x[:, 0] * 2 + x[:, 1] * 3 + draw.rand(N) * 0.5).astype(np.int32).clip(0, 3)
    weights = (draw.rand(N) * 2).astype(np.float32)
    whole = draw.randint(0, 5, [N, 3])
    sparse = x * (x > 0.5)
    sparse[:, 5] = x[:, 5]
    return {
        "x": x,
        "y": y,
        "weights": weights,
        "columns": {"a": whole[:, :2].astype(np.int64), "b": whole[:, 2:].astype(np.float32)},
        "of columns": (whole[:, 0] + (whole[:, 1] == 2)).clip(0, 3).astype(np.int32),
        "output": (x[:, 0] * 2 + x[:, 3]).astype(np.float32),
        "sparse": (sparse,),
    }


def inputs(data):
    """A placeholder, or several, for `data`, and the function that feeds some of its examples."""
    if isinstance(data, dict):
        placeholders = {k: tf.placeholder(tf.as_dtype(v.dtype), [None, v.shape[1]]) for k, v in sorted(data.items())}
        return placeholders, lambda i: {placeholders[k]: v[i] for k, v in data.items()}
    if isinstance(data, tuple):
        placeholder = tf.sparse_placeholder(tf.float32)

        def feed(i):
            rows = data[0][i]
            return {placeholder: tf.SparseTensorValue(np.argwhere(rows != 0), rows[rows != 0], rows.shape)}

        return placeholder, feed
    placeholder = tf.placeholder(tf.float32, [None, data.shape[1]])
    return placeholder, lambda i: {placeholder: data[i]}


def initialize(session):
    session.run(tf.global_variables_initializer())
    session.run(resources.initialize_resources(resources.shared_resources()))


class Forest:
    """A forest of two trees, its graphs, and a few steps of training."""

    def __init__(self, data, labels, weights=None, **hparams):
        hparams = {
            "num_trees": 2, "max_nodes": 80, "split_after_samples": 25, "base_random_seed": 11, "num_classes": 4, "num_features": 6,
        } | hparams  # fmt: skip
        self.graphs = tensor_forest.RandomForestGraphs(tensor_forest.ForestHParams(**hparams).fill())
        self.x, self.feed = inputs(data)
        self.y = tf.placeholder(tf.float32 if labels.dtype == np.float32 else tf.int32, [None])
        self.labels, self.weights, given = labels, weights, {}
        if weights is not None:
            given["input_weights"] = self.w = tf.placeholder(tf.float32, [None])
        self.train = self.graphs.training_graph(self.x, self.y, **given)
        self.probabilities, self.paths, self.variance = self.graphs.inference_graph(self.x)
        self.size = self.graphs.average_size()
        self.saved = tf.get_collection(tf.GraphKeys.SAVEABLE_OBJECTS)

    def step(self, session, number):
        i = np.arange(N)[number % 4 * 100 :][:100]
        feed = self.feed(i) | {self.y: self.labels[i]}
        if self.weights is not None:
            feed[self.w] = self.weights[i]
        session.run(self.train, feed)

    def tree(self, session):
        saved = next(s for s in self.saved if s.name == "tree-0:0")
        return session.run(saved.specs[0].tensor)

    def answers(self, session):
        return session.run(self.probabilities, self.feed(np.arange(N)))


def grown(forest):
    """The trees' mean size after 12 steps on one thread, and the first six digits of the first tree's MD5."""
    with tf.Session(config=ONE_THREAD) as session:
        initialize(session)
        for number in range(12):
            forest.step(session, number)
        return session.run(forest.size), hashlib.md5(forest.tree(session)).hexdigest()[:6]


# what 1.15.5 gave on one thread: (the trees' mean size after 12 steps, the first six digits of the first tree's MD5)
GROWN = {
    "plain": (39.0, "90c2cd", {}),
    "less": (41.0, "bb7c0d", {"split_name": "less"}),
    "half": (38.0, "29fe64", {"split_pruning_name": "half", "prune_every_samples": 10}),
    "hoeffding": (38.0, "b43e98", {"split_pruning_name": "hoeffding", "prune_every_samples": 10, "dominate_fraction": 0.3}),
    "averages": (36.0, "920782", {"initialize_average_splits": True}),
    "by depth": (38.0, "27afb9", {"split_after_samples": "linear {slope: 3 y_intercept: 15 min_val: 10 max_val: 40}"}),
}
QUICK = {"plain"}


@pytest.mark.parametrize("name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in GROWN])
def test_seeded_trees_are_those_of_1_15(data, name):
    size, digest, hparams = GROWN[name]
    forest = Forest(data["x"], data["y"], **hparams)
    assert grown(forest) == (size, digest)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("features", "labels", "size", "digest", "hparams"),
    [
        ("x", "output", 42.0, "79425e", {"regression": True, "num_classes": 1}),
        ("columns", "of columns", 22.0, "4ecab5", {"num_features": 3}),
        ("sparse", "y", 37.0, "503def", {}),
    ],
)
def test_features_and_labels_of_other_kinds(data, features, labels, size, digest, hparams):
    forest = Forest(data[features], data[labels], **hparams)
    assert grown(forest) == (size, digest)


@pytest.mark.slow
def test_examples_count_by_their_weight(data):
    forest = Forest(data["x"], data["y"], data["weights"])
    assert grown(forest)[1] == "6a971d"


def test_the_nodes_are_those_of_1_15(data, graph):
    Forest(data["x"], data["y"], num_trees=1)
    nodes = {op.name: (op.type, [i.name for i in op.inputs]) for op in graph.get_operations()}
    assert nodes["TraverseTreeV4"][0] == "TraverseTreeV4"
    assert nodes["UpdateModelV4"] == ("UpdateModelV4", ["tree-0:0", "TraverseTreeV4:0", "Cast:0", "UpdateModelV4/input_weights:0"])
    assert nodes["GrowTreeV4"] == ("GrowTreeV4", ["tree-0:0", "stats-0:0", "ProcessInputV4:0"])
    assert graph.get_operation_by_name("GrowTreeV4").control_inputs == [graph.get_operation_by_name("UpdateModelV4")]
    assert nodes["ProcessInputV4"][1][-3:] == ["Cast:0", "ProcessInputV4/input_weights:0", "TraverseTreeV4:0"]
    assert nodes["tree-0/CreateTreeVariable"] == ("CreateTreeVariable", ["tree-0:0", "tree-0/CreateTreeVariable/tree_config:0"])
    assert nodes["probabilities"][0] == "RealDiv"
    assert [s.name for s in tf.get_collection(tf.GraphKeys.SAVEABLE_OBJECTS)] == ["stats-0:0", "tree-0:0"]


def test_a_forest_is_a_sessions_own_and_is_saved(data, tmp_path):
    forest, saver = Forest(data["x"], data["y"], checkpoint_stats=True), tf.train.Saver()
    with tf.Session() as session:
        with pytest.raises(tf.errors.NotFoundError, match=r"tree-\d"):
            forest.step(session, 0)
        initialize(session)
        for number in range(6):
            forest.step(session, number)
        answers, size = forest.answers(session), session.run(forest.size)
        assert size > 5
        initialize(session)  # does not make anew what there is
        assert session.run(forest.size) == size
        path = saver.save(session, str(tmp_path / "forest"))
        forest.step(session, 6)
        later = session.run(forest.size), forest.answers(session)
    with tf.Session() as session:
        initialize(session)
        assert session.run(forest.size) == 1
        assert not forest.answers(session).any()  # a leaf that saw nothing
    with tf.Session() as session:
        saver.restore(session, path)
        assert np.array_equal(forest.answers(session), answers)
        forest.step(session, 6)  # with the statistics saved it goes on as it would have
        assert session.run(forest.size) == later[0]
        assert np.array_equal(forest.answers(session), later[1])


def test_labels_past_the_classes_are_refused(data):
    forest = Forest(data["x"], data["y"] + 1, num_trees=1)
    with tf.Session() as session:
        initialize(session)
        with pytest.raises(tf.errors.InvalidArgumentError, match="in a forest of 4 classes"):
            forest.step(session, 0)


def test_paths_name_the_nodes_gone_through(data):
    forest = Forest(data["x"], data["y"], inference_tree_paths=True)
    with tf.Session() as session:
        initialize(session)
        for number in range(4):
            forest.step(session, number)
        paths = session.run(forest.paths, forest.feed(np.arange(5)))
    assert paths.shape == (5, 2)
    message = tf.contrib.tensor_forest.proto.fertile_stats_pb2.TreePath.FromString(paths[0, 0])
    assert message.nodes_visited[0].binary_node.left_child_id.value == 1
    assert message.nodes_visited[-1].WhichOneof("node_type") == "leaf"


def test_candidates_are_dropped_only_when_said_how_often():
    with pytest.raises(TypeError, match="prune_every_samples has to be given"):
        tensor_forest.ForestHParams(num_classes=2, num_features=2, split_pruning_name="half").fill()
