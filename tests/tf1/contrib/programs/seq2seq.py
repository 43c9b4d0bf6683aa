"""tf.contrib.seq2seq."""


def _ramp(tf, np, *shape):
    n = int(np.prod(shape))
    return tf.constant(((np.arange(n) * 29 % 53) / 26.0 - 1.0).reshape(shape).astype("f"))


def losses(tf, np):
    S = tf.contrib.seq2seq
    z, y = _ramp(tf, np, 2, 3, 4), tf.constant([[0, 1, 2], [3, 3, 0]])
    w = tf.constant([[1.0, 1.0, 0.0], [1.0, 0.5, 0.5]])
    return {
        "a": S.sequence_loss(z, y, w), "b": S.sequence_loss(z, y, w, average_across_batch=False),
        "c": S.sequence_loss(z, y, w, False, False, True, True), "d": S.sequence_loss(z, y, w, False, False, True, False),
        "e": S.sequence_loss(z, y, w, False, False),
    }  # fmt: skip


def teacher_forcing(tf, np):
    S = tf.contrib.seq2seq
    cell = tf.nn.rnn_cell.BasicLSTMCell(3)
    helper = S.TrainingHelper(_ramp(tf, np, 2, 4, 2), [4, 2])
    decoder = S.BasicDecoder(cell, helper, cell.zero_state(2, tf.float32), tf.layers.Dense(5, name="out"))
    out, state, lengths = S.dynamic_decode(decoder, impute_finished=True)
    loss = tf.reduce_sum(out.rnn_output)
    return {"o": out, "s": state, "l": lengths, "g": tf.gradients(loss, tf.trainable_variables())}


def greedy_in_time_major(tf, np):
    S = tf.contrib.seq2seq
    emb = tf.get_variable("emb", [5, 2])
    cell = tf.nn.rnn_cell.GRUCell(3)
    helper = S.GreedyEmbeddingHelper(emb, tf.fill([2], 1), 0)
    decoder = S.BasicDecoder(cell, helper, cell.zero_state(2, tf.float32), tf.layers.Dense(5))
    out, state, lengths = S.dynamic_decode(decoder, output_time_major=True, maximum_iterations=4, swap_memory=True)
    return {"o": out, "s": state, "l": lengths}


def sampling(tf, np):
    S = tf.contrib.seq2seq
    emb = tf.get_variable("emb", [5, 2])
    cell = tf.nn.rnn_cell.GRUCell(3)
    helper = S.SampleEmbeddingHelper(lambda ids: tf.nn.embedding_lookup(emb, ids), [1, 1, 2], 0, softmax_temperature=0.5, seed=3)
    decoder = S.BasicDecoder(cell, helper, cell.zero_state(3, tf.float32), tf.layers.Dense(5))
    out, _, lengths = S.dynamic_decode(decoder, maximum_iterations=3, parallel_iterations=1)
    return {"o": out, "l": lengths}


def scheduled_embeddings(tf, np):
    S = tf.contrib.seq2seq
    emb = tf.get_variable("emb", [5, 2])
    cell = tf.nn.rnn_cell.GRUCell(3)
    helper = S.ScheduledEmbeddingTrainingHelper(_ramp(tf, np, 2, 3, 2), [3, 2], emb, 0.5, seed=1, scheduling_seed=4)
    decoder = S.BasicDecoder(cell, helper, cell.zero_state(2, tf.float32), tf.layers.Dense(5))
    out, _, lengths = S.dynamic_decode(decoder, parallel_iterations=1)
    return {"o": out, "l": lengths}


def scheduled_outputs(tf, np):
    S = tf.contrib.seq2seq
    cell = tf.nn.rnn_cell.GRUCell(2)
    helper = S.ScheduledOutputTrainingHelper(
        _ramp(tf, np, 2, 3, 2), [3, 2], tf.constant(0.6), seed=4, next_inputs_fn=tf.nn.relu, auxiliary_inputs=_ramp(tf, np, 2, 3, 1)
    )
    decoder = S.BasicDecoder(cell, helper, cell.zero_state(2, tf.float32))
    out, _, lengths = S.dynamic_decode(decoder, parallel_iterations=1)
    return {"o": out, "l": lengths}


def inference_helper(tf, np):
    S = tf.contrib.seq2seq
    cell = tf.nn.rnn_cell.BasicRNNCell(2)
    helper = S.InferenceHelper(lambda o: o * 2.0, [2], tf.float32, tf.ones([3, 2]), lambda s: s[:, 0] > 1.5, tf.sigmoid)
    out, _, lengths = S.dynamic_decode(S.BasicDecoder(cell, helper, cell.zero_state(3, tf.float32)), maximum_iterations=3)
    return {"o": out, "l": lengths}


def _attended(tf, np, mechanism, **kwargs):
    S = tf.contrib.seq2seq
    cell = S.AttentionWrapper(tf.nn.rnn_cell.BasicLSTMCell(3), mechanism, **kwargs)
    helper = S.TrainingHelper(_ramp(tf, np, 2, 3, 2), [3, 2])
    decoder = S.BasicDecoder(cell, helper, cell.zero_state(2, tf.float32), tf.layers.Dense(4, name="proj"))
    out, state, lengths = S.dynamic_decode(decoder, parallel_iterations=1)
    return {"o": out, "a": state.alignments, "s": state.cell_state, "l": lengths}, state


def bahdanau(tf, np):
    mechanism = tf.contrib.seq2seq.BahdanauAttention(4, _ramp(tf, np, 2, 5, 3), memory_sequence_length=[5, 2], normalize=True)
    return _attended(tf, np, mechanism, attention_layer_size=3)[0]


def luong_with_history(tf, np):
    mechanism = tf.contrib.seq2seq.LuongAttention(3, _ramp(tf, np, 2, 5, 4), scale=True)
    fetched, state = _attended(tf, np, mechanism, alignment_history=True, output_attention=False)
    fetched["h"] = state.alignment_history.stack()
    return fetched


def monotonic(tf, np):
    S = tf.contrib.seq2seq
    memory = _ramp(tf, np, 2, 5, 4)
    several = [S.BahdanauMonotonicAttention(3, memory, sigmoid_noise=0.5, sigmoid_noise_seed=2), S.LuongMonotonicAttention(3, memory, mode="hard")]
    return _attended(tf, np, several, attention_layer_size=[2, 3])[0]


def attention_from_encoder(tf, np):
    S = tf.contrib.seq2seq
    x = tf.placeholder_with_default(np.ones((2, 4, 3), "f"), [None, None, 3])
    outputs, state = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), x, dtype=tf.float32)
    cell = S.AttentionWrapper(tf.nn.rnn_cell.GRUCell(3), S.LuongAttention(3, outputs), initial_cell_state=state, name="att")
    batch = tf.shape(x)[0]
    y, final = cell(tf.ones([2, 2]), cell.zero_state(batch, tf.float32).clone(attention=tf.ones([2, 3])))
    return {"y": y, "f": final.cell_state}


def pieces(tf, np):
    S = tf.contrib.seq2seq
    p = tf.constant([[0.5, 0.2, 0.9], [0.1, 0.6, 0.4]])
    before = tf.constant([[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]])
    t = S.tile_batch((tf.constant([1, 2]), _ramp(tf, np, 2, 3)), 2)
    return {
        "h": S.hardmax([[1.0, 3.0, 2.0]]), "a": S.monotonic_attention(p, before, "parallel"),
        "b": S.monotonic_attention(p, before, "recursive"), "c": S.safe_cumprod(p, axis=1), "t": list(t),
    }  # fmt: skip
