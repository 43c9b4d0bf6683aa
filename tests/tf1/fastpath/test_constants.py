"""What follows from the feeds' shapes is fed instead of computed: the same bits, and not where anything could be told from it."""


import numpy as np
import pytest

import graphnotes.tf1 as tf
from graphnotes.tf1.fastpath import by_shapes, race, threads
from graphnotes.tf1.fastpath.constants import choice
from graphnotes.tf1.fastpath.constants.cut import CannotCut, Cut
from graphnotes.tf1.rebuilt import session as rebuilt_session
from tests.tf1.crowd import crowd

DATA = np.random.RandomState(0).rand(30, 20).astype(np.float32)
LABELS = np.eye(5, dtype=np.float32)[np.arange(30) % 5]


@pytest.fixture
def prepared(monkeypatch):
    """For each call and shapes that were looked at: the names fed in addition, none where the call stays as it was."""
    seen = []
    usual = choice.Constants._ways
    prepare = choice.Constants.prepare

    def ways(self, session, shapes):
        made = usual(self, session, shapes)
        if not made:
            seen.append([])
        return made

    def remembered(self, session, shapes):
        [(options, way)] = prepare(self, session, shapes)
        seen.append(list(options.feed)[len(self.parts[0]) :])
        return [(options, way)]

    monkeypatch.setattr(choice.Constants, "pays_after", 0.0)
    monkeypatch.setattr(choice.Constants, "too_long", 1e9)
    monkeypatch.setattr(race, "_STRETCH", 4)
    monkeypatch.setattr(race, "_MOST", 1)
    monkeypatch.setattr(by_shapes, "_CLEARLY", 1e9)
    monkeypatch.setattr(choice.Constants, "_ways", ways)
    monkeypatch.setattr(choice.Constants, "prepare", remembered)
    monkeypatch.setattr(threads, "_may_choose", lambda config: False)
    return seen


def _regression():
    x = tf.placeholder(tf.float32, [None, 20], name="x")
    y = tf.placeholder(tf.float32, [None, 5], name="y")
    pred = tf.nn.softmax(tf.matmul(x, tf.Variable(tf.zeros([20, 5]))) + tf.Variable(tf.zeros([5])))
    return x, y, tf.reduce_mean(-tf.reduce_sum(y * tf.log(pred), axis=1))


def _perceptron():
    x = tf.placeholder(tf.float32, [None, 20], name="x")
    y = tf.placeholder(tf.float32, [None, 5], name="y")
    hidden = tf.nn.dropout(tf.nn.elu(tf.layers.dense(x, 8)), 0.7, seed=3)
    return x, y, tf.losses.mean_squared_error(y, tf.layers.dense(tf.concat([hidden, tf.square(hidden)], 1), 5, use_bias=False))


def _normalised():
    x = tf.placeholder(tf.float32, [None, 20], name="x")
    y = tf.placeholder(tf.float32, [None, 5], name="y")
    mean, variance = tf.nn.moments(x, [0])
    scaled = tf.nn.batch_normalization(x, mean, variance, tf.Variable(tf.zeros([20])), tf.Variable(tf.ones([20])), 1e-3)
    logits = tf.layers.dense(tf.reshape(scaled, [tf.shape(x)[0], 4, 5]), 5, tf.nn.relu)
    return x, y, tf.reduce_sum(tf.squared_difference(y, tf.reduce_max(logits, axis=1)) / tf.cast(tf.size(y), tf.float32))


def _trained(build, on, monkeypatch, resource):
    with monkeypatch.context() as patch, tf.Graph().as_default(), tf.variable_scope("", use_resource=resource):
        patch.setattr(rebuilt_session, "_off", not on)
        tf.set_random_seed(1)
        x, y, cost = build()
        step = tf.train.MomentumOptimizer(0.1, 0.9).minimize(cost)
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            rows = [30] * 14 + [7, 30, 12, 30] + [12] * 16 + [1, 30]
            costs = [session.run([cost, step], {x: DATA[:n], y: LABELS[:n]})[0] for n in rows]
            return [np.asarray(value).tobytes() for value in (*costs, *session.run(tf.global_variables()))]


@pytest.mark.slow
@pytest.mark.parametrize("resource", [False, True], ids=["reference", "resource"])
@pytest.mark.parametrize("build", [_perceptron, _normalised])
def test_training_gives_the_same_bits_with_batches_of_changing_size(build, resource, prepared, monkeypatch):
    assert _trained(build, True, monkeypatch, resource) == _trained(build, False, monkeypatch, resource)
    assert len(prepared) >= 2


@pytest.mark.slow
def test_a_regression_gives_the_same_bits_with_what_follows_from_shapes_fed(prepared, monkeypatch):
    assert _trained(_regression, True, monkeypatch, False) == _trained(_regression, False, monkeypatch, False)
    assert len(prepared) >= 2 and all("gradients/Sum_grad/Tile:0" in names for names in prepared)


