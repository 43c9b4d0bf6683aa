"""Whole sequences from the steps and parents of a beam search (tf.contrib.seq2seq.gather_tree).

TensorFlow 1.15 had one op for it in a library of contrib's own; here a loop from the last step to the first does the same.
"""

from __future__ import annotations

from graphnotes.tf1 import root as tf


def gather_tree(step_ids, parent_ids, max_sequence_lengths, end_token, name=None):
    """The ids of each beam's path, int32 [time, batch, beam]; `end_token` after the first one and after the end.

    Args:
        step_ids, parent_ids: int32 [time, batch, beam]; a parent is a beam of the step before.
        max_sequence_lengths: int32 [batch].
        end_token: an int32 scalar.

    Raises:
        tf.errors.InvalidArgumentError: when it runs with a parent that is no beam.
    """
    with tf.name_scope(name, "GatherTree", [step_ids, parent_ids, max_sequence_lengths, end_token]) as scope:
        step_ids = tf.convert_to_tensor(step_ids, name="step_ids")
        parent_ids = tf.convert_to_tensor(parent_ids, name="parent_ids")
        lengths = tf.convert_to_tensor(max_sequence_lengths, dtype=tf.int32, name="max_sequence_lengths")
        end_token = tf.convert_to_tensor(end_token, dtype=step_ids.dtype, name="end_token")
        shape = tf.shape(step_ids)
        time, batch, width = shape[0], shape[1], shape[2]
        beams = tf.tile(tf.expand_dims(tf.range(width), 0), [batch, 1])
        rows = tf.tile(tf.expand_dims(tf.range(batch), 1), [1, width])
        ends = tf.tile(tf.fill([1, 1], end_token), [batch, width])

        def one_step_back(later, step):
            _, wanted = later
            ids, parents, t = step
            where = tf.stack([rows, wanted], axis=-1)
            alive = tf.tile(tf.expand_dims(t < lengths, 1), [1, width])
            ids = tf.where(alive, tf.gather_nd(ids, where), ends)
            return ids, tf.where(alive, tf.gather_nd(parents, where), beams)

        paths, _ = tf.scan(
            one_step_back, (step_ids, parent_ids, tf.range(time)), initializer=(ends, beams), reverse=True
        )
        seen = tf.cumsum(tf.cast(tf.equal(paths, end_token), tf.int32), axis=0, exclusive=True)
        ended = tf.tile(tf.expand_dims(ends, 0), [time, 1, 1])
        result = tf.where(tf.greater(seen, 0), ended, paths, name=scope)
        result.set_shape(step_ids.get_shape())
        return result
