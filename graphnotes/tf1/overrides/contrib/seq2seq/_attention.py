"""Attention mechanisms: scores of a memory for a query (tf.contrib.seq2seq.BahdanauAttention, LuongAttention)."""

from __future__ import annotations

import math

import numpy as np
from tensorflow.python.util import nest

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.rnn._cells import zero_state_tensors


class AttentionMechanism:
    """What `AttentionWrapper` asks for alignments."""

    @property
    def alignments_size(self):
        """The length of the memory."""
        raise NotImplementedError

    @property
    def state_size(self):
        """The width of the mechanism's state."""
        raise NotImplementedError


def _is_layer(layer) -> bool:
    return isinstance(layer, (tf.layers.Layer, tf.keras.layers.Layer))


class BaseAttentionMechanism(AttentionMechanism):
    """A memory [batch, time, ...] with keys made of it by a layer.

    Args:
        query_layer, memory_layer: layers over query and memory, or None.
        probability_fn: from (scores, previous state) to alignments.
        memory_sequence_length: int32 [batch]; memory after the end of a sequence is 0 and gets no attention.
        score_mask_value: the score of such memory; -inf when None.
        custom_key_value_fn: from (keys, values) to (keys, values).
    """

    def __init__(
        self,
        query_layer,
        memory,
        probability_fn,
        memory_sequence_length=None,
        memory_layer=None,
        check_inner_dims_defined=True,
        score_mask_value=None,
        custom_key_value_fn=None,
        name=None,
    ):
        for word, layer in (("query_layer", query_layer), ("memory_layer", memory_layer)):
            if layer is not None and not _is_layer(layer):
                raise TypeError(f"{word} is not a Layer: {type(layer).__name__}")
        if not callable(probability_fn):
            raise TypeError(f"probability_fn must be callable, saw type: {type(probability_fn).__name__}")
        self._query_layer, self._memory_layer = query_layer, memory_layer
        self.dtype = memory_layer.dtype
        if score_mask_value is None:
            score_mask_value = tf.as_dtype(self.dtype).as_numpy_dtype(-np.inf)
        self._probability_fn = lambda score, previous: probability_fn(
            _masked_score(score, memory_sequence_length, score_mask_value), previous
        )
        with tf.name_scope(name, "BaseAttentionMechanismInit", nest.flatten(memory)):
            self._values = _prepared(memory, memory_sequence_length, check_inner_dims_defined)
            self._keys = self._memory_layer(self._values) if self._memory_layer else self._values
            if custom_key_value_fn is not None:
                self._keys, self._values = custom_key_value_fn(self._keys, self._values)
            batch, time = (d.value for d in self._keys.shape.dims[:2])
            self._batch_size = batch or tf.shape(self._keys)[0]
            self._alignments_size = time or tf.shape(self._keys)[1]

    @property
    def memory_layer(self):
        return self._memory_layer

    @property
    def query_layer(self):
        return self._query_layer

    @property
    def values(self):
        """The memory, masked."""
        return self._values

    @property
    def keys(self):
        """What queries are compared with."""
        return self._keys

    @property
    def batch_size(self):
        return self._batch_size

    @property
    def alignments_size(self):
        return self._alignments_size

    @property
    def state_size(self):
        return self._alignments_size

    def initial_alignments(self, batch_size, dtype):
        """The alignments before the first step."""
        return zero_state_tensors(self._alignments_size, batch_size, dtype)

    def initial_state(self, batch_size, dtype):
        """The state before the first step: the alignments."""
        return self.initial_alignments(batch_size, dtype)


def _prepared(memory, lengths, check_inner_dims_defined):
    """The memory as tensors, 0 after the end of each sequence."""
    memory = nest.map_structure(lambda m: tf.convert_to_tensor(m, name="memory"), memory)
    if lengths is not None:
        lengths = tf.convert_to_tensor(lengths, name="memory_sequence_length")
    if check_inner_dims_defined:
        for m in nest.flatten(memory):
            if not m.get_shape()[2:].is_fully_defined():
                raise ValueError(
                    f"Expected memory {m.name} to have fully defined inner dims, but saw shape: {m.get_shape()}"
                )
    if lengths is None:
        return memory
    first = nest.flatten(memory)[0]
    mask = tf.sequence_mask(lengths, maxlen=tf.shape(first)[1], dtype=first.dtype)

    def masked(m):
        rank = m.get_shape().ndims
        ones = tf.ones((tf.rank(m) if rank is None else rank) - 2, dtype=tf.int32)
        return m * tf.reshape(mask, tf.concat((tf.shape(mask), ones), 0))

    return nest.map_structure(masked, memory)


