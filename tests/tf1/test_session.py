"""The session's fast path gives what `Session.run` gives: same values, same types, same errors."""

import collections
import functools
import gc
import threading
import weakref

import numpy as np
import pytest

import graphnotes.tf1 as tf
from graphnotes.tf1.fastpath.plan import Plan
from graphnotes.tf1.rebuilt import session as fast
from tests.tf1.crowd import crowd


@pytest.fixture
def plain(monkeypatch):
    """A function that runs something with the fast path off."""

    def run(function):
        with monkeypatch.context() as patch:
            patch.setattr(fast, "_off", True)
            return function()

    return run


@pytest.fixture
def sess():
    with tf.Graph().as_default(), tf.Session() as session:
        yield session


def often(function, times=25):
    """Enough calls to pass through every stage of a plan; the last result."""
    for _ in range(times):
        result = function()
    return result


def planned(session):
    return [plan for plan in session.__dict__.get("_graphnotes_plans", {}).values() if isinstance(plan, Plan)]


def same(a, b):
    assert type(a) is type(b)
    if isinstance(a, dict):
        assert list(a) == list(b)
        for key in a:
            same(a[key], b[key])
    elif isinstance(a, (list, tuple)):
        assert len(a) == len(b)
        for x, y in zip(a, b):
            same(x, y)
    elif isinstance(a, np.ndarray):
        assert a.dtype == b.dtype and a.shape == b.shape and a.flags.owndata >= b.flags.owndata
        assert a.tobytes() == b.tobytes() if a.dtype != object else (a == b).all()
    else:
        assert a == b


Pair = collections.namedtuple("Pair", "left right")


def test_every_fetch_structure(sess, plain):
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    y = x * 2.0
    v = tf.Variable([1.0, 2.0])
    sparse = tf.SparseTensor([[0, 1]], [3.0], [2, 2])
    words = tf.constant(["a", "b"])
    noop = tf.no_op()
    sess.run(tf.global_variables_initializer())
    feed = {x: [[1, 2, 3]]}
    structures = [
        y, [y], (y,), [noop, y], noop, [y, y], (y, [y, (noop, v)]), {"a": y, "b": [v, noop]}, Pair(y, v), v, [v], words,
        [words, y], sparse, [sparse, y], "x:0", ["Variable:0", y], [[]], y.op, collections.OrderedDict([("z", y), ("a", v)]),
        [tf.reduce_sum(y)], tf.reduce_sum(y), tf.shape(y), tf.zeros([0, 3]),
    ]  # fmt: skip
    for fetches in structures:
        wanted = plain(lambda fetches=fetches: sess.run(fetches, feed))
        same(often(lambda fetches=fetches: sess.run(fetches, feed)), wanted)
    assert len(planned(sess)) > 15


@pytest.mark.parametrize(
    "dtype, values",
    [
        (tf.float32, [1, 1.5, True, [1, 2], np.float64(0.1), np.arange(4.0), np.arange(4, dtype="i8"), np.ones((2, 3), "f")[:, ::2], [[1], [2]], ()]),
        (tf.int32, [1, [1, 2], np.arange(3), np.int8(4), 2.7, np.array([1.5])]),
        (tf.uint8, [255, [0, 255], np.array([300])]),
        (tf.bool, [True, [True, False], 1, np.array([0, 2])]),
        (tf.string, ["text", b"bytes", ["a", "bc"], np.array([b"x", b"yy"]), np.array(["u", "é"]), [["a"], ["b"]]]),
        (tf.complex64, [1j, [1, 2j]]),
        (tf.float16, [0.1, np.ones(3, "f2")]),
    ],
)  # fmt: skip
def test_every_kind_of_fed_value(sess, plain, dtype, values):
    x = tf.placeholder(dtype)
    y = tf.identity(x)
    for value in values:
        wanted = plain(lambda value=value: sess.run(y, {x: value}))
        same(often(lambda value=value: sess.run(y, {x: value}), 4), wanted)
    assert planned(sess)


def test_any_tensor_can_be_fed(sess, plain):
    a = tf.constant([1.0, 2.0])
    b = a + 1.0
    c = b * 3.0
    for feed in ({b: [5.0, 5.0]}, {"add:0": [6.0, 6.0]}, {a: [0.0, 0.0], b: [7.0, 7.0]}, {}, None):
        same(often(lambda feed=feed: sess.run([c, b], feed)), plain(lambda feed=feed: sess.run([c, b], feed)))


def test_sparse_feeds(sess, plain):
    x = tf.sparse_placeholder(tf.float32)
    y = tf.sparse_tensor_to_dense(x)
    value = tf.SparseTensorValue([[0, 0]], [2.0], [1, 2])
    same(often(lambda: sess.run(y, {x: value})), plain(lambda: sess.run(y, {x: value})))


