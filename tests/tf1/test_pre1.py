"""TensorFlow before 1.0: its names, and its order of arguments where 1.0 turned them round."""

import numpy as np
import pytest

from graphnotes.tf1 import pre1

tf = pre1.root


@pytest.fixture
def session():
    with tf.Graph().as_default(), tf.Session() as session:
        yield session


def test_names_that_left_with_1(session):
    a, b = tf.constant([1.0, 2.0]), tf.constant([3.0, 5.0])
    run = session.run
    assert run(tf.mul(a, b)).tolist() == [3, 10] and run(tf.sub(a, b)).tolist() == [-2, -3] and run(tf.neg(a)).tolist() == [-1, -2]
    assert run(tf.pack([a, b])).shape == (2, 2) and run(tf.unpack(tf.pack([a, b])))[1].tolist() == [3, 5]
    assert run(tf.select(tf.constant([True, False]), a, b)).tolist() == [1, 5] and run(tf.inv(b))[0] == pytest.approx(1 / 3)
    x = np.arange(8.0).reshape(2, 2, 2)
    assert run(tf.batch_matmul(x, x, adj_y=True)).tolist() == (x @ x.swapaxes(1, 2)).tolist()


def test_concat_and_split_take_the_dimension_first_and_1s_order_too(session):
    a = tf.constant([[1, 2]])
    for both in (tf.concat(0, [a, a]), tf.concat([a, a], 0), tf.concat(values=[a, a], axis=0), tf.concat(concat_dim=0, values=[a, a])):
        assert session.run(both).tolist() == [[1, 2], [1, 2]]
    for left, right in (tf.split(1, 2, a), tf.split(a, 2, 1), tf.split(value=a, num_split=2, split_dim=1), tf.split(a, num_or_size_splits=2, axis=1)):
        assert session.run(left).tolist() == [[1]] and session.run(right).tolist() == [[2]]
    assert session.run(tf.reverse(a, [False, True])).tolist() == [[2, 1]]


def test_losses_take_the_predictions_first(session):
    logits, labels = tf.constant([[2.0, 1.0]]), tf.constant([[1.0, 0.0]])
    expected = np.log(1 + np.exp(-1.0))
    assert session.run(tf.nn.softmax_cross_entropy_with_logits(logits, labels))[0] == pytest.approx(expected)
    assert session.run(tf.nn.sparse_softmax_cross_entropy_with_logits(logits, tf.constant([0])))[0] == pytest.approx(expected)
    sigmoid = session.run(tf.nn.sigmoid_cross_entropy_with_logits(tf.constant(2.0), tf.constant(1.0)))
    assert sigmoid == pytest.approx(np.log(1 + np.exp(-2.0)))


def test_summaries_are_written(session, tmp_path):
    tf.scalar_summary("cost", tf.constant(1.5))
    tf.histogram_summary("weights", tf.constant([1.0, 2.0]))
    tf.image_summary("pictures", tf.zeros([1, 2, 2, 1]))
    merged = session.run(tf.merge_all_summaries())
    parsed = tf.Summary.FromString(merged)
    assert [value.tag for value in parsed.value] == ["cost", "weights", "pictures/image/0"]
    writer = tf.train.SummaryWriter(str(tmp_path), session.graph_def)
    writer.add_summary(merged, 1)
    writer.close()
    assert len(list(tmp_path.iterdir())) == 1


def test_recurrent_networks_by_their_old_names_and_states(session):
    rnn, rnn_cell = pre1.facade.namespace("models.rnn.rnn"), pre1.facade.namespace("models.rnn.rnn_cell")
    inputs = [tf.ones([2, 3]), tf.ones([2, 3])]
    outputs, state = rnn.rnn(rnn_cell.BasicLSTMCell(4, forget_bias=0.0), inputs, initial_state=tf.zeros([2, 8]))
    assert len(outputs) == 2 and state.shape.as_list() == [2, 8], "the state in one tensor gives one back"
    layers = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.GRUCell(4)] * 2)
    with tf.variable_scope("layers"):
        tf.nn.rnn(layers, inputs, dtype=tf.float32)
    kernels = [v.name for v in tf.all_variables() if v.name.startswith("layers") and v.name.endswith("gates/kernel:0")]
    assert len(kernels) == 2, "one cell object twice is two layers with variables of their own"


def test_everything_else_is_1_15(session):
    from graphnotes import tf1

    assert tf.matmul is tf1.root.matmul and tf.nn.relu is tf1.root.nn.relu and tf.train.AdamOptimizer is tf1.root.train.AdamOptimizer
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        tf.no_such_name  # noqa: B018
