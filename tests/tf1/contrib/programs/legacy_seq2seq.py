"""tf.contrib.legacy_seq2seq."""


def _ramp(tf, np, *shape):
    n = int(np.prod(shape))
    return tf.constant(((np.arange(n) * 29 % 53) / 26.0 - 1.0).reshape(shape).astype("f"))


def _ids(tf, np):
    return [tf.constant([1, 2]), tf.constant([3, 0])], [tf.constant([0, 1]), tf.constant([2, 3]), tf.constant([1, 1])]


def basic_and_tied(tf, np):
    L = tf.contrib.legacy_seq2seq
    e, d = tf.unstack(_ramp(tf, np, 2, 2, 4)), tf.unstack(_ramp(tf, np, 3, 2, 4))
    a, s = L.basic_rnn_seq2seq(e, d, tf.nn.rnn_cell.BasicLSTMCell(3))
    b, t = L.tied_rnn_seq2seq(e, d, tf.nn.rnn_cell.GRUCell(3))
    return {"a": a, "s": s, "b": b, "t": t}


def embedding_rnn(tf, np):
    e, d = _ids(tf, np)
    cell = tf.nn.rnn_cell.BasicRNNCell(3)
    o, s = tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq(e, d, cell, 4, 5, 2)
    return {"o": o, "s": s}


def embedding_rnn_fed_by_tensor(tf, np):
    e, d = _ids(tf, np)
    previous = tf.placeholder_with_default(True, [])
    cell = tf.nn.rnn_cell.BasicLSTMCell(3)
    o, s = tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq(e, d, cell, 4, 5, 2, feed_previous=previous)
    return {"o": o, "s": s}


def embedding_tied(tf, np):
    e, d = _ids(tf, np)
    cell = tf.nn.rnn_cell.GRUCell(3)
    o, s = tf.contrib.legacy_seq2seq.embedding_tied_rnn_seq2seq(e, d, cell, 5, 2, feed_previous=True)
    return {"o": o, "s": s}


def attention(tf, np):
    e, d = _ids(tf, np)
    cell = tf.nn.rnn_cell.BasicLSTMCell(3)
    L = tf.contrib.legacy_seq2seq
    o, s = L.embedding_attention_seq2seq(e, d, cell, 4, 5, 2, num_heads=2, initial_state_attention=True)
    return {"o": o, "s": s}


def attention_projected_and_fed(tf, np):
    e, d = _ids(tf, np)
    w, b = tf.get_variable("proj_w", [3, 5]), tf.get_variable("proj_b", [5])
    L = tf.contrib.legacy_seq2seq
    o, s = L.embedding_attention_seq2seq(
        e, d, tf.nn.rnn_cell.GRUCell(3), 4, 5, 2, output_projection=(w, b), feed_previous=True
    )
    return {"o": o, "s": s}


def one_to_many(tf, np):
    e, d = _ids(tf, np)
    cells = {"x": tf.nn.rnn_cell.GRUCell(3)}
    o, s = tf.contrib.legacy_seq2seq.one2many_rnn_seq2seq(e, {"x": d}, tf.nn.rnn_cell.GRUCell(3), cells, 4, {"x": 5}, 2)
    return {"o": o["x"], "s": s["x"]}


def losses(tf, np):
    L = tf.contrib.legacy_seq2seq
    z = tf.unstack(_ramp(tf, np, 3, 2, 4))
    y = [tf.constant([0, 1]), tf.constant([2, 3]), tf.constant([1, 1])]
    w = [tf.constant([1.0, 1.0]), tf.constant([1.0, 0.0]), tf.constant([0.5, 0.0])]
    return {
        "a": L.sequence_loss(z, y, w), "b": L.sequence_loss(z, y, w, average_across_batch=False),
        "c": L.sequence_loss_by_example(z, y, w, average_across_timesteps=False),
    }  # fmt: skip


def buckets(tf, np):
    L = tf.contrib.legacy_seq2seq
    e = [tf.constant([1, 2])] * 3
    d = [tf.constant([0, 3])] * 4
    w = [tf.ones([2])] * 4

    def model(x, y):
        return L.embedding_attention_seq2seq(x, y, tf.nn.rnn_cell.GRUCell(3), 4, 5, 2)

    o, losses = L.model_with_buckets(e, d, d[1:] + d[:1], w, [(2, 3), (3, 4)], model)
    return {"o": o[1], "l": losses}
