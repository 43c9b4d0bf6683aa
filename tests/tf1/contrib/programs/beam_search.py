"""tf.contrib.seq2seq's beam search. 1.15's gather_tree is one op of contrib's own library: not those nodes."""

IGNORED = "GatherTree"


def _ramp(tf, np, *shape):
    n = int(np.prod(shape))
    return tf.constant(((np.arange(n) * 29 % 53) / 26.0 - 1.0).reshape(shape).astype("f"))


def gather_trees(tf, np):
    S = tf.contrib.seq2seq
    rng = np.random.RandomState(3)
    ids = rng.randint(0, 6, (7, 3, 4)).astype("i")
    parents = rng.randint(0, 4, (7, 3, 4)).astype("i")
    short = tf.constant([[[1, 2]], [[3, 4]], [[5, 6]]]), tf.constant([[[0, 0]], [[0, 1]], [[1, 0]]])
    return {
        "a": S.gather_tree(tf.constant(ids), tf.constant(parents), [7, 4, 0], end_token=5),
        "b": S.gather_tree(tf.constant(ids), tf.constant(parents), [9, 1, 6], end_token=2),
        "c": S.gather_tree(short[0], short[1], [3], end_token=9),
    }


def beams(tf, np):
    S = tf.contrib.seq2seq
    cell = tf.nn.rnn_cell.BasicLSTMCell(3)
    emb = tf.get_variable("emb", [6, 2], initializer=tf.random_normal_initializer(stddev=3.0))
    state = cell.zero_state(2 * 3, tf.float32)
    dense = tf.layers.Dense(6, kernel_initializer=tf.random_normal_initializer(stddev=3.0))
    decoder = S.BeamSearchDecoder(cell, emb, tf.fill([2], 1), 0, state, 3, output_layer=dense, length_penalty_weight=0.6)
    out, final, lengths = S.dynamic_decode(decoder, maximum_iterations=6)
    scores = out.beam_search_decoder_output.scores
    return {"p": out.predicted_ids, "l": lengths, "lp": final.log_probs, "s": scores, "n": final.lengths}


def beams_that_attend(tf, np):
    S = tf.contrib.seq2seq
    memory = S.tile_batch(_ramp(tf, np, 2, 5, 3), 3)
    big = tf.random_normal_initializer(stddev=2.0)
    with tf.variable_scope("dec", initializer=big):
        cell = S.AttentionWrapper(tf.nn.rnn_cell.GRUCell(3), S.BahdanauAttention(3, memory), 3, alignment_history=True)
        state = cell.zero_state(6, tf.float32)
        emb = tf.get_variable("emb", [6, 2])
        decoder = S.BeamSearchDecoder(
            cell, emb, [1, 2], 0, state, 3, output_layer=tf.layers.Dense(6), coverage_penalty_weight=0.3
        )
        out, final, lengths = S.dynamic_decode(decoder, maximum_iterations=5)
    history = final.cell_state.alignment_history
    return {"p": out.predicted_ids, "l": lengths, "h": history.stack() if isinstance(history, tf.TensorArray) else history}