def test_nothing_is_added_to_the_graph(prepared):
    with tf.Graph().as_default() as graph, tf.Session() as session:
        x, y, cost = _regression()
        gradient = tf.gradients(cost, tf.trainable_variables())
        session.run(tf.global_variables_initializer())
        before = graph.as_graph_def()
        got = {session.run(gradient, {x: DATA, y: LABELS})[0].tobytes() for _ in range(12)}
        assert prepared and prepared[0] and len(got) == 1
        assert graph.as_graph_def() == before == session.graph.as_graph_def()


def _cut(fetches, feeds, sizes):
    targets = [fetch for fetch in fetches if isinstance(fetch, tf.Operation)]
    tensors = [fetch for fetch in fetches if not isinstance(fetch, tf.Operation)]
    return [tensor.name for tensor in Cut(tf.get_default_graph(), feeds, sizes, tensors, targets).tensors]


def test_what_depends_on_values_is_not_known():
    with tf.Graph().as_default():
        x = tf.placeholder(tf.float32, [None, 3], name="x")
        positive = tf.boolean_mask(x, x[:, 0] > 0)
        count = tf.cast(tf.shape(positive)[0], tf.float32, name="count")
        assert "count:0" not in _cut([positive / count], [x], [(4, 3)])
        per_row = x / tf.cast(tf.shape(x)[0], tf.float32, name="rows")
        assert _cut([per_row], [x], [(4, 3)]) == ["rows:0"]


def test_effects_stay_and_keep_their_order():
    with tf.Graph().as_default():
        x = tf.placeholder(tf.float32, [None], name="x")
        v = tf.Variable(1.0, use_resource=False)
        seen = v * x
        update = tf.assign_add(v, tf.cast(tf.size(seen), tf.float32))
        with pytest.raises(CannotCut, match="reads a variable"):
            _cut([seen, update.op], [x], [(2,)])
        with tf.control_dependencies([v.assign(5.0).op]):
            late = tf.shape(x)
        with pytest.raises(CannotCut):
            _cut([x * tf.cast(late, tf.float32)], [x], [(1,)])
        printed = tf.Print(x, [x])
        with pytest.raises(CannotCut, match="Print"):
            _cut([printed / tf.cast(tf.size(x), tf.float32)], [x], [(2,)])


def test_a_variable_that_changes_its_shape_later_is_noticed(prepared):
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [None], name="x")
        rows = tf.Variable(np.ones([4], np.float32), use_resource=False)
        total = tf.reduce_sum(x) * tf.cast(tf.size(rows) + tf.size(x), tf.float32) + tf.reduce_sum(rows)
        session.run(tf.global_variables_initializer())
        for _ in range(12):
            assert session.run(total, {x: [1.0, 1.0]}) == 2 * 6 + 4
        wider = tf.assign(rows, np.ones([7], np.float32), validate_shape=False)
        session.run(wider.op)
        again = float(session.run(total + 0.0, {x: [1.0, 1.0]}))
        assert {float(session.run(total, {x: [1.0, 1.0]})) for _ in range(4)} == {again}


@pytest.mark.slow
def test_eight_threads_two_sessions_and_a_graph_that_grows(prepared):
    with tf.Graph().as_default() as graph, tf.Session() as one, tf.Session() as other:
        x, y, cost = _regression()
        gradient = tf.gradients(cost, tf.trainable_variables())
        fetches = [cost, *gradient]
        sizes = [30, 12, 7, 3, 1]
        wanted = {}
        for session in (one, other):
            session.run(tf.global_variables_initializer())
        for n in sizes:
            options = tf.RunOptions(trace_level=tf.RunOptions.SOFTWARE_TRACE)  # no plan serves a call with options
            wanted[n] = [np.asarray(a).tobytes() for a in one.run(fetches, {x: DATA[:n], y: LABELS[:n]}, options=options)]
        wrong, grown = [], []

        def work(k):
            for i in range(1500):
                n = sizes[(i // 40 + i % 7 % 2 + k) % 5]
                got = (one, other)[k % 2].run(fetches, {x: DATA[:n], y: LABELS[:n]})
                if [np.asarray(a).tobytes() for a in got] != wanted[n]:
                    wrong.append((k, i, n))

        def grow():
            with graph.as_default():
                fresh = tf.reduce_mean(x) * tf.cast(tf.size(x), tf.float32)
            for i in range(6):
                n = 10 + i % 2
                if abs(one.run(fresh, {x: np.ones([n, 20], np.float32)}) - 20 * n) > 1e-3:
                    wrong.append("grown")
            grown.append(fresh)

        crowd(work, grow)
        assert not wrong and grown and any(prepared)
