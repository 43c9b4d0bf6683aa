"""Variants of the LSTM: normalized, with coupled gates, searched (NAS), convolutional (tf.contrib.rnn)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.layers import layer_norm
from graphnotes.tf1.overrides.contrib.rnn._cells import (
    LayerRNNCell,
    LSTMStateTuple,
    RNNCell,
    input_width,
    known_width,
)


def _sizes(num_units, num_proj, as_tuple=True):
    width = num_proj or num_units
    return LSTMStateTuple(num_units, width) if as_tuple else num_units + width, width


class _LSTM(RNNCell):
    @property
    def state_size(self):
        return self._state_size

    @property
    def output_size(self):
        return self._output_size


def _normalized(gain, shift, inputs, scope, dtype=None):
    """Layer normalization whose gamma and beta begin with `gain` and `shift`."""
    kwargs = {} if dtype is None else {"dtype": dtype}
    shape = inputs.get_shape()[-1:]
    with tf.variable_scope(scope):
        tf.get_variable("gamma", shape=shape, initializer=tf.constant_initializer(gain), **kwargs)
        tf.get_variable("beta", shape=shape, initializer=tf.constant_initializer(shift), **kwargs)
    return layer_norm(inputs, reuse=True, scope=scope)


class LayerNormBasicLSTMCell(_LSTM):
    """An LSTM with layer normalization (arXiv:1607.06450) and recurrent dropout (arXiv:1603.05118).

    Args:
        layer_norm: whether gates and state are normalized, beginning with `norm_gain` and `norm_shift`.
        dropout_keep_prob: of the new input's units, a float or a tensor.
        dropout_prob_seed: the op seed of the dropout.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        input_size=None,
        activation=tf.tanh,
        layer_norm=True,
        norm_gain=1.0,
        norm_shift=0.0,
        dropout_keep_prob=1.0,
        dropout_prob_seed=None,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        if input_size is not None:
            tf.logging.warning("%s: The input_size parameter is deprecated.", self)
        self._num_units, self._forget_bias, self._activation = num_units, forget_bias, activation
        self._layer_norm, self._norm_gain, self._norm_shift = layer_norm, norm_gain, norm_shift
        self._keep_prob, self._seed, self._reuse = dropout_keep_prob, dropout_prob_seed, reuse
        self._state_size, self._output_size = _sizes(num_units, None)

    def call(self, inputs, state):
        c, h = state
        args = tf.concat([inputs, h], 1)
        dtype, width = args.dtype, 4 * self._num_units
        kernel = tf.get_variable("kernel", [args.get_shape()[-1], width], dtype=dtype)
        gates = tf.matmul(args, kernel)
        if not self._layer_norm:
            gates = tf.nn.bias_add(gates, tf.get_variable("bias", [width], dtype=dtype))
        i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=1)

        def norm(values, scope):
            if not self._layer_norm:
                return values
            return _normalized(self._norm_gain, self._norm_shift, values, scope, dtype)

        i, j, f, o = norm(i, "input"), norm(j, "transform"), norm(f, "forget"), norm(o, "output")
        g = self._activation(j)
        if not isinstance(self._keep_prob, float) or self._keep_prob < 1:
            g = tf.nn.dropout(g, self._keep_prob, seed=self._seed)
        new_c = norm(c * tf.sigmoid(f + self._forget_bias) + tf.sigmoid(i) * g, "state")
        new_h = self._activation(new_c) * tf.sigmoid(o)
        return new_h, LSTMStateTuple(new_c, new_h)


