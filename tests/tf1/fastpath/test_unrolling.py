"""While loops whose turns follow from the shapes of the feeds are written out: the same bits, and nobody sees the nodes."""

import contextlib

import numpy as np
import pytest

import graphnotes.tf1 as tf
from graphnotes.tf1.fastpath import by_shapes, race
from graphnotes.tf1.fastpath.unrolling import choice
from graphnotes.tf1.rebuilt import session as rebuilt_session

DATA = np.random.RandomState(0).normal(size=[5, 4, 3]).astype(np.float32)


@pytest.fixture
def written_out(monkeypatch):
    """What became of each call whose loops were looked at: True where they are served without."""
    seen = []
    usual = choice.Unrolling._ways

    def ways(self, session, shapes):
        made = usual(self, session, shapes)
        seen.append(bool(made))
        return made

    monkeypatch.setattr(choice.Unrolling, "pays_after", 0.0)
    monkeypatch.setattr(race, "_STRETCH", 4)
    monkeypatch.setattr(race, "_MOST", 1)
    monkeypatch.setattr(by_shapes, "_CLEARLY", 1e9)
    monkeypatch.setattr(choice.Unrolling, "_ways", ways)
    return seen


@pytest.fixture(autouse=True)
def threads_are_settled(monkeypatch):
    from graphnotes.tf1.fastpath import threads

    monkeypatch.setattr(threads, "_may_choose", lambda config: False)


@contextlib.contextmanager
def fast(on, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(rebuilt_session, "_off", not on)
        yield


def _last(outputs):
    return outputs[:, -1]


def _rnn(cell, use=_last, batch=None, time=4, **options):
    def build():
        x = tf.placeholder(tf.float32, [batch, time, 3], name="x")
        outputs, _ = tf.nn.dynamic_rnn(cell(), x, dtype=tf.float32, **options)
        return tf.reduce_mean(tf.square(tf.layers.dense(use(outputs), 2) - 1.0))

    return build


def _wrapped(make):
    def build():
        x = tf.placeholder(tf.float32, [None, 4, 3], name="x")
        return make(x, tf.get_variable("w", [3, 3], initializer=tf.constant_initializer(0.3)))

    return build


def _scan(x, w):
    return tf.reduce_sum(tf.scan(lambda state, row: tf.tanh(tf.matmul(row, w) + state), tf.transpose(x, [1, 0, 2])))


def _softmax(x, w):
    """A softmax of few classes at every turn, and one behind the loop: both are calls of a function underneath."""
    states = tf.scan(lambda state, row: tf.nn.softmax(tf.matmul(row, w) + state), tf.transpose(x, [1, 0, 2]))
    return tf.reduce_sum(tf.log(tf.nn.softmax(states[-1] * 3.0)) ** 2)


def _map(x, w):
    return tf.reduce_sum(tf.map_fn(lambda row: tf.sigmoid(tf.matmul(row, w)), x) ** 2)


def _power(x, w):
    return tf.reduce_mean(tf.while_loop(lambda i, v: i < 5, lambda i, v: (i + 1, tf.tanh(tf.matmul(v, w))), [0, x[:, 0]])[1])


def _broadcast(x, w):
    start = tf.zeros([1, 3])  # one row, and as many as the batch from the second turn on
    invariant = [tf.TensorShape([]), tf.TensorShape([None, 3])]
    loop = tf.while_loop(lambda i, v: i < 4, lambda i, v: (i + 1, tf.tanh(v * 0.5 + tf.matmul(x[:, 0], w))), [0, start], invariant)
    return tf.reduce_sum(loop[1])


def _both_ways():
    x = tf.placeholder(tf.float32, [None, 4, 3], name="x")
    cells = [tf.nn.rnn_cell.GRUCell(4, name=f"gru_{i}") for i in range(2)]
    outputs, states = tf.nn.bidirectional_dynamic_rnn(*cells, x, dtype=tf.float32)
    return tf.reduce_mean(tf.concat(outputs, 2)) + tf.reduce_sum(states[0] * states[1])


def _two_layers():
    return tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.BasicLSTMCell(4), tf.nn.rnn_cell.LSTMCell(3)])


