"""The likelihood of tag sequences in a linear-chain conditional random field (tf.contrib.crf)."""

from __future__ import annotations

from tensorflow.python.framework import smart_cond

from graphnotes.tf1 import root as tf


def single_or_several(inputs, single, several):
    """`single()` when sequences [batch, time, tags] have one step, else `several()`; by a tf.cond when that is not known."""
    steps = inputs.shape.dims[1].value or tf.shape(inputs)[1]
    return smart_cond.smart_cond(pred=tf.equal(steps, 1), true_fn=single, false_fn=several)


def _empty_as_zero(sequence_lengths, values):
    return tf.where(tf.less_equal(sequence_lengths, 0), tf.zeros_like(values), values)


def crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params):
    """The unnormalized score [batch] of tag sequences.

    Args:
        inputs: unary potentials, float [batch, time, tags].
        tag_indices: int [batch, time].
        sequence_lengths: int [batch].
        transition_params: [tags, tags].
    """

    def single():
        batch = tf.shape(inputs, out_type=tag_indices.dtype)[0]
        examples = tf.reshape(tf.range(batch, dtype=tag_indices.dtype), [-1, 1])
        scores = tf.gather_nd(tf.squeeze(inputs, [1]), tf.concat([examples, tag_indices], axis=1))
        return _empty_as_zero(sequence_lengths, scores)

    def several():
        unary = crf_unary_score(tag_indices, sequence_lengths, inputs)
        return unary + crf_binary_score(tag_indices, sequence_lengths, transition_params)

    return single_or_several(inputs, single, several)


def crf_multitag_sequence_score(inputs, tag_bitmap, sequence_lengths, transition_params):
    """The log of the summed scores of all sequences that `tag_bitmap`, boolean [batch, time, tags], allows."""

    def allowed():
        return tf.where(tag_bitmap, inputs, tf.fill(tf.shape(inputs), float("-inf")))

    def single():
        return tf.reduce_logsumexp(allowed(), axis=[1, 2], keepdims=False)

    def several():
        return crf_log_norm(
            inputs=allowed(), sequence_lengths=sequence_lengths, transition_params=transition_params
        )

    return single_or_several(inputs, single, several)


def crf_log_norm(inputs, sequence_lengths, transition_params):
    """The log of the summed scores of all tag sequences, [batch]; arguments as with `crf_sequence_score`."""
    first = tf.squeeze(tf.slice(inputs, [0, 0, 0], [-1, 1, -1]), [1])

    def single():
        return _empty_as_zero(sequence_lengths, tf.reduce_logsumexp(first, [1]))

    def several():
        rest = tf.slice(inputs, [0, 1, 0], [-1, -1, -1])
        cell = CrfForwardRnnCell(transition_params)
        lengths = tf.maximum(tf.constant(0, dtype=sequence_lengths.dtype), sequence_lengths - 1)
        _, alphas = tf.nn.dynamic_rnn(
            cell=cell, inputs=rest, sequence_length=lengths, initial_state=first, dtype=tf.float32
        )
        return _empty_as_zero(sequence_lengths, tf.reduce_logsumexp(alphas, [1]))

    return single_or_several(inputs, single, several)


def crf_log_likelihood(inputs, tag_indices, sequence_lengths, transition_params=None):
    """The log likelihood [batch] of tag sequences, and the transitions: a new variable `transitions` when None is given."""
    tags = inputs.shape.dims[2].value
    if transition_params is None:
        transition_params = tf.get_variable("transitions", [tags, tags])
    scores = crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params)
    norm = crf_log_norm(inputs, sequence_lengths, transition_params)
    return scores - norm, transition_params


def _mask(tag_indices, sequence_lengths):
    return tf.sequence_mask(sequence_lengths, maxlen=tf.shape(tag_indices)[1], dtype=tf.float32)


def crf_unary_score(tag_indices, sequence_lengths, inputs):
    """The summed unary potentials of tag sequences, [batch]."""
    batch, steps, tags = tf.shape(inputs)[0], tf.shape(inputs)[1], tf.shape(inputs)[2]
    flat = tf.reshape(inputs, [-1])
    offsets = tf.expand_dims(tf.range(batch) * steps * tags, 1)
    offsets += tf.expand_dims(tf.range(steps) * tags, 0)
    if tag_indices.dtype == tf.int64:
        offsets = tf.cast(offsets, tf.int64)
    where = tf.reshape(offsets + tag_indices, [-1])
    scores = tf.reshape(tf.gather(flat, where), [batch, steps])
    return tf.reduce_sum(scores * _mask(tag_indices, sequence_lengths), 1)


def crf_binary_score(tag_indices, sequence_lengths, transition_params):
    """The summed transitions of tag sequences, [batch]."""
    tags = transition_params.get_shape()[0]
    transitions = tf.shape(tag_indices)[1] - 1
    before = tf.slice(tag_indices, [0, 0], [-1, transitions])
    after = tf.slice(tag_indices, [0, 1], [-1, transitions])
    where = before * tags + after
    scores = tf.gather(tf.reshape(transition_params, [-1]), where)
    mask = tf.slice(_mask(tag_indices, sequence_lengths), [0, 1], [-1, -1])
    return tf.reduce_sum(scores * mask, 1)


class TransitionCell(tf.nn.rnn_cell.RNNCell):
    """A cell that goes through tags [batch, tags] by their transitions."""

    def __init__(self, transition_params):
        self._transition_params = tf.expand_dims(transition_params, 0)
        self._num_tags = transition_params.shape.dims[0].value

    @property
    def state_size(self):
        return self._num_tags

    @property
    def output_size(self):
        return self._num_tags


class CrfForwardRnnCell(TransitionCell):
    """One step of the forward algorithm: alphas [batch, tags] from unary potentials and alphas before."""

    def __call__(self, inputs, state, scope=None):
        scores = tf.expand_dims(state, 2) + self._transition_params
        alphas = inputs + tf.reduce_logsumexp(scores, [1])
        return alphas, alphas
