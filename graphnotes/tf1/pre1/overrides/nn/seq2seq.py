"""tf.nn.seq2seq, which 1.0 moved to tf.contrib.legacy_seq2seq."""

from graphnotes.tf1 import root as tf

_NAMES = (
    "attention_decoder", "basic_rnn_seq2seq", "embedding_attention_decoder", "embedding_attention_seq2seq", "embedding_rnn_decoder",
    "embedding_rnn_seq2seq", "embedding_tied_rnn_seq2seq", "model_with_buckets", "one2many_rnn_seq2seq", "rnn_decoder", "sequence_loss",
    "sequence_loss_by_example", "tied_rnn_seq2seq",
)  # fmt: skip
__all__ = [*_NAMES]  # noqa: PLE0604


def __getattr__(name: str) -> object:
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(tf.contrib.legacy_seq2seq, name)
