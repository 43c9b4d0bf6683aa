"""Cells that look at time or at parts of their units: the phased LSTM, the group LSTM, and cells compiled by XLA."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.rnn._cells import LSTMStateTuple, RNNCell
from graphnotes.tf1.overrides.contrib.rnn._linear import Linear
from graphnotes.tf1.overrides.contrib.rnn._wrappers import _Around


def _log_uniform_initializer(low, high):
    """Numbers whose logarithms are uniform between those of `low` and `high`."""

    def initialize(shape, dtype=tf.float32, partition_info=None):
        return tf.exp(tf.random_uniform(shape, tf.log(low), tf.log(high), dtype))

    return initialize


class PhasedLSTMCell(RNNCell):
    """An LSTM whose units are open for a part of each period alone (arXiv:1610.09513).

    Its inputs are (times [batch, 1], values [batch, width]).

    Args:
        leak: how much passes while a unit is closed.
        ratio_on: the part of a period in which a unit is open, at the beginning of training.
        period_init_min, period_init_max: between these lie the periods at the beginning of training.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        leak=0.001,
        ratio_on=0.1,
        trainable_ratio_on=True,
        period_init_min=1.0,
        period_init_max=1000.0,
        reuse=None,
    ):
        super().__init__(_reuse=reuse, autocast=False)
        self._num_units, self._use_peepholes = num_units, use_peepholes
        self._leak, self._ratio_on, self._trainable_ratio_on = leak, ratio_on, trainable_ratio_on
        self._periods = (period_init_min, period_init_max)
        self._linears = {}

    @property
    def state_size(self):
        return LSTMStateTuple(self._num_units, self._num_units)

    @property
    def output_size(self):
        return self._num_units

    def _linear(self, scope, args, size):
        """args @ kernel + bias in the current scope; the variables are made the first time."""
        if scope not in self._linears:
            self._linears[scope] = Linear(args, size, True)
        return self._linears[scope](args)

    def call(self, inputs, state):
        c_before, h_before = state
        time, x = inputs
        seen = [x, h_before]
        with tf.variable_scope("mask_gates"):
            seen_with_c = [*seen, c_before] if self._use_peepholes else seen
            gates = tf.sigmoid(self._linear("mask_gates", seen_with_c, 2 * self._num_units))
            input_gate, forget_gate = tf.split(axis=1, num_or_size_splits=2, value=gates)
        with tf.variable_scope("new_input"):
            new_input = tf.tanh(self._linear("new_input", seen, self._num_units))
        c = c_before * forget_gate + input_gate * new_input
        with tf.variable_scope("output_gate"):
            seen_with_c = [*seen, c] if self._use_peepholes else seen
            output_gate = tf.sigmoid(self._linear("output_gate", seen_with_c, self._num_units))
        h = tf.tanh(c) * output_gate
        k = self._openness(time)
        c = k * c + (1 - k) * c_before
        h = k * h + (1 - k) * h_before
        return h, LSTMStateTuple(c, h)

    def _openness(self, time):
        """How open each unit is at a time: [batch, units]."""
        shape = [self._num_units]
        period = tf.get_variable("period", shape, initializer=_log_uniform_initializer(*self._periods))
        start = tf.random_uniform_initializer(0.0, period.initial_value)
        phase = tf.get_variable("phase", shape, initializer=start)
        ratio_on = tf.get_variable(
            "ratio_on", shape, initializer=tf.constant_initializer(self._ratio_on), trainable=self._trainable_ratio_on
        )
        phase, period = tf.cast(phase, time.dtype), tf.cast(period, time.dtype)
        shifted = time - phase
        in_cycle = tf.stop_gradient(tf.mod(shifted, period) - shifted) + shifted  # its gradient is that of the time
        ratio = tf.cast(in_cycle / period, tf.float32)
        rising = 2 * ratio / ratio_on
        falling = 2 - rising
        closed = self._leak * ratio
        k = tf.where(ratio < ratio_on, falling, closed)
        return tf.where(ratio < 0.5 * ratio_on, rising, k)


class GLSTMCell(RNNCell):
    """An LSTM in groups, each with its own part of the inputs and of the state (arXiv:1703.10722).

    Args:
        num_proj: width of the output's projection; None: none.

    Raises:
        ValueError: a width that can't be divided by the number of groups.
    """

    def __init__(
        self,
        num_units,
        initializer=None,
        num_proj=None,
        number_of_groups=1,
        forget_bias=1.0,
        activation=tf.tanh,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        for name, width in (("num_units", num_units), ("num_proj", num_proj or 0)):
            if width % number_of_groups != 0:
                raise ValueError(f"{name} must be divisible by number_of_groups")
        self._num_units, self._num_proj, self._groups = num_units, num_proj, number_of_groups
        self._initializer, self._forget_bias, self._activation = initializer, forget_bias, activation
        self._group_linears, self._projection = [None] * number_of_groups, None

    @property
    def state_size(self):
        return LSTMStateTuple(self._num_units, self.output_size)

    @property
    def output_size(self):
        return self._num_proj or self._num_units

    def call(self, inputs, state):
        c_before, m_before = state
        batch_size = inputs.shape.dims[0].value or tf.shape(inputs)[0]
        width = inputs.shape.dims[1].value
        if width is None:
            raise ValueError("input size must be statically known")
        if width % self._groups != 0:
            raise ValueError(f"input size ({width}) must be divisible by number_of_groups ({self._groups})")

        def part(tensor, group, size):
            name = f"GLSTM_group{group}_input_generation"
            return tf.slice(input_=tensor, begin=[0, group * size], size=[batch_size, size], name=name)

        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            parts = []
            for group in range(self._groups):
                with tf.variable_scope(f"group{group}"):
                    seen = tf.concat(
                        [
                            part(inputs, group, width // self._groups),
                            part(m_before, group, self.output_size // self._groups),
                        ],
                        axis=1,
                    )
                    if self._group_linears[group] is None:
                        self._group_linears[group] = Linear(seen, 4 * (self._num_units // self._groups), False)
                    parts.append(tf.split(self._group_linears[group](seen), 4, 1))
            biases = [self._bias(gate, inputs.dtype) for gate in "ijfo"]
            i, j, f, o = (tf.nn.bias_add(tf.concat(p, axis=1), b) for p, b in zip(zip(*parts), biases))
        c = tf.sigmoid(f + self._forget_bias) * c_before + tf.sigmoid(i) * tf.tanh(j)
        m = tf.sigmoid(o) * self._activation(c)
        if self._num_proj is not None:
            with tf.variable_scope("projection"):
                if self._projection is None:
                    self._projection = Linear(m, self._num_proj, False)
                m = self._projection(m)
        return m, LSTMStateTuple(c, m)

    def _bias(self, gate, dtype):
        zeros = tf.constant_initializer(0.0, dtype=dtype)
        return tf.get_variable(name=f"bias_{gate}", shape=[self._num_units], dtype=dtype, initializer=zeros)


class CompiledWrapper(_Around):
    """A cell whose ops are marked for compilation by XLA; those with a state only with `compile_stateful`."""

    def __init__(self, cell, compile_stateful=False):
        self._cell, self._compile_stateful = cell, compile_stateful

    def __call__(self, inputs, state, scope=None):
        from tensorflow.python.compiler.xla import jit
        from tensorflow.python.framework import op_def_registry

        def has_no_state(node):
            return not op_def_registry.get(node.op).is_stateful

        with jit.experimental_jit_scope(compile_ops=self._compile_stateful or has_no_state):
            return self._cell(inputs, state, scope=scope)
