"""One step of a beam search: scores of all continuations, the best of them, and their states."""

from __future__ import annotations

import collections

from tensorflow.python.framework import tensor_util
from tensorflow.python.util import nest

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.seq2seq._wrapper import AttentionWrapperState


class BeamSearchDecoderState(
    collections.namedtuple(
        "BeamSearchDecoderState",
        ("cell_state", "log_probs", "finished", "lengths", "accumulated_attention_probs"),
    )
):
    """The state of a `BeamSearchDecoder`, all of it [batch, beam, ...]."""


class BeamSearchDecoderOutput(
    collections.namedtuple("BeamSearchDecoderOutput", ("scores", "predicted_ids", "parent_ids"))
):
    """One step's outputs, [batch, beam] each."""


def check_rank(t) -> None:
    """ValueError when a tensor's rank is unknown."""
    if t.shape.ndims is None:
        raise ValueError(f"Expected tensor ({t}) to have known rank, but ndims == None.")


def beam_search_step(
    time,
    logits,
    next_cell_state,
    beam_state,
    batch_size,
    beam_width,
    end_token,
    length_penalty_weight,
    coverage_penalty_weight,
):
    """The likeliest continuations of all beams.

    Args:
        time: the step.
        logits: [batch, beam, symbols].
        next_cell_state: the cell's state after the step.
        beam_state: a BeamSearchDecoderState before it.

    Returns:
        a BeamSearchDecoderOutput and the next BeamSearchDecoderState.
    """
    batch = tensor_util.constant_value(batch_size)
    lengths, was_finished = beam_state.lengths, beam_state.finished
    not_finished = tf.logical_not(was_finished)
    step_log_probs = _masked(tf.nn.log_softmax(logits), end_token, was_finished)
    total = tf.expand_dims(beam_state.log_probs, 2) + step_log_probs

    symbols = logits.shape.dims[-1].value or tf.shape(logits)[-1]
    grows = tf.one_hot(
        indices=tf.fill([batch_size, beam_width], end_token),
        depth=symbols,
        on_value=tf.to_int64(0),
        off_value=tf.to_int64(1),
        dtype=tf.int64,
    )
    grows *= tf.expand_dims(tf.cast(not_finished, tf.int64), 2)
    new_lengths = grows + tf.expand_dims(lengths, 2)

    accumulated = None
    attention = accumulated_attention(next_cell_state, coverage_penalty_weight)
    if attention is not None:
        attention *= tf.expand_dims(tf.cast(not_finished, tf.float32), 2)
        accumulated = beam_state.accumulated_attention_probs + attention

    scores = _scores(
        total, new_lengths, length_penalty_weight, coverage_penalty_weight, was_finished, accumulated
    )
    tf.convert_to_tensor(time, name="time")
    flat = tf.reshape(scores, [batch_size, -1])
    best_scores, best = tf.nn.top_k(
        flat, k=tf.convert_to_tensor(beam_width, dtype=tf.int32, name="beam_width")
    )
    best_scores.set_shape([batch, beam_width])
    best.set_shape([batch, beam_width])

    log_probs = _gathered(best, total, batch_size, beam_width * symbols, [-1], name="next_beam_probs")
    ids = tf.cast(tf.mod(best, symbols, name="next_beam_word_ids"), tf.int32)
    parents = tf.cast(best / symbols, tf.int32, name="next_beam_parent_ids")
    was_finished = _gathered(parents, was_finished, batch_size, beam_width, [-1])
    finished = tf.logical_or(was_finished, tf.equal(ids, end_token), name="next_beam_finished")
    grown = tf.cast(tf.logical_not(was_finished), tf.int64)
    next_lengths = _gathered(parents, lengths, batch_size, beam_width, [-1])
    next_lengths += grown

    next_accumulated = ()
    if accumulated is not None:
        merged = [batch_size * beam_width, -1]
        next_accumulated = _gathered(
            parents, accumulated, batch_size, beam_width, merged, name="next_accumulated_attention_probs"
        )

    def of_parents(values):
        merged = [batch_size * beam_width, -1]
        if isinstance(values, tf.TensorArray):
            return values
        check_rank(values)
        if values.shape.ndims < len(merged):
            return values
        return _gathered(parents, values, batch_size, beam_width, merged)

    cell_state = nest.map_structure(of_parents, next_cell_state)
    state = BeamSearchDecoderState(
        cell_state=cell_state,
        log_probs=log_probs,
        lengths=next_lengths,
        finished=finished,
        accumulated_attention_probs=next_accumulated,
    )
    return BeamSearchDecoderOutput(scores=best_scores, predicted_ids=ids, parent_ids=parents), state


