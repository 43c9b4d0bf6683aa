"""The best tag sequence (tf.contrib.crf.crf_decode in the graph, viterbi_decode in NumPy)."""

from __future__ import annotations

import numpy as np

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.crf._likelihood import (
    TransitionCell,
    single_or_several,
)


def viterbi_decode(score, transition_params):
    """The best tags of one sequence, computed in NumPy.

    Args:
        score: unary potentials [time, tags].
        transition_params: [tags, tags].

    Returns:
        a list of tags and their score.
    """
    trellis = np.zeros_like(score)
    back = np.zeros_like(score, dtype=np.int32)
    trellis[0] = score[0]
    for t in range(1, score.shape[0]):
        paths = np.expand_dims(trellis[t - 1], 1) + transition_params
        trellis[t] = score[t] + np.max(paths, 0)
        back[t] = np.argmax(paths, 0)
    tags = [np.argmax(trellis[-1])]
    for pointers in reversed(back[1:]):
        tags.append(pointers[tags[-1]])
    return tags[::-1], np.max(trellis[-1])


class CrfDecodeForwardRnnCell(TransitionCell):
    """One step of the Viterbi algorithm: pointers back and scores, [batch, tags]."""

    def __call__(self, inputs, state, scope=None):
        scores = tf.expand_dims(state, 2) + self._transition_params
        new_state = inputs + tf.reduce_max(scores, [1])
        pointers = tf.cast(tf.argmax(scores, 1), dtype=tf.int32)
        return pointers, new_state


class CrfDecodeBackwardRnnCell(tf.nn.rnn_cell.RNNCell):
    """One step along the pointers: tags [batch, 1]."""

    def __init__(self, num_tags):
        self._num_tags = num_tags

    @property
    def state_size(self):
        return 1

    @property
    def output_size(self):
        return 1

    def __call__(self, inputs, state, scope=None):
        state = tf.squeeze(state, axis=[1])
        examples = tf.range(tf.shape(inputs)[0])
        where = tf.stack([examples, state], axis=1)
        tags = tf.expand_dims(tf.gather_nd(inputs, where), axis=-1)
        return tags, tags


def crf_decode(potentials, transition_params, sequence_length):
    """The best tag sequences.

    Args:
        potentials: unary, float [batch, time, tags].
        transition_params: [tags, tags].
        sequence_length: int [batch].

    Returns:
        tags, int32 [batch, time], 0 after the end of a sequence, and their scores [batch].
    """

    def single():
        scores = tf.squeeze(potentials, [1])
        tags = tf.expand_dims(tf.argmax(scores, axis=1), 1)
        best = tf.reduce_max(scores, axis=1)
        return tf.cast(tags, dtype=tf.int32), best

    def several():
        forward = CrfDecodeForwardRnnCell(transition_params)
        first = tf.squeeze(tf.slice(potentials, [0, 0, 0], [-1, 1, -1]), axis=[1])
        rest = tf.slice(potentials, [0, 1, 0], [-1, -1, -1])
        lengths = tf.maximum(tf.constant(0, dtype=sequence_length.dtype), sequence_length - 1)
        pointers, scores = tf.nn.dynamic_rnn(
            forward, inputs=rest, sequence_length=lengths, initial_state=first, time_major=False, dtype=tf.int32
        )
        pointers = tf.reverse_sequence(pointers, lengths, seq_axis=1)
        last = tf.expand_dims(tf.cast(tf.argmax(scores, axis=1), dtype=tf.int32), axis=-1)
        tags, _ = tf.nn.dynamic_rnn(
            CrfDecodeBackwardRnnCell(potentials.shape.dims[2].value),
            inputs=pointers,
            sequence_length=lengths,
            initial_state=last,
            time_major=False,
            dtype=tf.int32,
        )
        tags = tf.concat([last, tf.squeeze(tags, axis=[2])], axis=1)
        tags = tf.reverse_sequence(tags, sequence_length, seq_axis=1)
        return tags, tf.reduce_max(scores, axis=1)

    return single_or_several(potentials, single, several)
