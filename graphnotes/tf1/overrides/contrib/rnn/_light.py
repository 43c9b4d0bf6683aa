"""Cells with less recurrence than an LSTM: independent units, SRU, UGRNN, intersection (tf.contrib.rnn)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.rnn._cells import (
    LayerRNNCell,
    LayerUnits,
    LSTMStateTuple,
    Units,
    input_width,
    known_width,
)
from graphnotes.tf1.overrides.contrib.rnn._linear import Linear


def _recurrent(cell):
    """Initial recurrent weights of independent units."""
    return tf.random_uniform_initializer(minval=-1, maxval=1, dtype=cell.dtype)


class IndRNNCell(LayerUnits):
    """Units that recur only to themselves (arXiv:1803.04831); variables `kernel_w`, `kernel_u`, `bias`."""

    def __init__(self, num_units, activation=None, reuse=None, name=None, dtype=None):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = tf.layers.InputSpec(ndim=2)
        self._num_units, self._activation = num_units, activation or tf.tanh

    def build(self, inputs_shape):
        units = self._num_units
        self._kernel_w = self.add_weight("kernel_w", shape=[known_width(inputs_shape), units])
        self._kernel_u = self.add_weight("kernel_u", shape=[1, units], initializer=_recurrent(self))
        self._bias = self.add_weight(
            "bias", shape=[units], initializer=tf.zeros_initializer(dtype=self.dtype)
        )
        self.built = True

    def call(self, inputs, state):
        gates = tf.matmul(inputs, self._kernel_w) + state * self._kernel_u
        output = self._activation(tf.nn.bias_add(gates, self._bias))
        return output, output


class IndyGRUCell(LayerUnits):
    """A GRU of units that recur only to themselves."""

    def __init__(
        self,
        num_units,
        activation=None,
        reuse=None,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
        dtype=None,
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = tf.layers.InputSpec(ndim=2)
        self._num_units, self._activation = num_units, activation or tf.tanh
        self._kernel_initializer, self._bias_initializer = kernel_initializer, bias_initializer

    def build(self, inputs_shape):
        inputs, units = known_width(inputs_shape), self._num_units

        def part(scope, kernel_name, width, default_bias):
            kernel = self.add_weight(
                f"{scope}/{kernel_name}", shape=[inputs, width], initializer=self._kernel_initializer
            )
            recurrent = self.add_weight(
                f"{scope}/kernel_u", shape=[1, width], initializer=_recurrent(self)
            )
            initializer = default_bias if self._bias_initializer is None else self._bias_initializer
            return kernel, recurrent, self.add_weight(f"{scope}/bias", shape=[width], initializer=initializer)

        ones = tf.constant_initializer(1.0, dtype=self.dtype)
        self._gates = part("gates", "kernel_w", 2 * units, ones)
        self._candidate = part("candidate", "kernel", units, tf.zeros_initializer(dtype=self.dtype))
        self.built = True

    def call(self, inputs, state):
        kernel, recurrent, bias = self._gates
        gates = tf.matmul(inputs, kernel) + tf.tile(state, [1, 2]) * recurrent
        value = tf.sigmoid(tf.nn.bias_add(gates, bias))
        r, u = tf.split(value=value, num_or_size_splits=2, axis=1)
        past = r * state
        kernel, recurrent, bias = self._candidate
        candidate = tf.matmul(inputs, kernel) + past * recurrent
        c = self._activation(tf.nn.bias_add(candidate, bias))
        new_h = u * state + (1 - u) * c
        return new_h, new_h


class IndyLSTMCell(LayerRNNCell):
    """An LSTM of units that recur only to themselves (arXiv:1903.08023)."""

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        activation=None,
        reuse=None,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
        dtype=None,
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = tf.layers.InputSpec(ndim=2)
        self._num_units, self._forget_bias, self._activation = num_units, forget_bias, activation or tf.tanh
        self._kernel_initializer, self._bias_initializer = kernel_initializer, bias_initializer

    @property
    def state_size(self):
        return LSTMStateTuple(self._num_units, self._num_units)

    @property
    def output_size(self):
        return self._num_units

    def build(self, inputs_shape):
        width = 4 * self._num_units
        self._kernel_w = self.add_weight(
            "kernel_w", shape=[known_width(inputs_shape), width], initializer=self._kernel_initializer
        )
        self._kernel_u = self.add_weight("kernel_u", shape=[1, width], initializer=_recurrent(self))
        zeros = tf.zeros_initializer(dtype=self.dtype)
        self._bias = self.add_weight(
            "bias", shape=[width], initializer=zeros if self._bias_initializer is None else self._bias_initializer
        )
        self.built = True

    def call(self, inputs, state):
        one = tf.constant(1, dtype=tf.int32)
        c, h = state
        gates = tf.matmul(inputs, self._kernel_w)
        gates += tf.tile(h, [1, 4]) * self._kernel_u
        gates = tf.nn.bias_add(gates, self._bias)
        i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=one)
        forget_bias = tf.constant(self._forget_bias, dtype=f.dtype)
        kept = tf.multiply(c, tf.sigmoid(tf.add(f, forget_bias)))
        new_c = tf.add(kept, tf.multiply(tf.sigmoid(i), self._activation(j)))
        new_h = tf.multiply(self._activation(new_c), tf.sigmoid(o))
        return new_h, LSTMStateTuple(new_c, new_h)


class SRUCell(LayerUnits):
    """The simple recurrent unit (arXiv:1709.02755)."""

    def __init__(self, num_units, activation=None, reuse=None, name=None, **kwargs):
        super().__init__(_reuse=reuse, name=name, **kwargs)
        self._num_units, self._activation = num_units, activation or tf.tanh
        self.input_spec = tf.layers.InputSpec(ndim=2)

    def build(self, inputs_shape):
        units = self._num_units
        self._kernel = self.add_weight("kernel", shape=[known_width(inputs_shape), 4 * units])
        self._bias = self.add_weight("bias", shape=[2 * units], initializer=tf.zeros_initializer)
        self.built = True

    def call(self, inputs, state):
        parts = tf.split(value=tf.matmul(inputs, self._kernel), num_or_size_splits=4, axis=1)
        x_bar, f_before, r_before, x = parts
        gates = tf.sigmoid(tf.nn.bias_add(tf.concat([f_before, r_before], 1), self._bias))
        f, r = tf.split(value=gates, num_or_size_splits=2, axis=1)
        c = f * state + (1.0 - f) * x_bar
        return r * self._activation(c) + (1.0 - r) * x, c


class UGRNNCell(Units):
    """The update-gate RNN (arXiv:1611.09913)."""

    def __init__(self, num_units, initializer=None, forget_bias=1.0, activation=tf.tanh, reuse=None):
        super().__init__(_reuse=reuse)
        self._num_units, self._initializer, self._reuse = num_units, initializer, reuse
        self._forget_bias, self._activation = forget_bias, activation
        self._linear = None

    def call(self, inputs, state):
        input_width(inputs)
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            args = tf.concat([inputs, state], 1)
            if self._linear is None:
                self._linear = Linear(args, 2 * self._num_units, True)
            gate, candidate = tf.split(axis=1, num_or_size_splits=2, value=self._linear(args))
            c = self._activation(candidate)
            g = tf.sigmoid(gate + self._forget_bias)
            new_state = g * state + (1.0 - g) * c
        return new_state, new_state


class IntersectionRNNCell(Units):
    """The +RNN, gated over both time and depth (arXiv:1611.09913)."""

    def __init__(
        self,
        num_units,
        num_in_proj=None,
        initializer=None,
        forget_bias=1.0,
        y_activation=tf.nn.relu,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        self._num_units, self._num_input_proj, self._initializer = num_units, num_in_proj, initializer
        self._forget_bias, self._y_activation, self._reuse = forget_bias, y_activation, reuse
        self._projection = self._linear = None

    def call(self, inputs, state):
        width, n = input_width(inputs), self._num_units
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            if width != n:
                if not self._num_input_proj:
                    raise ValueError(
                        "Must have input size == output size for Intersection RNN. To fix, num_in_proj should be set "
                        "to num_units at cell init."
                    )
                with tf.variable_scope("in_projection"):
                    if self._projection is None:
                        self._projection = Linear(inputs, n, True)
                    inputs = self._projection(inputs)
            args = tf.concat([inputs, state], 1)
            if self._linear is None:
                self._linear = Linear(args, 4 * n, True)
            whole = self._linear(args)
            gate_h, h, gate_y, y = (
                whole[:, :n],
                whole[:, n : 2 * n],
                whole[:, 2 * n : 3 * n],
                whole[:, 3 * n : 4 * n],
            )
            h, y = tf.tanh(h), self._y_activation(y)
            gate_h, gate_y = tf.sigmoid(gate_h + self._forget_bias), tf.sigmoid(gate_y + self._forget_bias)
            new_state = gate_h * state + (1.0 - gate_h) * h
            new_y = gate_y * inputs + (1.0 - gate_y) * y
        return new_y, new_state
