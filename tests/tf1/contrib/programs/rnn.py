# ruff: noqa: UP031 - Python 3.7 runs this too
"""tf.contrib.rnn."""


def _ramp(tf, np, *shape):
    n = int(np.prod(shape))
    return tf.constant(((np.arange(n) * 29 % 53) / 26.0 - 1.0).reshape(shape).astype("f"))


def _steps(tf, np):
    return tf.unstack(_ramp(tf, np, 3, 2, 4))


def _static(tf, np, cell):
    outputs, state = tf.contrib.rnn.static_rnn(cell, _steps(tf, np), dtype=tf.float32)
    return {"o": outputs[-1], "s": state}


def lstm_stack(tf, np):
    R = tf.contrib.rnn
    cells = [R.DropoutWrapper(R.BasicLSTMCell(3, forget_bias=0.5), output_keep_prob=0.5, seed=2) for _ in range(2)]
    return _static(tf, np, R.MultiRNNCell(cells))


def layer_norm_lstm(tf, np):
    return _static(tf, np, tf.contrib.rnn.LayerNormBasicLSTMCell(3, dropout_keep_prob=0.7))


def layer_norm_lstm_without(tf, np):
    return _static(tf, np, tf.contrib.rnn.LayerNormBasicLSTMCell(3, layer_norm=False))


def coupled(tf, np):
    cell = tf.contrib.rnn.CoupledInputForgetGateLSTMCell
    return _static(tf, np, cell(3, use_peepholes=True, num_proj=2, proj_clip=0.5, num_unit_shards=2))


def coupled_normalized(tf, np):
    return _static(tf, np, tf.contrib.rnn.CoupledInputForgetGateLSTMCell(3, layer_norm=True, state_is_tuple=False))


def nas(tf, np):
    return _static(tf, np, tf.contrib.rnn.NASCell(3, num_proj=2, use_bias=True))


def ugrnn(tf, np):
    return _static(tf, np, tf.contrib.rnn.UGRNNCell(3))


def intersection(tf, np):
    return _static(tf, np, tf.contrib.rnn.IntersectionRNNCell(3, num_in_proj=3))


def sru(tf, np):
    return _static(tf, np, tf.contrib.rnn.SRUCell(4))


def independent(tf, np):
    R = tf.contrib.rnn
    out = {}
    for name, cell in (("a", R.IndRNNCell(3)), ("b", R.IndyGRUCell(3)), ("c", R.IndyLSTMCell(3))):
        with tf.variable_scope(name):
            out[name] = _static(tf, np, cell)
    return out


def block_cells(tf, np):
    R = tf.contrib.rnn
    out = {}
    cells = [R.LSTMBlockCell(3), R.LSTMBlockCell(3, use_peephole=True, cell_clip=0.4), R.GRUBlockCell(3), R.GRUBlockCellV2(3)]
    for i, cell in enumerate(cells):
        with tf.variable_scope("c%d" % i):
            out[str(i)] = _static(tf, np, cell)
    return out


def block_gradients(tf, np):
    R = tf.contrib.rnn
    x = _ramp(tf, np, 2, 4)
    a, _ = R.LSTMBlockCell(3)(x, (tf.ones([2, 3]), tf.ones([2, 3])))
    b, _ = R.GRUBlockCell(3)(x, tf.ones([2, 3]))
    return {"g": tf.gradients(tf.reduce_sum(a) + tf.reduce_sum(b), [x, *tf.trainable_variables()])}


def fused_lstm(tf, np):
    R = tf.contrib.rnn
    x = _ramp(tf, np, 3, 2, 4)
    a, s = R.LSTMBlockFusedCell(3)(x, dtype=tf.float32)
    b, t = R.LSTMBlockFusedCell(3, use_peephole=True, name="peep")(x, dtype=tf.float32, sequence_length=[3, 1])
    c, u = R.TimeReversedFusedRNN(R.LSTMBlockFusedCell(3, name="back"))(x, dtype=tf.float32, sequence_length=[3, 2])
    return {"a": a, "s": s, "b": b, "t": t, "c": c, "u": u, "g": tf.gradients(tf.reduce_sum(a), x)}


def fused_adaptors(tf, np):
    R = tf.contrib.rnn
    a, s = R.FusedRNNCellAdaptor(R.BasicRNNCell(3))(_ramp(tf, np, 3, 2, 4), dtype=tf.float32, scope="a")
    b, t = R.TimeReversedFusedRNN(R.FusedRNNCellAdaptor(R.GRUCell(3), use_dynamic_rnn=True))(_steps(tf, np), dtype=tf.float32, scope="b")
    return {"a": a, "s": s, "b": b, "t": t}


def projections(tf, np):
    R = tf.contrib.rnn
    cell = R.OutputProjectionWrapper(R.InputProjectionWrapper(R.BasicLSTMCell(3), 5, activation=tf.nn.relu), 2)
    return _static(tf, np, cell)


def embedding_wrapper(tf, np):
    cell = tf.contrib.rnn.EmbeddingWrapper(tf.contrib.rnn.GRUCell(3), 6, 4)
    outputs, state = tf.nn.static_rnn(cell, [tf.constant([1, 2]), tf.constant([3, 5])], dtype=tf.float32)
    return {"o": outputs, "s": state}


def highway_and_residual(tf, np):
    R = tf.contrib.rnn
    cell = R.MultiRNNCell([R.HighwayWrapper(R.GRUCell(4)), R.ResidualWrapper(R.GRUCell(4)), R.HighwayWrapper(R.BasicRNNCell(4), False)])
    return _static(tf, np, cell)


def attention_wrapper(tf, np):
    R = tf.contrib.rnn
    return _static(tf, np, R.AttentionCellWrapper(R.BasicLSTMCell(3), attn_length=2))


def convolutional(tf, np):
    R = tf.contrib.rnn
    cell = R.Conv2DLSTMCell(input_shape=[4, 4, 2], output_channels=3, kernel_shape=[3, 3])
    y, state = tf.nn.dynamic_rnn(cell, _ramp(tf, np, 2, 3, 4, 4, 2), dtype=tf.float32)
    return {"y": y, "s": state}


def bidirectional_stacks(tf, np):
    R = tf.contrib.rnn
    fw, bw = [R.GRUCell(3), R.GRUCell(2)], [R.GRUCell(3), R.GRUCell(2)]
    a, b, c = R.stack_bidirectional_rnn(fw, bw, _steps(tf, np), dtype=tf.float32)
    return {"a": a, "b": b, "c": c}


def bidirectional_dynamic_stacks(tf, np):
    R = tf.contrib.rnn
    fw, bw = [R.BasicLSTMCell(3), R.BasicLSTMCell(2)], [R.BasicLSTMCell(3), R.BasicLSTMCell(2)]
    a, b, c = R.stack_bidirectional_dynamic_rnn(fw, bw, _ramp(tf, np, 2, 3, 4), dtype=tf.float32, sequence_length=[3, 1])
    return {"a": a, "b": b, "c": c}
