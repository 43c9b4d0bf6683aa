"""Whole sequences at once: fused cells and their adaptors (tf.contrib.rnn.FusedRNNCell and its kind)."""

from __future__ import annotations

import abc

from graphnotes.tf1 import root as tf


class FusedRNNCell(abc.ABC):
    """A recurrent network over a whole sequence [time, batch, n] (or a list over time)."""

    @abc.abstractmethod
    def __call__(self, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
        """Gives the outputs and the final state."""


class FusedRNNCellAdaptor(FusedRNNCell):
    """A fused cell that runs an RNNCell step by step, unrolled or in a `dynamic_rnn`."""

    def __init__(self, cell, use_dynamic_rnn=False):
        self._cell, self._use_dynamic_rnn = cell, use_dynamic_rnn

    def __call__(self, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
        listed = isinstance(inputs, list)
        how = {"sequence_length": sequence_length, "initial_state": initial_state, "dtype": dtype, "scope": scope}
        if self._use_dynamic_rnn:
            inputs = tf.stack(inputs) if listed else inputs
            outputs, state = tf.nn.dynamic_rnn(self._cell, inputs, time_major=True, **how)
            return (tf.unstack(outputs) if listed else outputs), state
        inputs = inputs if listed else tf.unstack(inputs)
        outputs, state = tf.nn.static_rnn(self._cell, inputs, **how)
        return (outputs if listed else tf.stack(outputs)), state


class TimeReversedFusedRNN(FusedRNNCell):
    """A fused cell run from the end of each sequence to its beginning."""

    def __init__(self, cell):
        self._cell = cell

    @staticmethod
    def _reverse(sequence, lengths):
        if isinstance(sequence, list):
            return list(reversed(sequence))
        if lengths is None:
            return tf.reverse(sequence, [0])
        return tf.reverse_sequence(sequence, lengths, 0, 1)

    def __call__(self, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
        inputs = self._reverse(inputs, sequence_length)
        outputs, state = self._cell(
            inputs, initial_state=initial_state, dtype=dtype, sequence_length=sequence_length, scope=scope
        )
        return self._reverse(outputs, sequence_length), state