def errors_of(function):
    try:
        function()
    except Exception as error:  # noqa: BLE001 - the point is which error it is
        return type(error), str(error)
    raise AssertionError("no error")


def test_every_error_is_the_same(sess, plain):
    x = tf.placeholder(tf.float32, [None, 2], name="x")
    n = tf.placeholder(tf.int32, [], name="n")
    u = tf.placeholder(tf.uint8, [], name="u")
    y = tf.reduce_sum(x)
    g = tf.gather([1.0, 2.0], n)
    v = tf.Variable(1.0)
    sess.run([y, g, tf.identity(u)], {x: [[1, 2]], n: 0, u: 1})
    fed = tf.constant([[1.0, 2.0]])
    other = tf.Graph()
    with other.as_default():
        foreign = tf.constant(1.0)
    often(lambda: sess.run(y, {x: [[1, 2]]}))
    often(lambda: sess.run(g, {n: 1}))
    often(lambda: sess.run(u + u, {u: 1}))
    calls = [
        lambda: sess.run(y, {x: [1, 2]}),
        lambda: sess.run(y, {x: [[1, 2, 3]]}),
        lambda: sess.run(y, {x: "text"}),
        lambda: sess.run(y, {x: [[1, 2], [3]]}),
        lambda: sess.run(y, {x: None}),
        lambda: sess.run(y, {x: fed}),
        lambda: sess.run(y, {}),
        lambda: sess.run(y),
        lambda: sess.run(g, {n: 5}),
        lambda: sess.run(g, {n: 2**40}),
        lambda: sess.run(u, {u: 256}),
        lambda: sess.run(v),
        lambda: sess.run(None),
        lambda: sess.run("nosuch:0"),
        lambda: sess.run([y, 3.0], {x: [[1, 2]]}),
        lambda: sess.run(foreign),
        lambda: sess.run(y, {foreign: 1.0}),
        lambda: sess.run(y, {"nosuch:0": 1.0}),
        lambda: sess.run(y, {y.op: 1.0}),
        lambda: sess.run(y, [1]),
    ]
    for call in calls:
        first, second, third = (errors_of(call) for _ in range(3))
        assert first == second == third == plain(lambda call=call: errors_of(call))


def test_a_closed_session_says_so(plain):
    with tf.Graph().as_default():
        session = tf.Session()
        y = tf.constant(1.0)
        often(lambda: session.run(y))
        session.close()
        with pytest.raises(RuntimeError, match="closed"):
            session.run(y)


def test_a_fetched_variable_is_a_snapshot(sess):
    v = tf.Variable(np.zeros(50, "f"))
    c = tf.constant(np.zeros(50, "f"))
    step = v.assign_add(np.ones(50, "f"))
    sess.run(tf.global_variables_initializer())
    often(lambda: sess.run([v, c]))
    before, constant = sess.run([v, c])
    constant[:] = 7
    sess.run(step)
    assert before.max() == 0 and sess.run([v, c])[1].max() == 0


def test_a_fed_array_may_be_changed_afterwards(sess):
    x = tf.placeholder(tf.float32, [4096])
    v = tf.Variable(tf.zeros([4096]))
    store = v.assign(x)
    sess.run(v.initializer)
    array = np.ones(4096, "f")
    got = often(lambda: sess.run(store, {x: array}))
    array[:] = 9
    assert got.max() == 1 and sess.run(v).max() == 1


def test_the_random_stream_does_not_notice(plain):
    def draws(count):
        with tf.Graph().as_default(), tf.Session() as session:
            tf.set_random_seed(7)
            r = tf.random_normal([3])
            return [session.run(r).tolist() for _ in range(count)]

    assert draws(40) == plain(lambda: draws(40))


def test_a_growing_graph(sess):
    x = tf.placeholder(tf.float32, [])
    y = x
    for i in range(30):
        y = y + 1.0
        for _ in range(3):
            assert sess.run(y, {x: 1.0}) == i + 2
            assert sess.run([x + 0.0, y], {x: 0.5})[1] == i + 1.5


def test_a_shape_set_later_is_checked(sess):
    x = tf.placeholder(tf.float32)
    y = x + 1.0
    often(lambda: sess.run(y, {x: [1.0, 2.0]}))
    x.set_shape([3])
    with pytest.raises(ValueError, match="Cannot feed value of shape"):
        sess.run(y, {x: [1.0, 2.0]})
    assert often(lambda: sess.run(y, {x: [1.0, 2.0, 3.0]})).tolist() == [2.0, 3.0, 4.0]


