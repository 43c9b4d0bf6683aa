"""tensorflow.models.rnn.seq2seq, later tf.nn.seq2seq."""

from graphnotes.tf1.pre1.overrides.nn import seq2seq as _seq2seq

__all__ = list(_seq2seq.__all__)


def __getattr__(name: str) -> object:
    return getattr(_seq2seq, name)
