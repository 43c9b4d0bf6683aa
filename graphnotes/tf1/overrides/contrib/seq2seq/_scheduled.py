"""Scheduled sampling: sometimes the given input, sometimes the model's own (arXiv:1506.03099; tf.contrib.seq2seq)."""

from __future__ import annotations

from tensorflow.python.util import nest

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.rnn import transpose_batch_time
from graphnotes.tf1.overrides.contrib.seq2seq._helpers import (
    TrainingHelper,
    as_embedding,
    unstack_array,
)
from graphnotes.tf1.overrides.contrib.seq2seq._sampling import (
    bernoulli_sample,
    categorical_sample,
)


def _probability(sampling_probability):
    probability = tf.convert_to_tensor(sampling_probability, name="sampling_probability")
    if probability.get_shape().ndims not in (0, 1):
        raise ValueError(
            f"sampling_probability must be either a scalar or a vector. saw shape: {probability.get_shape()}"
        )
    return probability


def _merged(sampled_at, sampled, given_at, given, shape):
    """One tensor of sampled and given rows, each in its place."""
    return tf.scatter_nd(indices=sampled_at, updates=sampled, shape=shape) + tf.scatter_nd(
        indices=given_at, updates=given, shape=shape
    )


class ScheduledEmbeddingTrainingHelper(TrainingHelper):
    """`TrainingHelper` that with a probability reads the embedding of an id drawn from the last output; ids not drawn are -1."""

    def __init__(
        self,
        inputs,
        sequence_length,
        embedding,
        sampling_probability,
        time_major=False,
        seed=None,
        scheduling_seed=None,
        name=None,
    ):
        with tf.name_scope(name, "ScheduledEmbeddingSamplingWrapper", [embedding, sampling_probability]):
            self._embedding_fn = as_embedding(embedding)
            self._sampling_probability = _probability(sampling_probability)
            self._seed, self._scheduling_seed = seed, scheduling_seed
            super().__init__(inputs=inputs, sequence_length=sequence_length, time_major=time_major, name=name)

    def sample(self, time, outputs, state, name=None):
        with tf.name_scope(name, "ScheduledEmbeddingTrainingHelperSample", [time, outputs, state]):
            chosen = bernoulli_sample(
                probs=self._sampling_probability,
                dtype=tf.bool,
                sample_shape=self.batch_size,
                seed=self._scheduling_seed,
            )
            drawn = categorical_sample(logits=outputs, seed=self._seed)
            return tf.where(chosen, drawn, tf.fill([self.batch_size], -1))

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        values = [time, outputs, state, sample_ids]
        with tf.name_scope(name, "ScheduledEmbeddingTrainingHelperNextInputs", values):
            finished, given, state = super().next_inputs(
                time=time, outputs=outputs, state=state, sample_ids=sample_ids, name=name
            )

            def maybe_sample():
                sampled_at = tf.cast(tf.where(sample_ids > -1), tf.int32)
                given_at = tf.cast(tf.where(sample_ids <= -1), tf.int32)
                ids = tf.gather_nd(sample_ids, sampled_at)
                rest = tf.gather_nd(given, given_at)
                embedded = self._embedding_fn(ids)
                return _merged(sampled_at, embedded, given_at, rest, tf.shape(given))

            return finished, tf.cond(tf.reduce_all(finished), lambda: given, maybe_sample), state


class ScheduledOutputTrainingHelper(TrainingHelper):
    """`TrainingHelper` that with a probability reads the last output instead.

    Args:
        next_inputs_fn: from outputs to inputs; the outputs themselves when None.
        auxiliary_inputs: [batch, time, ...], appended to all inputs.
    """

    def __init__(
        self,
        inputs,
        sequence_length,
        sampling_probability,
        time_major=False,
        seed=None,
        next_inputs_fn=None,
        auxiliary_inputs=None,
        name=None,
    ):
        values = [inputs, auxiliary_inputs, sampling_probability]
        with tf.name_scope(name, "ScheduledOutputTrainingHelper", values):
            self._sampling_probability = _probability(sampling_probability)
            whole = inputs
            self._auxiliary_input_tas = None
            if auxiliary_inputs is not None:
                inputs = tf.convert_to_tensor(inputs, name="inputs")
                auxiliary_inputs = tf.convert_to_tensor(auxiliary_inputs, name="auxiliary_inputs")
                whole = nest.map_structure(lambda x, y: tf.concat((x, y), -1), inputs, auxiliary_inputs)
                if not time_major:
                    auxiliary_inputs = nest.map_structure(transpose_batch_time, auxiliary_inputs)
                self._auxiliary_input_tas = nest.map_structure(unstack_array, auxiliary_inputs)
            self._seed, self._next_inputs_fn = seed, next_inputs_fn
            super().__init__(inputs=whole, sequence_length=sequence_length, time_major=time_major, name=name)

    def sample(self, time, outputs, state, name=None):
        with tf.name_scope(name, "ScheduledOutputTrainingHelperSample", [time, outputs, state]):
            return bernoulli_sample(
                probs=self._sampling_probability, sample_shape=self.batch_size, seed=self._seed
            )

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        values = [time, outputs, state, sample_ids]
        with tf.name_scope(name, "ScheduledOutputTrainingHelperNextInputs", values):
            finished, given, state = super().next_inputs(
                time=time, outputs=outputs, state=state, sample_ids=sample_ids, name=name
            )
            sample_ids = tf.cast(sample_ids, tf.bool)

            def with_auxiliary(inputs, indices=None):
                if self._auxiliary_input_tas is None:
                    return inputs
                next_time = time + 1
                more = nest.map_structure(lambda array: array.read(next_time), self._auxiliary_input_tas)
                if indices is not None:
                    more = tf.gather_nd(more, indices)
                return nest.map_structure(lambda x, y: tf.concat((x, y), -1), inputs, more)

            def maybe_sample():
                if self._next_inputs_fn is None:
                    return tf.where(sample_ids, with_auxiliary(outputs), given)
                sampled_at = tf.cast(tf.where(sample_ids), tf.int32)
                given_at = tf.cast(tf.where(tf.logical_not(sample_ids)), tf.int32)
                chosen = tf.gather_nd(outputs, sampled_at)
                rest = tf.gather_nd(given, given_at)
                sampled = with_auxiliary(self._next_inputs_fn(chosen), sampled_at)
                return _merged(sampled_at, sampled, given_at, rest, tf.shape(given))

            all_finished = tf.reduce_all(finished)
            none = tf.logical_not(tf.reduce_any(sample_ids))
            inputs = tf.cond(tf.logical_or(all_finished, none), lambda: given, maybe_sample)
            return finished, inputs, state
