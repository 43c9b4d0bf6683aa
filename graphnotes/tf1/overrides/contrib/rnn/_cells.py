"""The core cells, which contrib's stand on, and the few parts they share."""

from __future__ import annotations

from graphnotes.tf1 import root as tf

_core = tf.nn.rnn_cell
RNNCell, LSTMStateTuple = _core.RNNCell, _core.LSTMStateTuple
LayerRNNCell = _core.BasicRNNCell.__mro__[1]  # the base of the core cells that make variables in build()


class Units(RNNCell):
    """A cell whose state and output are vectors of `num_units`."""

    @property
    def state_size(self):
        return self._num_units

    @property
    def output_size(self):
        return self._num_units


class LayerUnits(LayerRNNCell):
    """`Units` for a cell that makes its variables in `build`."""

    @property
    def state_size(self):
        return self._num_units

    @property
    def output_size(self):
        return self._num_units


def known_width(inputs_shape) -> int:
    """The width of a cell's inputs; ValueError when unknown."""
    width = tf.TensorShape(inputs_shape).dims[1].value
    if width is None:
        raise ValueError(f"Expected inputs.shape[-1] to be known, saw shape: {inputs_shape}")
    return width


def input_width(inputs) -> int:
    """The width of a matrix of inputs; ValueError when unknown."""
    width = inputs.get_shape().with_rank(2).dims[1].value
    if width is None:
        raise ValueError("Could not infer input size from inputs.get_shape()[-1]")
    return width


def zero_state_tensors(state_size, batch_size, dtype):
    """Zeros [batch, size] in the structure of `state_size`; the batch may be a tensor."""
    from tf_keras.src.layers.rnn import legacy_cells

    return legacy_cells._zero_state_tensors(state_size, batch_size, dtype)
