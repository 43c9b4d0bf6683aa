"""tf.contrib.rnn's cells over time and frequency, in groups and in phases."""


def _ramp(tf, np, *shape):
    n = int(np.prod(shape))
    return tf.constant(((np.arange(n) * 29 % 53) / 26.0 - 1.0).reshape(shape).astype("f"))


def _static(tf, np, cell, width=8):
    outputs, state = tf.contrib.rnn.static_rnn(cell, tf.unstack(_ramp(tf, np, 2, 2, width)), dtype=tf.float32)
    return {"o": outputs[-1], "s": state, "g": tf.gradients(outputs[-1], tf.trainable_variables()[0])}


def phased(tf, np):
    times = tf.constant([[[0.5], [3.0], [7.5]], [[1.0], [2.0], [4.0]]])
    cell = tf.contrib.rnn.PhasedLSTMCell(3, use_peepholes=True, period_init_max=10.0)
    outputs, state = tf.nn.dynamic_rnn(cell, (times, _ramp(tf, np, 2, 3, 4)), dtype=tf.float32)
    return {"o": outputs, "s": state}


def phased_steps(tf, np):
    cell = tf.contrib.rnn.PhasedLSTMCell(3, trainable_ratio_on=False)
    state = cell.zero_state(2, tf.float32)
    for time in (0.5, 1.5):
        output, state = cell((tf.constant([[time], [time * 2]]), _ramp(tf, np, 2, 4)), state)
    return {"o": output, "s": state}


def groups(tf, np):
    return _static(tf, np, tf.contrib.rnn.GLSTMCell(6, number_of_groups=2, num_proj=4))


def groups_plain(tf, np):
    return _static(tf, np, tf.contrib.rnn.GLSTMCell(4, number_of_groups=4, initializer=tf.ones_initializer()))


def time_frequency(tf, np):
    cell = tf.contrib.rnn.TimeFreqLSTMCell(3, use_peepholes=True, feature_size=4, frequency_skip=2, num_unit_shards=2)
    output, state = cell(_ramp(tf, np, 2, 8), tf.zeros([2, 18]))
    return {"o": output, "s": state}


def grid(tf, np):
    R = tf.contrib.rnn
    cell = R.GridLSTMCell(2, use_peepholes=True, feature_size=4, frequency_skip=2, num_frequency_blocks=[3], cell_clip=0.5)
    return _static(tf, np, cell)


def grid_shared(tf, np):
    R = tf.contrib.rnn
    cell = R.GridLSTMCell(
        2, True, True, couple_input_forget_gates=True, feature_size=2, frequency_skip=2, num_unit_shards=2,
        num_frequency_blocks=[2, 1], start_freqindex_list=[0, 3], end_freqindex_list=[4, 6],
    )  # fmt: skip
    return _static(tf, np, cell)


def grid_without_tuple(tf, np):
    """In a while loop, where the size of the batch is not known."""
    cell = tf.contrib.rnn.GridLSTMCell(
        2, feature_size=4, frequency_skip=4, num_frequency_blocks=[2], state_is_tuple=False
    )
    inputs = tf.placeholder_with_default(_ramp(tf, np, 2, 3, 8), [None, None, 8])
    outputs, state = tf.nn.dynamic_rnn(cell, inputs, dtype=tf.float32)
    return {"o": outputs, "s": state}


def grid_of_both_directions(tf, np):
    cell = tf.contrib.rnn.BidirectionalGridLSTMCell(
        2, True, feature_size=4, frequency_skip=2, num_frequency_blocks=[3], backward_slice_offset=1
    )
    return _static(tf, np, cell)


def compiled(tf, np):
    cell = tf.contrib.rnn.CompiledWrapper(tf.contrib.rnn.GRUCell(3))
    outputs, _ = tf.contrib.rnn.static_rnn(cell, tf.unstack(_ramp(tf, np, 2, 2, 4)), dtype=tf.float32)
    marked = [n.name for n in tf.get_default_graph().as_graph_def().node if n.attr["_XlaCompile"].b]
    return {"o": outputs[-1], "marked": tf.constant(marked)}