def test_control_dependencies_and_operations_run_each_time(sess):
    v = tf.Variable(0)
    with tf.control_dependencies([v.assign_add(1)]):
        done = tf.no_op()
    sess.run(v.initializer)
    often(lambda: done.run(), 30)
    assert v.eval() == 30


def test_options_and_metadata_are_served(sess):
    y = tf.constant(1.0) + 1.0
    often(lambda: sess.run(y))
    metadata = tf.RunMetadata()
    assert sess.run(y, options=tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE), run_metadata=metadata) == 2.0
    assert metadata.step_stats.dev_stats


def test_partial_run_is_tensorflows(sess):
    a, b = tf.placeholder(tf.float32, []), tf.placeholder(tf.float32, [])
    r1, r2 = a + b, (a + b) * 2.0
    handle = sess.partial_run_setup([r1, r2], [a, b])
    assert sess.partial_run(handle, r1, {a: 1.0, b: 2.0}) == 3.0
    assert sess.partial_run(handle, r2) == 6.0


def test_queues_and_python_functions(sess):
    queue = tf.FIFOQueue(10, tf.float32)
    x = tf.placeholder(tf.float32, [])
    put, get = queue.enqueue(x), queue.dequeue()
    log = []
    seen = tf.py_func(lambda value: log.append(float(value)) or value, [x], tf.float32)
    for i in range(20):
        sess.run(put, {x: i})
        assert sess.run(get) == i
        assert sess.run(seen, {x: i}) == i
    assert log == list(range(20))


def test_a_dequeue_waits_for_another_threads_enqueue(sess):
    queue = tf.FIFOQueue(1, tf.float32)
    get, put = queue.dequeue() + 1.0, queue.enqueue(2.0)
    results = []
    reader = threading.Thread(target=lambda: results.extend(sess.run(get) for _ in range(30)))
    reader.start()
    for _ in range(30):
        sess.run(put)
    reader.join(30)
    assert results == [3.0] * 30


def test_threads_share_a_session_while_the_graph_grows(sess):
    x = tf.placeholder(tf.float32, [None])
    outputs = [tf.reduce_sum(x * float(k)) for k in range(8)]
    wrong = []

    def work(k):
        for i in range(200):
            got = sess.run(outputs[k], {x: np.full(4, i, "f")})
            if got != 4.0 * i * k:
                wrong.append((k, i, got))

    def grow():
        with sess.graph.as_default():
            if sess.run(tf.constant(3.0) * 2.0) != 6.0:
                wrong.append("grow")

    crowd(work, grow)
    assert not wrong


def test_plans_are_bounded_and_go_with_the_session():
    graph = tf.Graph()
    with graph.as_default():
        session = tf.Session()
        tensors = [tf.constant(float(i)) for i in range(300)]
        for tensor in tensors:
            often(functools.partial(session.run, tensor), 3)
        assert len(session.__dict__["_graphnotes_plans"]) <= 256
        plan = weakref.ref(planned(session)[0].threads or planned(session)[0].call)
        alive = weakref.ref(session)
        session.close()
        del session
        gc.collect()
        assert alive() is None and plan() is None


def test_training_is_bit_identical(plain):
    def losses():
        with tf.Graph().as_default(), tf.Session() as session:
            tf.set_random_seed(1)
            x = tf.placeholder(tf.float32, [None, 20])
            t = tf.placeholder(tf.float32, [None, 1])
            hidden = tf.nn.dropout(tf.layers.dense(x, 32, tf.nn.relu), 0.7)
            loss = tf.reduce_mean(tf.square(tf.layers.dense(hidden, 1) - t))
            step = tf.train.AdamOptimizer(0.01).minimize(loss)
            session.run(tf.global_variables_initializer())
            random = np.random.RandomState(0)
            return [
                session.run([step, loss], {x: random.rand(16, 20), t: random.rand(16, 1)})[1].tobytes() for _ in range(200)
            ]

    assert losses() == plain(losses)


def test_a_monitored_session_has_it_too(tmp_path):
    with tf.Graph().as_default():
        step = tf.train.get_or_create_global_step()
        more = step.assign_add(1)
        with tf.train.MonitoredTrainingSession(checkpoint_dir=str(tmp_path), log_step_count_steps=None) as session:
            for i in range(20):
                assert session.run(more) == i + 1
            assert planned(session._tf_sess())


def test_the_users_own_threads_win():
    config = tf.ConfigProto(inter_op_parallelism_threads=2)
    with tf.Graph().as_default(), tf.Session(config=config) as session:
        y = tf.constant(1.0) + 1.0
        often(lambda: session.run(y))
        assert all(plan.threads is None or plan.threads.decided for plan in planned(session))
        assert all(len(plan.threads._ways) == 1 for plan in planned(session) if plan.threads)