def _alignments(state):
    probs = state.alignments
    return _mean(probs) if isinstance(probs, tuple) else probs


def _mean(probs):
    whole = tf.concat([tf.expand_dims(p, -1) for p in probs], -1)
    return tf.reduce_mean(whole, -1)


def accumulated_attention(next_cell_state, coverage_penalty_weight):
    """The alignments of the attending cells, averaged; None without a coverage penalty; ValueError without such a cell."""
    if coverage_penalty_weight == 0.0:
        return None
    if isinstance(next_cell_state, AttentionWrapperState):
        states = [next_cell_state]
    else:
        states = next_cell_state if isinstance(next_cell_state, tuple) else ()
    probs = [_alignments(s) for s in states if isinstance(s, AttentionWrapperState)]
    if not probs:
        raise ValueError("coverage_penalty_weight must be 0.0 if no cell is attentional.")
    return probs[0] if len(probs) == 1 else _mean(probs)


def _scores(log_probs, lengths, length_weight, coverage_weight, finished, accumulated):
    penalty = tf.cast(_length_penalty(lengths, length_weight), dtype=log_probs.dtype)
    scores = log_probs / penalty
    coverage_weight = tf.convert_to_tensor(coverage_weight, name="coverage_penalty_weight")
    if coverage_weight.shape.ndims != 0:
        raise ValueError(f"coverage_penalty_weight should be a scalar, but saw shape: {coverage_weight.shape}")
    if tensor_util.constant_value(coverage_weight) == 0.0:
        return scores
    if accumulated is None:
        raise ValueError("accumulated_attention_probs can be None only if coverage penalty is disabled.")
    accumulated = tf.where(tf.equal(accumulated, 0.0), tf.ones_like(accumulated), accumulated)
    coverage = tf.reduce_sum(tf.log(tf.minimum(accumulated, 1.0)), 2)
    coverage *= tf.cast(finished, tf.float32)
    return scores + tf.expand_dims(coverage * coverage_weight, 2)


def _length_penalty(lengths, factor):
    """((5 + length) / 6) ** factor."""
    factor = tf.convert_to_tensor(factor, name="penalty_factor")
    factor.set_shape(())
    known = tensor_util.constant_value(factor)
    if known is not None and known == 0:
        return 1.0
    return tf.div((5.0 + tf.cast(lengths, tf.float32)) ** factor, (5.0 + 1.0) ** factor)


def _masked(log_probs, end_token, finished):
    """Log probabilities in which a finished beam can only go on with the end token."""
    symbols, dtype = tf.shape(log_probs)[2], log_probs.dtype
    row = tf.one_hot(
        end_token,
        symbols,
        dtype=dtype,
        on_value=tf.convert_to_tensor(0.0, dtype=dtype),
        off_value=dtype.min,
    )
    rows = tf.tile(tf.reshape(row, [1, 1, -1]), tf.concat([tf.shape(finished), [1]], 0))
    mask = tf.tile(tf.expand_dims(finished, 2), [1, 1, symbols])
    return tf.where(mask, rows, log_probs)


def _gathered(indices, values, batch_size, range_size, shape, name=None):
    """`values` of each example at `indices` [batch, beam], which count within the example."""
    with tf.name_scope(name, "tensor_gather_helper"):
        offsets = tf.expand_dims(tf.range(batch_size) * range_size, 1)
        indices = tf.reshape(indices + offsets, [-1])
        output = tf.gather(tf.reshape(values, shape), indices)
        final = tf.shape(values)[: 1 + len(shape)]
        batch = tensor_util.constant_value(batch_size)
        static = tf.TensorShape([batch]).concatenate(values.shape[1 : 1 + len(shape)])
        output = tf.reshape(output, final, name="output")
        output.set_shape(static)
        return output
