"""cuDNN's recurrent networks where there is no GPU: the same equations as a graph of ordinary ops, over the same buffer of parameters.

TensorFlow 1.15 had these ops for GPUs alone. The buffer holds the matrices of every layer and direction, then their biases, as cuDNN's does; weights
saved on a GPU are in the order of its "canonical" form and load here. Equations: NVIDIA's cuDNN documentation of cudnnRNNMode_t.
"""

from __future__ import annotations

import contextlib
import functools

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.python.framework import tensor_util
from tensorflow.python.ops import while_loop

from graphnotes.tf1.rebuilt import rebuild

_OPS = "tensorflow.python.ops.gen_cudnn_rnn_ops"
_GATES = {"lstm": 4, "gru": 3, "rnn_relu": 1, "rnn_tanh": 1}


@functools.cache
def _on_gpu() -> bool:
    return bool(tf.config.list_physical_devices("GPU"))


@contextlib.contextmanager
def _off_gpu(name: str | None, default: str):
    """Ops made here are the op's own, and not on the GPU that contrib's layers ask for."""
    with tf.device(None), tf.name_scope(name, default):
        yield


def _plain(symbol: str, input_mode: str, input_size: int, num_units: int, num_proj: int = 0) -> None:
    """Refuse what has no equivalent here: no input projection, or one of the output."""
    if num_proj:
        raise NotImplementedError(f"{symbol} with num_proj={num_proj} needs a GPU; tf.nn.rnn_cell.LSTMCell(num_proj=) runs without one")
    if input_mode == "skip_input" or (input_mode == "auto_select" and input_size == num_units):
        raise NotImplementedError(f"{symbol} with input_mode={input_mode!r} needs a GPU; input_mode='linear_input' runs without one")


def _shapes(layers: int, units: int, input_size: int, mode: str, direction: str) -> tuple[list[list[int]], list[list[int]]]:
    """Shapes of all matrices, and of all biases: by layer, direction, from the input then from the state, gate."""
    both, gates = 1 + (direction == "bidirectional"), _GATES[mode]
    matrices = []
    for layer in range(layers):
        fed = input_size if layer == 0 else units * both
        matrices += ([[units, fed]] * gates + [[units, units]] * gates) * both
    return matrices, [[units]] * len(matrices)


def _split(params, matrices, biases):
    sizes = [int(np.prod(shape)) for shape in matrices + biases]
    params = tf.reshape(params, [sum(sizes)])  # a buffer of another size does not fit the layers: the run says so
    parts = [tf.reshape(part, shape) for part, shape in zip(tf.split(params, sizes), matrices + biases)]
    return parts[: len(matrices)], parts[len(matrices) :]


def _number(value) -> int:
    return int(tensor_util.constant_value(value) if tf.is_tensor(value) else value)


@rebuild(_OPS, "cudnn_rnn_params_size")
def params_size(num_layers, num_units, input_size, T, S, rnn_mode="lstm", input_mode="linear_input", direction="unidirectional", dropout=0,
                seed=0, seed2=0, num_proj=0, name=None):  # fmt: skip
    """The size of the buffer of parameters, a tensor of shape [1] and type `S`."""
    if _on_gpu():
        return params_size.original(num_layers, num_units, input_size, T, S, rnn_mode, input_mode, direction, dropout, seed, seed2, num_proj, name)
    layers, units, fed = _number(num_layers), _number(num_units), _number(input_size)
    _plain("CudnnRNNParamsSize", input_mode, fed, units, num_proj)
    matrices, biases = _shapes(layers, units, fed, rnn_mode, direction)
    size = sum(int(np.prod(shape)) for shape in matrices + biases)
    return tf.constant([size], S, name=name or "CudnnRNNParamsSize")


@rebuild(_OPS, "cudnn_rnn_canonical_to_params")
def canonical_to_params(num_layers, num_units, input_size, weights, biases, rnn_mode="lstm", input_mode="linear_input",
                        direction="unidirectional", dropout=0, seed=0, seed2=0, name=None):  # fmt: skip
    """The buffer that holds these matrices and biases."""
    if _on_gpu():
        return canonical_to_params.original(
            num_layers, num_units, input_size, weights, biases, rnn_mode, input_mode, direction, dropout, seed, seed2, name
        )
    _plain("CudnnRNNCanonicalToParams", input_mode, _number(input_size), _number(num_units))
    with _off_gpu(name, "CudnnRNNCanonicalToParams"):
        return tf.concat([tf.reshape(part, [-1]) for part in [*weights, *biases]], 0)


