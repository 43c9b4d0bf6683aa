"""Cells computed by one op: LSTMBlockCell, LSTMBlockFusedCell, GRUBlockCell (tf.contrib.rnn), on the kernels TensorFlow still has."""

from __future__ import annotations

import abc

from tensorflow.python.framework import ops
from tensorflow.python.ops import gen_rnn_ops, nn_ops

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.rnn._cells import LayerRNNCell, LSTMStateTuple

_PEEPHOLES = ("w_i_diag", "w_f_diag", "w_o_diag")


def _lstm_variables(cell, input_size) -> None:
    """The kernel, bias and peephole variables of a block LSTM."""
    units = cell._num_units
    cell._kernel = cell.add_weight("kernel", [input_size + units, units * 4])
    cell._bias = cell.add_weight("bias", [units * 4], initializer=tf.constant_initializer(0.0))
    if cell._use_peephole:
        cell._diagonals = [cell.add_weight(name, [units]) for name in _PEEPHOLES]
    cell.built = True


def _peepholes(cell, dtype) -> dict:
    if cell._use_peephole:
        return dict(zip(("wci", "wcf", "wco"), cell._diagonals))
    return dict.fromkeys(("wci", "wcf", "wco"), tf.zeros([cell._num_units], dtype=dtype))


class LSTMBlockCell(LayerRNNCell):
    """An LSTM whose step is one op; variables `kernel`, `bias` and, with peepholes, `w_i_diag`, `w_f_diag`, `w_o_diag`.

    Args:
        forget_bias: added to the forget gate's bias.
        cell_clip: bound of the cell state; None for none.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        cell_clip=None,
        use_peephole=False,
        dtype=None,
        reuse=None,
        name="lstm_cell",
    ):
        super().__init__(_reuse=reuse, dtype=dtype, name=name)
        self._num_units, self._forget_bias, self._use_peephole = num_units, forget_bias, use_peephole
        self._cell_clip = -1 if cell_clip is None else cell_clip
        # subclasses in contrib change these names
        self._names = {"W": "kernel", "b": "bias", "wci": "w_i_diag", "wcf": "w_f_diag", "wco": "w_o_diag", "scope": name}
        self.input_spec = tf.layers.InputSpec(ndim=2)

    @property
    def state_size(self):
        return LSTMStateTuple(self._num_units, self._num_units)

    @property
    def output_size(self):
        return self._num_units

    def build(self, inputs_shape):
        if not inputs_shape.dims[1].value:
            raise ValueError(f"Expecting inputs_shape[1] to be set: {inputs_shape}")
        _lstm_variables(self, inputs_shape.dims[1].value)

    def call(self, inputs, state):
        if len(state) != 2:
            raise ValueError("Expecting state to be a tuple with length 2.")
        peepholes = _peepholes(self, self.dtype)
        cell, hidden = state
        _, cell, _, _, _, _, hidden = gen_rnn_ops.lstm_block_cell(
            x=inputs,
            cs_prev=cell,
            h_prev=hidden,
            w=self._kernel,
            b=self._bias,
            forget_bias=self._forget_bias,
            cell_clip=self._cell_clip,
            use_peephole=self._use_peephole,
            **peepholes,
        )
        return hidden, LSTMStateTuple(cell, hidden)


class LSTMBlockWrapper(tf.layers.Layer):
    """A fused LSTM over [time, batch, n]; what computes the sequence comes from `_call_cell`."""

    @property
    @abc.abstractmethod
    def num_units(self):
        """The width of the cell."""

    @abc.abstractmethod
    def _call_cell(self, inputs, initial_cell_state, initial_output, dtype, sequence_length):
        """Gives the cell states and the outputs over time."""

    def call(self, inputs, initial_state=None, dtype=None, sequence_length=None):
        """Outputs over time and the final LSTMStateTuple; outputs after the end of a sequence are 0.

        Raises:
            ValueError: neither an initial state nor a dtype is given, or the width is unknown.
        """
        listed = isinstance(inputs, list)
        if listed:
            inputs = tf.stack(inputs)
        time_len, batch, width = (d.value for d in inputs.get_shape().with_rank(3).dims)
        if not width:
            raise ValueError(f"Expecting inputs_shape[2] to be set: {inputs.get_shape()}")
        if batch is None:
            batch = tf.shape(inputs)[1]
        if time_len is None:
            time_len = tf.shape(inputs)[0]
        if initial_state is None:
            if dtype is None:
                raise ValueError("Either initial_state or dtype needs to be specified")
            zeros = tf.zeros(tf.stack([batch, self.num_units]), dtype=dtype)
            initial_state = (zeros, zeros)
        elif len(initial_state) != 2:
            raise ValueError("Expecting initial_state to be a tuple with length 2 or None")
        elif dtype is None:
            dtype = initial_state[0].dtype
        if sequence_length is not None:
            sequence_length = tf.convert_to_tensor(sequence_length)

        first_cell, first_output = initial_state
        cells, outputs = self._call_cell(inputs, first_cell, first_output, dtype, sequence_length)
        if sequence_length is None:
            last_cell, last_output = cells[-1], outputs[-1]
        else:
            mask = tf.transpose(tf.sequence_mask(sequence_length, time_len, dtype=dtype), [1, 0])
            outputs *= tf.tile(tf.expand_dims(mask, [-1]), [1, 1, self.num_units])
            cells = tf.concat([tf.expand_dims(first_cell, [0]), cells], 0)
            shifted = tf.concat([tf.expand_dims(first_output, [0]), outputs], 0)
            last_cell = self._at(cells, sequence_length, batch)
            last_output = self._at(shifted, sequence_length, batch)
        if listed:
            outputs = tf.unstack(outputs)
        return outputs, LSTMStateTuple(last_cell, last_output)

    @staticmethod
    def _at(values, times, batch):
        return tf.gather_nd(values, tf.stack([times, tf.range(batch)], axis=1))


class LSTMBlockFusedCell(LSTMBlockWrapper):
    """A whole LSTM sequence in one op; variables as with `LSTMBlockCell`."""

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        cell_clip=None,
        use_peephole=False,
        reuse=None,
        dtype=None,
        name="lstm_fused_cell",
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self._num_units, self._forget_bias, self._use_peephole = num_units, forget_bias, use_peephole
        self._cell_clip = -1 if cell_clip is None else cell_clip
        self.input_spec = tf.layers.InputSpec(ndim=3)

    @property
    def num_units(self):
        return self._num_units

    def build(self, input_shape):
        _lstm_variables(self, input_shape.dims[2].value)

    def _call_cell(self, inputs, initial_cell_state=None, initial_output=None, dtype=None, sequence_length=None):
        time_len = inputs.get_shape().with_rank(3).dims[0].value
        if time_len is None:
            time_len = tf.shape(inputs)[0]
        peepholes = _peepholes(self, dtype)
        longest = time_len if sequence_length is None else tf.reduce_max(sequence_length)
        _, cells, _, _, _, _, outputs = gen_rnn_ops.block_lstm(
            seq_len_max=tf.cast(longest, tf.int64),
            x=inputs,
            cs_prev=initial_cell_state,
            h_prev=initial_output,
            w=self._kernel,
            b=self._bias,
            forget_bias=self._forget_bias,
            cell_clip=self._cell_clip,
            use_peephole=self._use_peephole,
            **peepholes,
        )
        return cells, outputs


class GRUBlockCell(LayerRNNCell):
    """A GRU whose step is one op; variables `w_ru`, `b_ru`, `w_c`, `b_c`. `cell_size` is an older name of `num_units`."""

    _names = ("w_ru", "b_ru", "w_c", "b_c")

    def __init__(self, num_units=None, cell_size=None, reuse=None, name="gru_cell"):
        super().__init__(_reuse=reuse, name=name)
        if (cell_size is None) == (num_units is None):
            raise ValueError("Exactly one of num_units or cell_size must be provided.")
        self._cell_size = cell_size if num_units is None else num_units
        self.input_spec = tf.layers.InputSpec(ndim=2)

    @property
    def state_size(self):
        return self._cell_size

    @property
    def output_size(self):
        return self._cell_size

    def build(self, input_shape):
        width, units = input_shape.dims[1].value, self._cell_size
        if width is None:
            raise ValueError("Expecting input_size to be set.")
        w_ru, b_ru, w_c, b_c = self._names
        self._gate_kernel = self.add_weight(w_ru, [width + units, units * 2])
        self._gate_bias = self.add_weight(b_ru, [units * 2], initializer=tf.constant_initializer(1.0))
        self._candidate_kernel = self.add_weight(w_c, [width + units, units])
        self._candidate_bias = self.add_weight(b_c, [units], initializer=tf.constant_initializer(0.0))
        self.built = True

    def call(self, inputs, h_prev):
        units = h_prev.get_shape().with_rank(2).dims[1].value
        if units != self._cell_size:
            raise ValueError(f"Shape of h_prev[1] incorrect: cell_size {self._cell_size} vs {units}")
        _, _, _, hidden = gen_rnn_ops.gru_block_cell(
            x=inputs,
            h_prev=h_prev,
            w_ru=self._gate_kernel,
            w_c=self._candidate_kernel,
            b_ru=self._gate_bias,
            b_c=self._candidate_bias,
        )
        return hidden, hidden


class GRUBlockCellV2(GRUBlockCell):
    """`GRUBlockCell` with the variable names of `GRUCell`: `gates/kernel`, `candidate/bias` and so on."""

    _names = ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias")


def _lstm_block_cell_grad(op, *grad):
    x, cs_prev, h_prev, w, wci, wcf, wco, b = op.inputs
    i, cs, f, o, ci, co, _ = op.outputs
    batch, width = (d.value for d in x.get_shape().with_rank(2).dims)
    units = cs_prev.get_shape().with_rank(2).dims[1].value
    for name, value in (("input_size from `x`", width), ("cell_size from `cs_prev`", units)):
        if value is None:
            raise ValueError(f"{name} should not be None.")
    batch = -1 if batch is None else batch
    cs_prev_grad, gates, wci_grad, wcf_grad, wco_grad = gen_rnn_ops.lstm_block_cell_grad(
        x=x, cs_prev=cs_prev, h_prev=h_prev, w=w, wci=wci, wcf=wcf, wco=wco, b=b, i=i, cs=cs, f=f, o=o, ci=ci, co=co,
        cs_grad=grad[1], h_grad=grad[6], use_peephole=op.get_attr("use_peephole"),
    )  # fmt: skip
    xh_grad = tf.matmul(gates, w, transpose_b=True)
    x_grad = tf.slice(xh_grad, (0, 0), (batch, width))
    h_grad = tf.slice(xh_grad, (0, width), (batch, units))
    w_grad = tf.matmul(tf.concat([x, h_prev], 1), gates, transpose_a=True)
    b_grad = nn_ops.bias_add_grad(gates)
    return x_grad, cs_prev_grad, h_grad, w_grad, wci_grad, wcf_grad, wco_grad, b_grad


def _gru_block_cell_grad(op, *grad):
    x, h_prev, w_ru, w_c, b_ru, b_c = op.inputs
    r, u, c, _ = op.outputs
    x_grad, h_grad, c_bar, ru_bar = gen_rnn_ops.gru_block_cell_grad(
        x, h_prev, w_ru, w_c, b_ru, b_c, r, u, c, grad[3]
    )
    w_ru_grad = tf.matmul(tf.concat([x, h_prev], 1), ru_bar, transpose_a=True)
    b_ru_grad = nn_ops.bias_add_grad(ru_bar)
    w_c_grad = tf.matmul(tf.concat([x, h_prev * r], 1), c_bar, transpose_a=True)
    return x_grad, h_grad, w_ru_grad, w_c_grad, b_ru_grad, nn_ops.bias_add_grad(c_bar)


for _op, _gradient in (("LSTMBlockCell", _lstm_block_cell_grad), ("GRUBlockCell", _gru_block_cell_grad)):
    if _op not in ops.gradient_registry.list():
        ops.RegisterGradient(_op)(_gradient)
