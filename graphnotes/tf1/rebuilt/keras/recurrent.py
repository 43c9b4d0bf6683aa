"""Recurrent Keras layers as TensorFlow 1.15 built them: the cell's variables and nodes stand in the layer's own scope.

So a variable is `lstm/kernel` and not `lstm/lstm_cell/kernel`, which is also its key in checkpoints.
"""

from __future__ import annotations

import contextlib

import numpy as np
from tensorflow.python.framework import ops, tensor_shape
from tensorflow.python.ops import nn_ops
from tensorflow.python.util import nest
from tf_keras.src import backend

from graphnotes.tf1.rebuilt import rebuild
from graphnotes.tf1.rebuilt.keras.rnn_loop import of_any_length


@contextlib.contextmanager
def _built_here(*layers):
    """Let `build` of the layers stay in the current name scope, whatever scope their owner opens for them."""
    here = ops.get_default_graph().get_name_scope()
    scope = here + "/" if here else None

    def keep(build):
        def build_here(*args, **kwargs):
            with ops.name_scope(scope):
                return build(*args, **kwargs)

        return build_here

    for layer in layers:
        layer.__dict__["build"] = keep(layer.build)
    try:
        yield
    finally:
        for layer in layers:
            layer.__dict__.pop("build", None)


@rebuild("tf_keras.src.layers.rnn.base_rnn", "RNN.build")
def build(self, input_shape):
    with (
        _built_here(self.cell)
        if hasattr(self.cell, "build")
        else contextlib.nullcontext()
    ):
        build.original(self, input_shape)


@rebuild("tf_keras.src.layers.rnn.stacked_rnn_cells", "StackedRNNCells.build")
def build_stacked(instance, input_shape=None):
    with _built_here(*(cell for cell in instance.cells if hasattr(cell, "build"))):
        build_stacked.original(instance, input_shape)


@contextlib.contextmanager
def _called_here(*cells):
    """Let the cells' nodes stand in the current name scope: their `call` is used, not `__call__`, which opens a scope."""
    for cell in cells:
        cell.__dict__["__call__"] = cell.call
    try:
        yield
    finally:
        for cell in cells:
            cell.__dict__.pop("__call__", None)


@rebuild("tf_keras.src.layers.rnn.base_rnn", "RNN.call")
def call(self, inputs, mask=None, training=None, initial_state=None, constants=None):
    with _called_here(self.cell), of_any_length():
        return call.original(self, inputs, mask, training, initial_state, constants)


@rebuild("tf_keras.src.layers.rnn.stacked_rnn_cells", "StackedRNNCells.call")
def call_stacked(self, inputs, states, constants=None, training=None, **kwargs):
    with _called_here(*self.cells):
        return call_stacked.original(self, inputs, states, constants=constants, training=training, **kwargs)


@rebuild("tf_keras.src.layers.rnn.base_rnn", "RNN.reset_states")
def reset_states(self, states=None):
    """The variables of a stateful layer's states are made one after the other, each filled with zeros."""
    known = self.input_spec[0].shape if self.stateful and self.input_spec is not None else None
    batch = known and known[1 if self.time_major else 0]
    if states is not None or not batch or nest.flatten(self.states)[0] is not None:
        return reset_states.original(self, states)

    def zeros(size):
        return backend.zeros([batch, *tensor_shape.TensorShape(size).as_list()])

    made = nest.map_structure(zeros, self.cell.state_size)
    self.states = made if nest.is_nested(made) else [made]


class _SeededByNumpy:
    """Draws a cell's dropout masks, each with a seed from NumPy's global generator."""

    def dropout(self, inputs, rate, noise_shape=None):
        return nn_ops.dropout_v2(inputs, rate, noise_shape=noise_shape, seed=np.random.randint(10e6))


@rebuild("tf_keras.src.layers.rnn.dropout_rnn_cell_mixin", "_generate_dropout_mask")
def generate_dropout_mask(generator, ones, rate, training=None, count=1):
    seeded = generator if generator._seed is not None else _SeededByNumpy()
    return generate_dropout_mask.original(seeded, ones, rate, training, count)
