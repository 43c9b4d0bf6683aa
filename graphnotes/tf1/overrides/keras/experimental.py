"""tf.keras.experimental: what left it since TensorFlow 1.15."""

from __future__ import annotations

from tf_keras.src import backend
from tf_keras.src.layers.rnn.lstm_v1 import LSTMCell
from tf_keras.src.optimizers.schedules.learning_rate_schedule import (
    LinearCosineDecay,
    NoisyLinearCosineDecay,
)

__all__ = [
    "LinearCosineDecay",
    "NoisyLinearCosineDecay",
    "PeepholeLSTMCell",
    "export_saved_model",
    "load_from_saved_model",
    "terminate_keras_multiprocessing_pools",
]


class PeepholeLSTMCell(LSTMCell):
    """An LSTM cell whose gates also see the cell state (Gers and Schmidhuber, 2000; tf.keras.experimental.PeepholeLSTMCell)."""

    def build(self, input_shape) -> None:
        super().build(input_shape)
        self.input_gate_peephole_weights, self.forget_gate_peephole_weights, self.output_gate_peephole_weights = (
            self.add_weight(
                shape=(self.units,), name=f"{gate}_gate_peephole_weights", initializer=self.kernel_initializer
            )
            for gate in ("input", "forget", "output")
        )

    def _gates(self, inputs, recurrent, c_tm1):
        """Activations from the four gates' inputs and recurrent products (each a list of input, forget, cell, output)."""
        i, f, c, o = (a + b for a, b in zip(inputs, recurrent, strict=True))
        i = self.recurrent_activation(i + self.input_gate_peephole_weights * c_tm1)
        f = self.recurrent_activation(f + self.forget_gate_peephole_weights * c_tm1)
        c = f * c_tm1 + i * self.activation(c)
        return c, self.recurrent_activation(o + self.output_gate_peephole_weights * c)

    def _compute_carry_and_output(self, x, h_tm1, c_tm1):
        kernels = [self.recurrent_kernel[:, n * self.units : (n + 1) * self.units] for n in range(4)]
        return self._gates(x, [backend.dot(h, kernel) for h, kernel in zip(h_tm1, kernels, strict=True)], c_tm1)

    def _compute_carry_and_output_fused(self, z, c_tm1):
        return self._gates(z, [0.0] * 4, c_tm1)


def export_saved_model(
    model, saved_model_path, custom_objects=None, as_text=False, input_signature=None, serving_only=False
):
    """Write a Keras model as a SavedModel that `load_from_saved_model` reads back (tf.keras.experimental.export_saved_model)."""
    from tf_keras.src.saving.saving_api import save_model
    from tf_keras.src.utils.generic_utils import CustomObjectScope

    with CustomObjectScope(custom_objects or {}):
        save_model(model, saved_model_path, save_format="tf", include_optimizer=not serving_only)


def load_from_saved_model(saved_model_path, custom_objects=None):
    """The Keras model in a SavedModel (tf.keras.experimental.load_from_saved_model)."""
    from tf_keras.src.saving.saving_api import load_model

    return load_model(saved_model_path, custom_objects=custom_objects)


def terminate_keras_multiprocessing_pools(grace_period=0.1, use_sigkill=False) -> None:
    """Stop the worker processes that `fit` started for its generators and lost track of."""
    from tf_keras.src.utils import data_utils

    for pool in list(getattr(data_utils, "_DATA_POOLS", ())):
        pool.terminate()
        data_utils._DATA_POOLS.discard(pool)