def _masked_score(score, lengths, mask_value):
    if lengths is None:
        return score
    message = "All values in memory_sequence_length must be greater than zero."
    with tf.control_dependencies([tf.assert_positive(lengths, message=message)]):
        mask = tf.sequence_mask(lengths, maxlen=tf.shape(score)[1])
    values = mask_value * tf.ones_like(score)
    return tf.where(mask, score, values)


def _dense(units, name, dtype):
    return tf.layers.Dense(units, name=name, use_bias=False, dtype=dtype)


def luong_score(query, keys, scale):
    """query @ keys [batch, time], times `scale` unless None; ValueError when their widths differ."""
    depth, units = query.get_shape()[-1], keys.get_shape()[-1]
    if depth != units:
        raise ValueError(
            f"Incompatible or unknown inner dimensions between query and keys.  Query ({query}) has units: {depth}.  "
            f"Keys ({keys}) have units: {units}.  Perhaps you need to set num_units to the keys' dimension ({units})?"
        )
    score = tf.matmul(tf.expand_dims(query, 1), keys, transpose_b=True)
    score = tf.squeeze(score, [1])
    return score if scale is None else scale * score


def bahdanau_score(query, keys, num_units, normalize):
    """sum(v * tanh(keys + query)) [batch, time], `normalize` as in weight normalization (arXiv:1602.07868)."""
    dtype = query.dtype
    v = tf.get_variable("attention_v", [num_units], dtype=dtype)
    if not normalize:
        query = tf.expand_dims(query, 1)
        return tf.reduce_sum(v * tf.tanh(keys + query), [2])
    initial = tf.constant_initializer(math.sqrt(1.0 / num_units))
    g = tf.get_variable("attention_g", dtype=dtype, initializer=initial, shape=())
    b = tf.get_variable("attention_b", [num_units], dtype=dtype, initializer=tf.zeros_initializer())
    query = tf.expand_dims(query, 1)
    normed = g * v * tf.rsqrt(tf.reduce_sum(tf.square(v)))
    return tf.reduce_sum(normed * tf.tanh(keys + query + b), [2])


class LuongAttention(BaseAttentionMechanism):
    """Multiplicative attention (arXiv:1508.04025), scaled by a variable `attention_g` with `scale`."""

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        scale=False,
        probability_fn=None,
        score_mask_value=None,
        dtype=None,
        custom_key_value_fn=None,
        name="LuongAttention",
    ):
        probability_fn = probability_fn or tf.nn.softmax
        super().__init__(
            query_layer=None,
            memory_layer=_dense(num_units, "memory_layer", dtype or tf.float32),
            memory=memory,
            probability_fn=lambda score, _: probability_fn(score),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            custom_key_value_fn=custom_key_value_fn,
            name=name,
        )
        self._num_units, self._scale, self._name = num_units, scale, name

    def __call__(self, query, state):
        """The alignments [batch, time] and the next state, the same."""
        with tf.variable_scope(None, "luong_attention", [query]):
            score = luong_score(query, self._keys, scale_variable(query) if self._scale else None)
        alignments = self._probability_fn(score, state)
        return alignments, alignments


def scale_variable(query):
    """The variable that scales a Luong score; begins with 1."""
    return tf.get_variable("attention_g", dtype=query.dtype, initializer=tf.ones_initializer, shape=())


class BahdanauAttention(BaseAttentionMechanism):
    """Additive attention (arXiv:1409.0473), weights normalized with `normalize`."""

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        normalize=False,
        probability_fn=None,
        score_mask_value=None,
        dtype=None,
        custom_key_value_fn=None,
        name="BahdanauAttention",
    ):
        probability_fn, dtype = probability_fn or tf.nn.softmax, dtype or tf.float32
        super().__init__(
            query_layer=_dense(num_units, "query_layer", dtype),
            memory_layer=_dense(num_units, "memory_layer", dtype),
            memory=memory,
            probability_fn=lambda score, _: probability_fn(score),
            custom_key_value_fn=custom_key_value_fn,
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            name=name,
        )
        self._num_units, self._normalize, self._name = num_units, normalize, name

    def __call__(self, query, state):
        """The alignments [batch, time] and the next state, the same."""
        with tf.variable_scope(None, "bahdanau_attention", [query]):
            processed = self.query_layer(query) if self.query_layer else query
            score = bahdanau_score(processed, self._keys, self._num_units, self._normalize)
        alignments = self._probability_fn(score, state)
        return alignments, alignments


def hardmax(logits, name=None):
    """1 at the largest of the last dimension, 0 elsewhere."""
    with tf.name_scope(name, "Hardmax", [logits]):
        logits = tf.convert_to_tensor(logits, name="logits")
        depth = logits.get_shape().dims[-1].value
        if depth is None:
            depth = tf.shape(logits)[-1]
        return tf.one_hot(tf.argmax(logits, -1), depth, dtype=logits.dtype)
