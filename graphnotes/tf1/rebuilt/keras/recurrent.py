"""Recurrent Keras layers as TensorFlow 1.15 built them: the cell's variables and nodes stand in the layer's own scope.

So a variable is `lstm/kernel` and not `lstm/lstm_cell/kernel`, which is also its key in checkpoints.
"""

from __future__ import annotations

import contextlib

from tensorflow.python.framework import ops

from graphnotes.tf1.rebuilt import rebuild


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