class CoupledInputForgetGateLSTMCell(_LSTM):
    """An LSTM whose input gate is 1 - its forget gate (arXiv:1503.04069); variables `W_0`, `B` and so on."""

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        num_unit_shards=1,
        num_proj_shards=1,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=tf.tanh,
        reuse=None,
        layer_norm=False,
        norm_gain=1.0,
        norm_shift=0.0,
    ):
        super().__init__(_reuse=reuse)
        if not state_is_tuple:
            tf.logging.warning(
                "%s: Using a concatenated state is slower and will soon be deprecated.  Use state_is_tuple=True.",
                self,
            )
        self._num_units, self._num_proj, self._proj_clip = num_units, num_proj, proj_clip
        self._use_peepholes, self._initializer, self._reuse = use_peepholes, initializer, reuse
        self._num_unit_shards, self._num_proj_shards = num_unit_shards, num_proj_shards
        self._forget_bias, self._state_is_tuple, self._activation = forget_bias, state_is_tuple, activation
        self._layer_norm, self._norm_gain, self._norm_shift = layer_norm, norm_gain, norm_shift
        self._state_size, self._output_size = _sizes(num_units, num_proj, state_is_tuple)

    def call(self, inputs, state):
        units = self._num_units
        width = units if self._num_proj is None else self._num_proj
        if self._state_is_tuple:
            c_prev, m_prev = state
        else:
            c_prev = tf.slice(state, [0, 0], [-1, units])
            m_prev = tf.slice(state, [0, units], [-1, width])
        dtype = inputs.dtype
        w = _sharded("W", [input_width(inputs) + width, 3 * units], dtype, self._num_unit_shards)
        b = tf.get_variable("B", shape=[3 * units], initializer=tf.zeros_initializer(), dtype=dtype)
        gates = tf.matmul(tf.concat([inputs, m_prev], 1), w)
        if not self._layer_norm:
            gates = tf.nn.bias_add(gates, b)
        j, f, o = tf.split(value=gates, num_or_size_splits=3, axis=1)

        def norm(values, scope):
            if not self._layer_norm:
                return values
            return _normalized(self._norm_gain, self._norm_shift, values, scope)

        j, f, o = norm(j, "transform"), norm(f, "forget"), norm(o, "output")
        if self._use_peepholes:
            w_f = tf.get_variable("W_F_diag", shape=[units], dtype=dtype)
            w_o = tf.get_variable("W_O_diag", shape=[units], dtype=dtype)
            forget = tf.sigmoid(f + self._forget_bias + w_f * c_prev)
        else:
            forget = tf.sigmoid(f + self._forget_bias)
        c = norm(forget * c_prev + (1 - forget) * self._activation(j), "state")
        m = tf.sigmoid(o + w_o * c if self._use_peepholes else o) * self._activation(c)
        if self._num_proj is not None:
            m = tf.matmul(m, _sharded("W_P", [units, self._num_proj], dtype, self._num_proj_shards))
            if self._proj_clip is not None:
                m = tf.clip_by_value(m, -self._proj_clip, self._proj_clip)
        return m, LSTMStateTuple(c, m) if self._state_is_tuple else tf.concat([c, m], 1)


def _sharded(name, shape, dtype, shards):
    """A matrix in `shards` variables `<name>_0` ...; several are concatenated once."""
    if shards > shape[0]:
        raise ValueError(f"Too many shards: shape={shape}, num_shards={shards}")
    rows, more = divmod(shape[0], shards)
    parts = [
        tf.get_variable(f"{name}_{i}", [rows + (i < more), *shape[1:]], dtype=dtype) for i in range(shards)
    ]
    if len(parts) == 1:
        return parts[0]
    key, wanted = tf.GraphKeys.CONCATENATED_VARIABLES, f"{tf.get_variable_scope().name}/{name}/concat:0"
    for held in tf.get_collection(key):
        if held.name == wanted:
            return held
    whole = tf.concat(parts, 0, name=f"{name}/concat")
    tf.add_to_collection(key, whole)
    return whole


class NASCell(LayerRNNCell):
    """The cell found by neural architecture search (arXiv:1611.01578, figure 9)."""

    _NAS_BASE = 8

    def __init__(self, num_units, num_proj=None, use_bias=False, reuse=None, **kwargs):
        super().__init__(_reuse=reuse, **kwargs)
        self._num_units, self._num_proj, self._use_bias, self._reuse = num_units, num_proj, use_bias, reuse
        self._state_size, self._output_size = _sizes(num_units, num_proj)

    @property
    def state_size(self):
        return self._state_size

    @property
    def output_size(self):
        return self._output_size

    def build(self, inputs_shape):
        width = self._NAS_BASE * self._num_units
        inputs, outputs = known_width(inputs_shape), self._num_proj or self._num_units
        self.recurrent_kernel = self.add_weight("recurrent_kernel", [outputs, width])
        self.kernel = self.add_weight("kernel", [inputs, width])
        if self._use_bias:
            self.bias = self.add_weight("bias", shape=[width], initializer=tf.zeros_initializer)
        if self._num_proj is not None:
            self.projection_weights = self.add_weight("projection_weights", [self._num_units, self._num_proj])
        self.built = True

    def call(self, inputs, state):
        c_prev, m_prev = state
        m = tf.matmul(m_prev, self.recurrent_kernel)
        x = tf.matmul(inputs, self.kernel)
        if self._use_bias:
            m = tf.nn.bias_add(m, self.bias)
        m = tf.split(axis=1, num_or_size_splits=self._NAS_BASE, value=m)
        x = tf.split(axis=1, num_or_size_splits=self._NAS_BASE, value=x)
        first = []
        for n, activation in enumerate(
            (tf.sigmoid, tf.nn.relu, tf.sigmoid, tf.nn.relu, tf.tanh, tf.sigmoid, tf.tanh, tf.sigmoid)
        ):
            first.append(activation(x[n] * m[n] if n == 3 else x[n] + m[n]))
        second = [
            tf.tanh(first[0] * first[1]),
            tf.tanh(first[2] + first[3]),
            tf.tanh(first[4] * first[5]),
            tf.sigmoid(first[6] + first[7]),
        ]
        new_c = tf.tanh(second[0] + c_prev) * second[1]
        new_m = tf.tanh(new_c * tf.tanh(second[2] + second[3]))
        if self._num_proj is not None:
            new_m = tf.matmul(new_m, self.projection_weights)
        return new_m, LSTMStateTuple(new_c, new_m)