@rebuild(_OPS, "cudnn_rnn_params_to_canonical")
def params_to_canonical(num_layers, num_units, input_size, params, num_params, rnn_mode="lstm", input_mode="linear_input",
                        direction="unidirectional", dropout=0, seed=0, seed2=0, name=None):  # fmt: skip
    """The matrices and biases in a buffer."""
    if _on_gpu():
        return params_to_canonical.original(
            num_layers, num_units, input_size, params, num_params, rnn_mode, input_mode, direction, dropout, seed, seed2, name
        )
    layers, units, fed = _number(num_layers), _number(num_units), _number(input_size)
    _plain("CudnnRNNParamsToCanonical", input_mode, fed, units)
    with _off_gpu(name, "CudnnRNNParamsToCanonical"):
        return _split(params, *_shapes(layers, units, fed, rnn_mode, direction))


@rebuild(_OPS, "cudnn_rnn")
def cudnn_rnn(input, input_h, input_c, params, rnn_mode="lstm", input_mode="linear_input", direction="unidirectional", dropout=0,
              seed=0, seed2=0, is_training=True, name=None):  # fmt: skip
    """The network over [time, batch, depth]: its outputs, last h, last c, and an empty reserve space."""
    if _on_gpu():
        return cudnn_rnn.original(input, input_h, input_c, params, rnn_mode, input_mode, direction, dropout, seed, seed2, is_training, name)
    with _off_gpu(name, "CudnnRNN"):
        return *_network(input, input_h, input_c, params, rnn_mode, input_mode, direction, is_training and dropout, seed), _reserved(input)


@rebuild(_OPS, "cudnn_rnnv2")
def cudnn_rnnv2(input, input_h, input_c, params, rnn_mode="lstm", input_mode="linear_input", direction="unidirectional", dropout=0,
                seed=0, seed2=0, is_training=True, name=None):  # fmt: skip
    """As `cudnn_rnn`, with one more empty output."""
    if _on_gpu():
        return cudnn_rnnv2.original(input, input_h, input_c, params, rnn_mode, input_mode, direction, dropout, seed, seed2, is_training, name)
    with _off_gpu(name, "CudnnRNNV2"):
        found = _network(input, input_h, input_c, params, rnn_mode, input_mode, direction, is_training and dropout, seed)
        return *found, _reserved(input), tf.zeros([0], tf.int8)


@rebuild(_OPS, "cudnn_rnnv3")
def cudnn_rnnv3(input, input_h, input_c, params, sequence_lengths, rnn_mode="lstm", input_mode="linear_input", direction="unidirectional",
                dropout=0, seed=0, seed2=0, num_proj=0, is_training=True, time_major=True, name=None):  # fmt: skip
    """As `cudnn_rnnv2`, over sequences of these lengths; without `time_major` over [batch, time, depth], with states [batch, layer, unit]."""
    if _on_gpu():
        return cudnn_rnnv3.original(input, input_h, input_c, params, sequence_lengths, rnn_mode, input_mode, direction, dropout, seed, seed2,
                                    num_proj, is_training, time_major, name)  # fmt: skip
    with _off_gpu(name, "CudnnRNNV3"):
        given = [input, input_h, input_c] if rnn_mode == "lstm" else [input, input_h]
        if not time_major:
            given = [tf.transpose(tensor, [1, 0, 2]) for tensor in given]
        given = given if rnn_mode == "lstm" else [*given, input_c]
        found = _network(*given, params, rnn_mode, input_mode, direction, is_training and dropout, seed, sequence_lengths, num_proj)
        if not time_major:
            found = [tf.transpose(tensor, [1, 0, 2]) if tensor.shape.ndims == 3 else tensor for tensor in found]
        return *found, _reserved(input), tf.zeros([0], tf.int8)


def _reserved(input):
    return tf.zeros([0], input.dtype)