def _dropped(outputs):
    return tf.nn.dropout(outputs[:, -1], 0.5, seed=7)


def _normalised(outputs):
    return tf.layers.batch_normalization(outputs[:, -1], training=True)


PROGRAMS = {
    "lstm": _rnn(lambda: tf.nn.rnn_cell.BasicLSTMCell(4)),
    "gru": _rnn(lambda: tf.nn.rnn_cell.GRUCell(4)),
    "rnn, all outputs": _rnn(lambda: tf.nn.rnn_cell.BasicRNNCell(4), lambda outputs: tf.reshape(outputs, [-1, 4])),
    "time unknown": _rnn(lambda: tf.nn.rnn_cell.BasicLSTMCell(4), time=None),
    "two layers": _rnn(_two_layers),
    "time major": _rnn(lambda: tf.nn.rnn_cell.GRUCell(4), lambda outputs: outputs[-1], time_major=True),
    "size of the batch known": _rnn(lambda: tf.nn.rnn_cell.GRUCell(4), batch=5),
    "dropout behind": _rnn(lambda: tf.nn.rnn_cell.BasicLSTMCell(4), _dropped),
    "both ways": _both_ways,
    "scan": _wrapped(_scan),
    "softmax": _wrapped(_softmax),
    "map_fn": _wrapped(_map),
    "while_loop": _wrapped(_power),
    "a state that grows": _wrapped(_broadcast),
}
LOOPS_STAY = {
    "sums of sums in the loop": _rnn(lambda: tf.nn.rnn_cell.LSTMCell(4, use_peepholes=True)),
    "batch normalization behind": _rnn(lambda: tf.nn.rnn_cell.BasicLSTMCell(4), _normalised),
    "turns that depend on values": _wrapped(
        lambda x, w: tf.while_loop(lambda v: tf.reduce_sum(v) < 50.0, lambda v: v + tf.exp(w), [tf.zeros([3, 3])]) + 0.0 * x[0, 0]
    ),
    "random numbers in the loop": _rnn(
        lambda: tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.BasicLSTMCell(4), output_keep_prob=0.5, seed=3)
    ),
    "a loop in a loop": _wrapped(
        lambda x, w: tf.map_fn(lambda row: tf.map_fn(tf.tanh, row), x) + w[0]
    ),
}


def _trained(build, batches, monkeypatch, on, resource=False):
    """Costs and variables of training steps, as bytes."""
    with fast(on, monkeypatch), tf.Graph().as_default(), tf.variable_scope("", use_resource=resource):
        tf.set_random_seed(1)
        cost = build()
        updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
        with tf.control_dependencies(updates):
            step = tf.train.AdamOptimizer(0.05).minimize(cost)
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            costs = [session.run([cost, step], {"x:0": batch})[0] for batch in batches]
            return [np.asarray(value).tobytes() for value in (*costs, *session.run(tf.global_variables()))]


def _same(name, resource, monkeypatch):
    build = {**PROGRAMS, **LOOPS_STAY}[name]
    batches = [DATA * (1 + i / 10) for i in range(15)]
    if "known" not in name:
        batches += [DATA[: 1 + i % 2] for i in range(22)]
    return _trained(build, batches, monkeypatch, True, resource) == _trained(build, batches, monkeypatch, False, resource)


@pytest.mark.slow
@pytest.mark.parametrize("resource", [False, True], ids=["reference", "resource"])
@pytest.mark.parametrize("name", [*PROGRAMS, *LOOPS_STAY])
def test_training_gives_the_same_bits(name, resource, written_out, monkeypatch):
    same = _same(name, resource, monkeypatch)
    assert same or "random" in name  # turns that run side by side draw numbers in any order
    assert set(written_out) == {name in PROGRAMS}


def _network():
    x = tf.placeholder(tf.float32, [None, 4, 3], name="x")
    cell = tf.nn.rnn_cell.GRUCell(4)
    state = cell.zero_state(tf.shape(x)[0], tf.float32)
    outputs, last = tf.nn.dynamic_rnn(cell, x, initial_state=state)
    picked = tf.gather(last, tf.placeholder(tf.int32, [], name="row"), name="picked")
    return x, state, outputs, tf.reduce_sum(picked, name="total")


