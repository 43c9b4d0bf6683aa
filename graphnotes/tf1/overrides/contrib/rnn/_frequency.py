"""LSTMs over time and over the frequencies of one time's inputs (speech recognition: arXiv:1604.01188 and its kind)."""

from __future__ import annotations

import collections

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.rnn._cells import RNNCell, input_width


def _sharded(name, shape, dtype, count):
    """A matrix made of `count` variables."""
    if count > shape[0]:
        raise ValueError(f"Too many shards: shape={shape}, num_shards={count}")
    size, more = divmod(shape[0], count)
    parts = [tf.get_variable(f"{name}_{i}", [size + (i < more), *shape[1:]], dtype=dtype) for i in range(count)]
    if len(parts) == 1:
        return parts[0]
    full_name = f"{tf.get_variable_scope().name}/{name}/concat:0"
    for value in tf.get_collection(tf.GraphKeys.CONCATENATED_VARIABLES):
        if value.name == full_name:
            return value
    whole = tf.concat(parts, 0, name=f"{name}/concat")
    tf.add_to_collection(tf.GraphKeys.CONCATENATED_VARIABLES, whole)
    return whole


def _clipped(value, limit):
    return value if limit is None else tf.clip_by_value(value, -limit, limit)


class TimeFreqLSTMCell(RNNCell):
    """An LSTM whose inputs are windows of `feature_size` frequencies, each `frequency_skip` after the one before.

    Args:
        num_unit_shards: how many variables the weights are split into.
        initializer: not used, as in 1.15.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=1,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        self._num_units, self._use_peepholes, self._cell_clip = num_units, use_peepholes, cell_clip
        self._num_unit_shards, self._forget_bias = num_unit_shards, forget_bias
        self._feature_size, self._frequency_skip = feature_size, frequency_skip

    @property
    def output_size(self):
        return self._num_units

    @property
    def state_size(self):
        return 2 * self._num_units

    def call(self, inputs, state):
        units, dtype = self._num_units, inputs.dtype
        count = int((input_width(inputs) - self._feature_size) / self._frequency_skip) + 1
        starts = [f * self._frequency_skip for f in range(count)]
        windows = [tf.slice(inputs, [0, start], [-1, self._feature_size]) for start in starts]
        width = windows[0].get_shape().as_list()[1]
        w = _sharded("W", [width + 2 * units, 4 * units], dtype, self._num_unit_shards)
        b = tf.get_variable("B", shape=[4 * units], initializer=tf.zeros_initializer(), dtype=dtype)
        if self._use_peepholes:
            w_f, w_i, w_o = (tf.get_variable(f"W_{g}_diag", shape=[units], dtype=dtype) for g in "FIO")
        m_below = tf.zeros([inputs.shape.dims[0].value or inputs.get_shape()[0], units], dtype)
        outputs = states = None
        for i_window, window in enumerate(windows):
            c_before = tf.slice(state, [0, 2 * i_window * units], [-1, units])
            m_before = tf.slice(state, [0, (2 * i_window + 1) * units], [-1, units])
            seen = tf.concat([window, m_before, m_below], 1)
            gates = tf.nn.bias_add(tf.matmul(seen, w), b)
            i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=1)
            if self._use_peepholes:
                kept = tf.sigmoid(f + self._forget_bias + w_f * c_before) * c_before
                c = kept + tf.sigmoid(i + w_i * c_before) * tf.tanh(j)
            else:
                c = tf.sigmoid(f + self._forget_bias) * c_before + tf.sigmoid(i) * tf.tanh(j)
            c = _clipped(c, self._cell_clip)
            m = tf.sigmoid(o + w_o * c if self._use_peepholes else o) * tf.tanh(c)
            m_below = m
            states = tf.concat([c, m] if states is None else [states, c, m], 1)
            outputs = m if outputs is None else tf.concat([outputs, m], 1)
        return outputs, states


class GridLSTMCell(RNNCell):
    """An LSTM over time and one over frequencies, on blocks of windows of frequencies.

    Args:
        share_time_frequency_weights: both LSTMs have the same weights.
        feature_size, frequency_skip: a window's width, and how far it is from the one before.
        num_frequency_blocks: list of the number of windows of each block.
        start_freqindex_list, end_freqindex_list: where the blocks begin and end; default: one block, all frequencies.
        couple_input_forget_gates: what is forgotten is what is not taken in.

    Raises:
        ValueError: no number of windows, or one that doesn't fit the inputs.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        share_time_frequency_weights=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=None,
        num_frequency_blocks=None,
        start_freqindex_list=None,
        end_freqindex_list=None,
        couple_input_forget_gates=False,
        state_is_tuple=True,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        if num_frequency_blocks is None:
            raise ValueError("Must specify num_frequency_blocks")
        self._num_units, self._use_peepholes, self._cell_clip = num_units, use_peepholes, cell_clip
        self._shared, self._coupled = share_time_frequency_weights, couple_input_forget_gates
        self._num_unit_shards, self._forget_bias, self._state_is_tuple = num_unit_shards, forget_bias, state_is_tuple
        self._feature_size, self._frequency_skip = feature_size, frequency_skip
        self._starts, self._ends = start_freqindex_list, end_freqindex_list
        self._blocks = [int(number) for number in num_frequency_blocks]
        self._tuple_type = self._state_type("GridLSTMStateTuple", ["state"]) if state_is_tuple else None

    def _state_type(self, name, prefixes):
        cells = [(b, f) for b, count in enumerate(self._blocks) for f in range(count)]
        names = [f"{p}_f{f:02d}_b{b:02d}_{part}" for p in prefixes for b, f in cells for part in "cm"]
        return collections.namedtuple(name, names)

    @property
    def output_size(self):
        return self._num_units * sum(self._blocks) * 2

    @property
    def state_size(self):
        if self._tuple_type is None:
            return self._num_units * sum(self._blocks) * 2
        return self._tuple_type(*[self._num_units] * len(self._tuple_type._fields))

    @property
    def state_tuple_type(self):
        """The named tuple of the state, or None."""
        return self._tuple_type

    def call(self, inputs, state):
        batch_size = self._batch_size(inputs)
        outputs, states = self._all_blocks(self._windows(inputs), batch_size, state, "state")
        new_state = self._tuple_type(*states) if self._state_is_tuple else tf.concat(states, 1)
        return tf.concat(outputs, 1), new_state

    def _all_blocks(self, blocks, batch_size, state, prefix):
        outputs, states = [], []
        for block, windows in enumerate(blocks):
            block_outputs, block_states = self._block(windows, block, state, batch_size, prefix)
            outputs += block_outputs
            states += block_states
        return outputs, states

    def _windows(self, inputs, offset=0):
        """Lists of the windows of each block, moved by `offset` frequencies."""
        width = input_width(inputs)
        if offset:
            sides = [0, 0, 0, offset] if offset > 0 else [0, 0, -offset, 0]
            inputs = tf.pad(inputs, tf.constant(sides, shape=[2, 2], dtype=tf.int32), "CONSTANT")
        offset = max(offset, 0)
        if not self._starts:
            if len(self._blocks) != 1:
                raise ValueError(f"Length of num_frequency_blocks is not 1, but instead is {len(self._blocks)}")
            ranges = [(0, width)]
        elif len(self._starts) != len(self._ends) or len(self._blocks) != len(self._starts):
            raise ValueError(
                f"num_frequency_blocks, start_freqindex_list and end_freqindex_list have {len(self._blocks)}, "
                f"{len(self._starts)} and {len(self._ends)} elements; expected as many of each"
            )
        else:
            ranges = zip(self._starts, self._ends)
        blocks = []
        for (start, end), expected in zip(ranges, self._blocks):
            count = int((end - start - self._feature_size) / self._frequency_skip) + 1
            if count != expected:
                raise ValueError(
                    f"Invalid num_frequency_blocks, requires {expected} but gets {count}, please check the input size and "
                    "filter config are correct."
                )
            places = [start + offset + f * self._frequency_skip for f in range(count)]
            blocks.append([tf.slice(inputs, [0, place], [-1, self._feature_size]) for place in places])
        return blocks

    @staticmethod
    def _batch_size(inputs):
        return inputs.shape.dims[0].value or tf.shape(inputs)[0]

    def _weights(self, axis, block, width, dtype):
        gates = (3 if self._coupled else 4) * self._num_units
        shape = [width + 2 * self._num_units, gates]
        w = _sharded(f"W_{axis}_{block}", shape, dtype, self._num_unit_shards)
        return w, tf.get_variable(f"B_{axis}_{block}", shape=[gates], initializer=tf.zeros_initializer(), dtype=dtype)

    def _peepholes(self, axis, block, dtype):
        """{gate: its diagonal weights of the frequency's and of the time's cell}."""
        made = {}
        for gate in "IO" if self._coupled else "FIO":
            names = (f"W_{gate}_diag_{axis}{of}_{block}" for of in "ft")
            made[gate] = [tf.get_variable(name, shape=[self._num_units], dtype=dtype) for name in names]
        return made

    def _block(self, windows, block, state, batch_size, prefix):
        """One step over the windows of a block: ([outputs], [states])."""
        dtype, units = windows[0].dtype, self._num_units
        width = windows[0].get_shape().as_list()[1]
        w_f, b_f = self._weights("f", block, width, dtype)
        if not self._shared:
            w_t, b_t = self._weights("t", block, width, dtype)
        peep_f = peep_t = None
        if self._use_peepholes:
            peep_t = peep_f = self._peepholes("freq", block, dtype)
            if not self._shared:
                peep_t = self._peepholes("time", block, dtype)
        m_below = tf.zeros([batch_size, units], dtype)
        c_below = tf.zeros([batch_size, units], dtype)
        outputs, states = [], []
        for i, window in enumerate(windows):
            c_before, m_before = self._before(state, prefix, i, block)
            seen = tf.concat([window, m_before, m_below], 1)
            gates_f = gates_t = self._gates(seen, w_f, b_f)
            if not self._shared:
                gates_t = self._gates(seen, w_t, b_t)
            c_f = self._cell(gates_f, peep_f, c_below, c_below, c_before)
            c_t = self._cell(gates_t, peep_t, c_before, c_below, c_before)
            m_f = self._open(gates_f[-1], peep_f, c_f, c_t) * tf.tanh(c_f)
            m_t = self._open(gates_t[-1], peep_t, c_f, c_t) * tf.tanh(c_t)
            m_below, c_below = m_f, c_f
            states += [c_t, m_t]
            outputs += [m_t, m_f]
        return outputs, states

    def _before(self, state, prefix, i, block):
        if self._state_is_tuple:
            name = f"{prefix}_f{i:02d}_b{block:02d}"
            return getattr(state, name + "_c"), getattr(state, name + "_m")
        units = self._num_units
        return tuple(tf.slice(state, [0, (2 * i + part) * units], [-1, units]) for part in (0, 1))

    def _gates(self, seen, w, b):
        values = tf.nn.bias_add(tf.matmul(seen, w), b)
        return tf.split(value=values, num_or_size_splits=3 if self._coupled else 4, axis=1)

    def _cell(self, gates, peepholes, before, c_below, c_before):
        """The new cell of an LSTM whose last cell was `before`."""
        i, j = gates[:2]
        if peepholes:
            i = i + peepholes["I"][0] * c_below + peepholes["I"][1] * c_before
        taken = tf.sigmoid(i)
        if self._coupled:
            kept = 1.0 - taken
        else:
            f = gates[2] + self._forget_bias
            if peepholes:
                f = f + peepholes["F"][0] * c_below + peepholes["F"][1] * c_before
            kept = tf.sigmoid(f)
        return _clipped(kept * before + taken * tf.tanh(j), self._cell_clip)

    @staticmethod
    def _open(o, peepholes, c_f, c_t):
        return tf.sigmoid(o + peepholes["O"][0] * c_f + peepholes["O"][1] * c_t if peepholes else o)