def _network(inputs, h, c, params, mode, input_mode, direction, dropout, seed, lengths=None, num_proj=0):
    inputs, h, c, params = (tf.convert_to_tensor(given) for given in (inputs, h, c, params))
    both, gates = 1 + (direction == "bidirectional"), _GATES[mode]
    stacked, units, fed = h.shape.as_list()[0], h.shape.as_list()[2], inputs.shape.as_list()[2]
    if None in (stacked, units, fed):
        raise ValueError(f"a cuDNN network without a GPU needs to know its layers, units and depth: states are {h.shape}, inputs {inputs.shape}")
    _plain("CudnnRNN", input_mode, fed, units, num_proj)
    matrices, biases = _split(params, *_shapes(stacked // both, units, fed, mode, direction))
    last_h, last_c = [], []
    for layer in range(stacked // both):
        if layer and dropout:
            inputs = tf.nn.dropout(inputs, rate=dropout, seed=seed or None)
        outputs = []
        for backward in range(both):
            at = layer * both + backward
            mine = slice(2 * gates * at, 2 * gates * (at + 1))
            weights = tf.concat(matrices[mine][:gates], 0), tf.concat(matrices[mine][gates:], 0)
            bias = tf.concat(biases[mine][:gates], 0), tf.concat(biases[mine][gates:], 0)
            state = (h[at], c[at]) if mode == "lstm" else (h[at],)
            sequence = _reversed(inputs, lengths) if backward else inputs
            output, state = _layer(sequence, state, weights, bias, mode, lengths)
            outputs.append(_reversed(output, lengths) if backward else output)
            last_h.append(state[0])
            last_c.append(state[-1])
        inputs = tf.concat(outputs, 2) if both == 2 else outputs[0]
    last_c = tf.stack(last_c) if mode == "lstm" else tf.zeros([0], inputs.dtype)
    return inputs, tf.stack(last_h), last_c


def _reversed(sequence, lengths):
    return tf.reverse(sequence, [0]) if lengths is None else tf.reverse_sequence(sequence, lengths, seq_axis=0, batch_axis=1)


def _layer(inputs, state, weights, bias, mode, lengths):
    """One layer in one direction over [time, batch, depth]: its outputs and its last state."""
    steps, units = tf.shape(inputs)[0], weights[1].shape.as_list()[1]
    shape = inputs.shape.as_list()
    flat = tf.matmul(tf.reshape(inputs, [-1, shape[2]]), weights[0], transpose_b=True) + bias[0]
    fed = tf.TensorArray(inputs.dtype, steps).unstack(tf.reshape(flat, [steps, -1, weights[0].shape.as_list()[0]]))
    made = tf.TensorArray(inputs.dtype, steps)

    def step(time, made, *state):
        new = _CELLS[mode](fed.read(time), tf.matmul(state[0], weights[1], transpose_b=True) + bias[1], state)
        output = new[0]
        if lengths is not None:
            goes_on = time < tf.cast(lengths, tf.int32)
            output = tf.where(goes_on, output, tf.zeros_like(output))
            new = [tf.where(goes_on, now, before) for now, before in zip(new, state)]
        for now, before in zip(new, state):
            now.set_shape(before.shape)
        return time + 1, made.write(time, output), *new

    _, made, *state = while_loop.while_loop(lambda time, *_: time < steps, step, [tf.constant(0), made, *state], parallel_iterations=32)
    outputs = made.stack()
    outputs.set_shape([shape[0], shape[1], units])
    return outputs, state


def _lstm(fed, recurrent, state):
    i, f, g, o = tf.split(fed + recurrent, 4, axis=1)
    c = tf.sigmoid(f) * state[1] + tf.sigmoid(i) * tf.tanh(g)
    return [tf.sigmoid(o) * tf.tanh(c), c]


def _gru(fed, recurrent, state):
    fed_r, fed_u, fed_n = tf.split(fed, 3, axis=1)
    from_r, from_u, from_n = tf.split(recurrent, 3, axis=1)
    u = tf.sigmoid(fed_u + from_u)
    new = tf.tanh(fed_n + tf.sigmoid(fed_r + from_r) * from_n)
    return [(1 - u) * new + u * state[0]]


_CELLS = {
    "lstm": _lstm,
    "gru": _gru,
    "rnn_relu": lambda fed, recurrent, state: [tf.nn.relu(fed + recurrent)],
    "rnn_tanh": lambda fed, recurrent, state: [tf.tanh(fed + recurrent)],
}
