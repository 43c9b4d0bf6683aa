"""tensorflow.models.rnn.rnn, since 0.8 in tf.nn."""

from graphnotes.tf1.pre1.overrides.nn import (
    bidirectional_rnn,
    dynamic_rnn,
    rnn,
    state_saving_rnn,
)

__all__ = ["bidirectional_rnn", "dynamic_rnn", "rnn", "state_saving_rnn"]