class BidirectionalGridLSTMCell(GridLSTMCell):
    """A `GridLSTMCell` over the frequencies from below and one from above, whose windows lie `backward_slice_offset` off."""

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        share_time_frequency_weights=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=None,
        num_frequency_blocks=None,
        start_freqindex_list=None,
        end_freqindex_list=None,
        couple_input_forget_gates=False,
        backward_slice_offset=0,
        reuse=None,
    ):
        super().__init__(
            num_units,
            use_peepholes,
            share_time_frequency_weights,
            cell_clip,
            initializer,
            num_unit_shards,
            forget_bias,
            feature_size,
            frequency_skip,
            num_frequency_blocks,
            start_freqindex_list,
            end_freqindex_list,
            couple_input_forget_gates,
            True,
            reuse,
        )
        self._offset = int(backward_slice_offset)
        self._tuple_type = self._state_type("BidirectionalGridLSTMStateTuple", ["fwd_state", "bwd_state"])

    @property
    def output_size(self):
        return 2 * super().output_size

    def call(self, inputs, state):
        batch_size = self._batch_size(inputs)
        forward = self._windows(inputs)
        backward = self._windows(inputs, self._offset) if self._offset else forward
        with tf.variable_scope("fwd"):
            outputs, states = self._all_blocks(forward, batch_size, state, "fwd_state")
        with tf.variable_scope("bwd"):
            backward = [windows[::-1] for windows in backward]
            more_outputs, more_states = self._all_blocks(backward, batch_size, state, "bwd_state")
        return tf.concat(outputs + more_outputs, 1), self._tuple_type(*states, *more_states)