def test_nobody_sees_the_nodes(written_out):
    with tf.Graph().as_default() as graph, tf.Session() as session:
        x, _, outputs, _ = _network()
        session.run(tf.global_variables_initializer())
        shown = graph.as_graph_def(add_shapes=True)
        names = [op.name for op in graph.get_operations()]
        got = [session.run(outputs, {x: DATA, "row:0": 0}).tobytes() for _ in range(20)]
        assert written_out == [True]
        assert len(set(got)) == 1
        assert graph.as_graph_def(add_shapes=True) == shown == session.graph.as_graph_def(add_shapes=True)
        assert [node.name for node in session.graph_def.node] == names == [op.name for op in graph.get_operations()]
        assert [node.name for node in tf.train.export_meta_graph().graph_def.node] == names
        assert all(reader.name in names for op in graph.get_operations() for tensor in op.outputs for reader in tensor.consumers())
        tf.import_graph_def(shown, name="copy")
        assert {op.name for op in graph.get_operations()} == {*names, *(f"copy/{name}" for name in names)}


@pytest.mark.slow
def test_what_is_fed_on_the_way_is_taken(written_out, monkeypatch):
    got = {}
    for on in (True, False):
        with fast(on, monkeypatch), tf.Graph().as_default(), tf.Session() as session:
            tf.set_random_seed(2)
            x, state, outputs, total = _network()
            session.run(tf.global_variables_initializer())
            feeds = [{x: DATA, "row:0": 0}, {x: DATA, "row:0": 1, state: np.full([5, 4], 0.5)}, {x: DATA[:2], "row:0": 1, state: np.full([2, 4], -1.0)}]
            got[on] = [session.run([total, outputs], feed) for feed in feeds for _ in range(16)]
            got[on] = [value.tobytes() for pair in got[on] for value in pair]
            got[on] += [session.run(tf.reduce_sum(outputs), {x: DATA, outputs: np.ones([1, 4, 4])}) for _ in range(16)]
    assert got[True] == got[False]
    assert written_out.count(True) == 3


def test_an_error_names_the_scripts_operation(written_out):
    with tf.Graph().as_default(), tf.Session() as session:
        x, _, _, total = _network()
        session.run(tf.global_variables_initializer())
        for _ in range(20):
            session.run(total, {x: DATA, "row:0": 0})
        assert written_out == [True]
        with pytest.raises(tf.errors.InvalidArgumentError, match="not in") as raised:
            session.run(total, {x: DATA, "row:0": 99})
    assert "graphnotes_unrolled" not in str(raised.value) and "picked" in str(raised.value)


def test_an_assignment_added_later_that_may_change_a_variables_shape_brings_the_loop_back(written_out):
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [None, 4, 3], name="x")
        rows = tf.Variable(np.zeros([4, 5], np.float32), name="rows")
        total = tf.reduce_sum(tf.map_fn(lambda row: tf.cast(tf.shape(rows)[1], tf.float32) * row, x))
        session.run(tf.global_variables_initializer())
        ones = np.ones([2, 4, 3], np.float32)
        got = {float(session.run(total, {x: ones})) for _ in range(20)}
        assert got == {2 * 4 * 3 * 5.0} and written_out == [True]
        wider = tf.assign(rows, np.zeros([4, 7], np.float32), validate_shape=False)
        with tf.control_dependencies([wider]):
            session.run(tf.no_op())
        with tf.Session() as second:  # the graph's nodes are many sessions'
            second.run(tf.global_variables_initializer())
            second.run(wider.op)
            assert {float(second.run(total, {x: ones})) for _ in range(20)} == {float(second.run(total + 0.0, {x: ones}))}
        session.run(wider.op)
        assert {float(session.run(total, {x: ones})) for _ in range(3)} == {float(session.run(total + 0.0, {x: ones}))}


def test_the_environment_turns_it_off(monkeypatch):
    with tf.Graph().as_default():
        total = _network()[-1]
        assert choice.has_loop([total])
        monkeypatch.setattr(choice, "_off", True)
        assert not choice.has_loop([total])
