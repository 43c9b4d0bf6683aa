"""Monotonic attention, which only moves on through the memory (arXiv:1704.00784; tf.contrib.seq2seq)."""

from __future__ import annotations

import functools

import numpy as np

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.seq2seq._attention import (
    BaseAttentionMechanism,
    _dense,
    bahdanau_score,
    luong_score,
    scale_variable,
)


def safe_cumprod(x, *args, **kwargs):
    """`tf.cumprod` of values between 0 and 1, by logarithms, so that its gradient is finite at 0."""
    with tf.name_scope(None, "SafeCumprod", [x]):
        x = tf.convert_to_tensor(x, name="x")
        tiny = np.finfo(x.dtype.as_numpy_dtype).tiny
        return tf.exp(tf.cumsum(tf.log(tf.clip_by_value(x, tiny, 1)), *args, **kwargs))


def monotonic_attention(p_choose_i, previous_attention, mode):
    """Probabilities [batch, time] of attending to each place, never before the previous one.

    Args:
        p_choose_i: probabilities of stopping at each place [batch, time].
        previous_attention: the previous step's result.
        mode: "recursive" (exact), "parallel" (fast), or "hard" (for probabilities of 0 and 1).

    Raises:
        ValueError: another mode.
    """
    p = tf.convert_to_tensor(p_choose_i, name="p_choose_i")
    previous = tf.convert_to_tensor(previous_attention, name="previous_attention")
    if mode == "recursive":
        batch = p.shape.dims[0].value or tf.shape(p)[0]
        shifted = tf.concat([tf.ones((batch, 1)), 1 - p[:, :-1]], 1)
        return p * tf.transpose(
            tf.scan(
                lambda x, yz: tf.reshape(yz[0] * x + yz[1], (batch,)),
                [tf.transpose(shifted), tf.transpose(previous)],
                tf.zeros((batch,)),
            )
        )
    if mode == "parallel":
        passed = safe_cumprod(1 - p, axis=1, exclusive=True)
        return p * passed * tf.cumsum(previous / tf.clip_by_value(passed, 1e-10, 1.0), axis=1)
    if mode == "hard":
        p *= tf.cumsum(previous, axis=1)
        return p * tf.cumprod(1 - p, axis=1, exclusive=True)
    raise ValueError("mode must be 'recursive', 'parallel', or 'hard'.")


def _probabilities(score, previous_alignments, sigmoid_noise, mode, seed=None):
    if sigmoid_noise > 0:
        score += sigmoid_noise * tf.random_normal(tf.shape(score), dtype=score.dtype, seed=seed)
    p = tf.cast(score > 0, score.dtype) if mode == "hard" else tf.sigmoid(score)
    return monotonic_attention(p, previous_alignments, mode)


class _Monotonic(BaseAttentionMechanism):
    def __init__(
        self, num_units, query_layer, memory, lengths, mask_value, noise, seed, bias, mode, dtype, name
    ):
        super().__init__(
            query_layer=query_layer,
            memory_layer=_dense(num_units, "memory_layer", dtype),
            memory=memory,
            probability_fn=functools.partial(_probabilities, sigmoid_noise=noise, mode=mode, seed=seed),
            memory_sequence_length=lengths,
            score_mask_value=mask_value,
            name=name,
        )
        self._num_units, self._score_bias_init, self._name = num_units, bias, name

    def initial_alignments(self, batch_size, dtype):
        """All attention at the first place."""
        return tf.one_hot(tf.zeros((batch_size,), dtype=tf.int32), self._alignments_size, dtype=dtype)

    def _bias(self, dtype):
        return tf.get_variable("attention_score_bias", dtype=dtype, initializer=self._score_bias_init)


class BahdanauMonotonicAttention(_Monotonic):
    """Monotonic attention with Bahdanau's score.

    Args:
        sigmoid_noise: deviation of noise added to scores while training.
        score_bias_init: the initial bias of scores.
        mode: as in `monotonic_attention`.
    """

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        normalize=False,
        score_mask_value=None,
        sigmoid_noise=0.0,
        sigmoid_noise_seed=None,
        score_bias_init=0.0,
        mode="parallel",
        dtype=None,
        name="BahdanauMonotonicAttention",
    ):
        dtype = dtype or tf.float32
        super().__init__(
            num_units, _dense(num_units, "query_layer", dtype), memory, memory_sequence_length, score_mask_value,
            sigmoid_noise, sigmoid_noise_seed, score_bias_init, mode, dtype, name,
        )  # fmt: skip
        self._normalize = normalize

    def __call__(self, query, state):
        with tf.variable_scope(None, "bahdanau_monotonic_attention", [query]):
            processed = self.query_layer(query) if self.query_layer else query
            score = bahdanau_score(processed, self._keys, self._num_units, self._normalize)
            score += self._bias(processed.dtype)
        alignments = self._probability_fn(score, state)
        return alignments, alignments


class LuongMonotonicAttention(_Monotonic):
    """Monotonic attention with Luong's score; arguments as with `BahdanauMonotonicAttention`."""

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        scale=False,
        score_mask_value=None,
        sigmoid_noise=0.0,
        sigmoid_noise_seed=None,
        score_bias_init=0.0,
        mode="parallel",
        dtype=None,
        name="LuongMonotonicAttention",
    ):
        super().__init__(
            num_units, None, memory, memory_sequence_length, score_mask_value, sigmoid_noise, sigmoid_noise_seed,
            score_bias_init, mode, dtype or tf.float32, name,
        )  # fmt: skip
        self._scale = scale

    def __call__(self, query, state):
        with tf.variable_scope(None, "luong_monotonic_attention", [query]):
            score = luong_score(query, self._keys, scale_variable(query) if self._scale else None)
            score += self._bias(query.dtype)
        alignments = self._probability_fn(score, state)
        return alignments, alignments