class ConvLSTMCell(_LSTM):
    """An LSTM whose products are convolutions (arXiv:1506.04214).

    Args:
        conv_ndims: 1, 2 or 3 spatial dimensions.
        input_shape: of one input, without the batch: spatial dimensions and channels.
        output_channels: channels of state and output.
        kernel_shape: sizes of the kernel.
        skip_connection: append the inputs to the outputs.
    """

    def __init__(
        self,
        conv_ndims,
        input_shape,
        output_channels,
        kernel_shape,
        use_bias=True,
        skip_connection=False,
        forget_bias=1.0,
        initializers=None,
        name="conv_lstm_cell",
    ):
        super().__init__(name=name)
        if conv_ndims != len(input_shape) - 1:
            raise ValueError(f"Invalid input_shape {input_shape} for conv_ndims={conv_ndims}.")
        self._conv_ndims, self._kernel_shape, self._use_bias = conv_ndims, list(kernel_shape), use_bias
        self._forget_bias, self._skip_connection = forget_bias, skip_connection
        self._output_channels = output_channels
        channels = output_channels + (input_shape[-1] if skip_connection else 0)
        state = tf.TensorShape([*input_shape[:-1], output_channels])
        self._state_size = LSTMStateTuple(state, state)
        self._output_size = tf.TensorShape([*input_shape[:-1], channels])

    def call(self, inputs, state, scope=None):
        cell, hidden = state
        gates = _convolved([inputs, hidden], self._kernel_shape, 4 * self._output_channels, self._use_bias)
        i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=self._conv_ndims + 1)
        new_cell = tf.sigmoid(f + self._forget_bias) * cell
        new_cell += tf.sigmoid(i) * tf.tanh(j)
        output = tf.tanh(new_cell) * tf.sigmoid(o)
        if self._skip_connection:
            output = tf.concat([output, inputs], axis=-1)
        return output, LSTMStateTuple(new_cell, output)


def _convolved(args, kernel_shape, features, bias):
    shapes = [a.get_shape().as_list() for a in args]
    rank = len(shapes[0])
    for shape in shapes:
        if len(shape) not in (3, 4, 5):
            raise ValueError(f"Conv Linear expects 3D, 4D or 5D arguments: {shapes}")
        if len(shape) != rank:
            raise ValueError(f"Conv Linear expects all args to be of same Dimension: {shapes}")
    dtype = args[0].dtype
    kernel = tf.get_variable("kernel", [*kernel_shape, sum(s[-1] for s in shapes), features], dtype=dtype)
    convolve = {3: tf.nn.conv1d, 4: tf.nn.conv2d, 5: tf.nn.conv3d}[rank]
    strides = 1 if rank == 3 else rank * [1]
    whole = args[0] if len(args) == 1 else tf.concat(axis=rank - 1, values=args)
    result = convolve(whole, kernel, strides, padding="SAME")
    if not bias:
        return result
    return result + tf.get_variable(
        "biases", [features], dtype=dtype, initializer=tf.constant_initializer(0.0, dtype=dtype)
    )


class Conv1DLSTMCell(ConvLSTMCell):
    """`ConvLSTMCell` over one dimension."""

    def __init__(self, name="conv_1d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=1, name=name, **kwargs)


class Conv2DLSTMCell(ConvLSTMCell):
    """`ConvLSTMCell` over two dimensions."""

    def __init__(self, name="conv_2d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=2, name=name, **kwargs)


class Conv3DLSTMCell(ConvLSTMCell):
    """`ConvLSTMCell` over three dimensions."""

    def __init__(self, name="conv_3d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=3, name=name, **kwargs)
