"""tf.contrib.seq2seq.python.ops.attention_wrapper: the names of tf.contrib.seq2seq, and what old attention mechanisms are made of."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import seq2seq as _public
from graphnotes.tf1.overrides.contrib.seq2seq import *
from graphnotes.tf1.overrides.contrib.seq2seq._attention import (
    BaseAttentionMechanism as _BaseAttentionMechanism,
)
from graphnotes.tf1.overrides.contrib.seq2seq._attention import (
    _masked_score,
)
from graphnotes.tf1.overrides.contrib.seq2seq._attention import (
    luong_score as _luong_score,
)
from graphnotes.tf1.overrides.contrib.seq2seq._wrapper import (
    _attend as _compute_attention,
)

__all__ = _public.__all__ + [
    "_BaseAttentionMechanism",
    "_bahdanau_score",
    "_compute_attention",
    "_luong_score",
    "_maybe_mask_score",
]


def _bahdanau_score(processed_query, keys, attention_v, attention_g=None, attention_b=None):
    """v . tanh(query + keys) for each step: [batch, steps].

    Args:
        processed_query: [batch, units].
        keys: [batch, steps, units].
        attention_v: [units].
        attention_g: scales `attention_v`, normalized; with `attention_b`.
        attention_b: added before tanh.
    """
    processed_query = tf.expand_dims(processed_query, 1)
    if attention_g is None or attention_b is None:
        return tf.reduce_sum(attention_v * tf.tanh(keys + processed_query), [2])
    normed = attention_g * attention_v * tf.rsqrt(tf.reduce_sum(tf.square(attention_v)))
    return tf.reduce_sum(normed * tf.tanh(keys + processed_query + attention_b), [2])


def _maybe_mask_score(score, memory_sequence_length=None, memory_mask=None, score_mask_value=None):
    """The score [batch, steps], `score_mask_value` after the end of each sequence or where the mask is false.

    Raises:
        ValueError: lengths and a mask.
    """
    if memory_mask is None:
        return _masked_score(score, memory_sequence_length, score_mask_value)
    if memory_sequence_length is not None:
        raise ValueError("memory_sequence_length and memory_mask can't be provided at same time.")
    return tf.where(memory_mask, score, score_mask_value * tf.ones_like(score))
