"""Beam search (tf.contrib.seq2seq.BeamSearchDecoder)."""

from __future__ import annotations

import collections

from tensorflow.python.framework import tensor_util
from tensorflow.python.util import nest

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.seq2seq._beam_step import (
    BeamSearchDecoderOutput,
    BeamSearchDecoderState,
    accumulated_attention,
    beam_search_step,
    check_rank,
)
from graphnotes.tf1.overrides.contrib.seq2seq._decoder import (
    Decoder,
    check_cell_and_layer,
    rnn_output_size,
)
from graphnotes.tf1.overrides.contrib.seq2seq._gather_tree import gather_tree
from graphnotes.tf1.overrides.contrib.seq2seq._helpers import as_embedding


class FinalBeamSearchDecoderOutput(
    collections.namedtuple("FinalBeamDecoderOutput", ["predicted_ids", "beam_search_decoder_output"])
):
    """The best sequences [time, batch, beam], best first, and the steps they were found by."""


def tile_batch(t, multiplier, name=None):
    """Tensors [batch, ...] as [batch * multiplier, ...], each row `multiplier` times in a row; in any structure.

    Raises:
        ValueError: a rank is unknown or 0.
    """
    with tf.name_scope(name, "tile_batch", [*nest.flatten(t), multiplier]):
        return nest.map_structure(lambda one: _tile(one, multiplier), t)


def _tile(t, multiplier):
    t = tf.convert_to_tensor(t, name="t")
    shape = tf.shape(t)
    if not t.shape.ndims:
        raise ValueError("t must have statically known rank")
    tiling = [1, multiplier] + [1] * (t.shape.ndims - 1)
    batch = t.shape.dims[0].value
    batch = None if batch is None else batch * multiplier
    tiled = tf.tile(tf.expand_dims(t, 1), tiling)
    tiled = tf.reshape(tiled, tf.concat(([shape[0] * multiplier], shape[1:]), 0))
    tiled.set_shape(tf.TensorShape([batch]).concatenate(t.shape[1:]))
    return tiled


class BeamSearchDecoder(Decoder):
    """Keeps the `beam_width` likeliest sequences.

    Args:
        cell: an RNNCell.
        embedding: a matrix, or a function from ids to embeddings.
        start_tokens: int32 [batch].
        end_token: an int32 scalar.
        initial_state: the cell's, for batch * beam_width sequences (see `tile_batch`).
        output_layer: from outputs to logits.
        length_penalty_weight: 0 for none (arXiv:1609.08144).
        coverage_penalty_weight: 0 for none; needs a cell that attends.
        reorder_tensor_arrays: sort TensorArrays in the final state, such as alignment histories, by beam.

    Raises:
        TypeError, ValueError: an argument is none of these.
    """

    def __init__(
        self,
        cell,
        embedding,
        start_tokens,
        end_token,
        initial_state,
        beam_width,
        output_layer=None,
        length_penalty_weight=0.0,
        coverage_penalty_weight=0.0,
        reorder_tensor_arrays=True,
    ):
        check_cell_and_layer(cell, output_layer)
        self._cell, self._output_layer, self._beam_width = cell, output_layer, beam_width
        self._reorder_tensor_arrays = reorder_tensor_arrays
        self._length_penalty_weight = length_penalty_weight
        self._coverage_penalty_weight = coverage_penalty_weight
        self._embedding_fn = as_embedding(embedding)
        self._start_tokens = tf.convert_to_tensor(start_tokens, dtype=tf.int32, name="start_tokens")
        if self._start_tokens.get_shape().ndims != 1:
            raise ValueError("start_tokens must be a vector")
        self._end_token = tf.convert_to_tensor(end_token, dtype=tf.int32, name="end_token")
        if self._end_token.get_shape().ndims != 0:
            raise ValueError("end_token must be a scalar")
        self._batch_size = tf.size(start_tokens)
        self._initial_cell_state = nest.map_structure(
            self._maybe_split_batch_beams, initial_state, self._cell.state_size
        )
        self._start_tokens = tf.tile(tf.expand_dims(self._start_tokens, 1), [1, beam_width])
        self._start_inputs = self._embedding_fn(self._start_tokens)
        self._finished = self._first_beam(on_value=False, off_value=True, dtype=tf.bool)

    def _first_beam(self, **values):
        """[batch, beam] with `on_value` for the first beam."""
        return tf.one_hot(tf.zeros([self._batch_size], dtype=tf.int32), depth=self._beam_width, **values)

    @property
    def batch_size(self):
        return self._batch_size

    @property
    def tracks_own_finished(self):
        return True

    @property
    def output_size(self):
        shape = tf.TensorShape([self._beam_width])
        return BeamSearchDecoderOutput(scores=shape, predicted_ids=shape, parent_ids=shape)

    @property
    def output_dtype(self):
        dtype = nest.flatten(self._initial_cell_state)[0].dtype
        size = rnn_output_size(self._cell, self._output_layer)
        return BeamSearchDecoderOutput(
            scores=nest.map_structure(lambda _: dtype, size), predicted_ids=tf.int32, parent_ids=tf.int32
        )

    def initialize(self, name=None):
        dtype = nest.flatten(self._initial_cell_state)[0].dtype
        start = tf.zeros([self._batch_size], dtype=tf.int32)
        log_probs = tf.one_hot(
            start,
            depth=self._beam_width,
            on_value=tf.convert_to_tensor(0.0, dtype=dtype),
            off_value=tf.convert_to_tensor(-float("inf"), dtype=dtype),
            dtype=dtype,
        )
        attention = accumulated_attention(self._initial_cell_state, self._coverage_penalty_weight)
        state = BeamSearchDecoderState(
            cell_state=self._initial_cell_state,
            log_probs=log_probs,
            finished=self._finished,
            lengths=tf.zeros([self._batch_size, self._beam_width], dtype=tf.int64),
            accumulated_attention_probs=() if attention is None else attention,
        )
        return self._finished, self._start_inputs, state

    def step(self, time, inputs, state, name=None):
        with tf.name_scope(name, "BeamSearchDecoderStep", (time, inputs, state)):
            inputs = nest.map_structure(lambda i: self._merge_batch_beams(i, i.shape[2:]), inputs)
            cell_state = nest.map_structure(
                self._maybe_merge_batch_beams, state.cell_state, self._cell.state_size
            )
            outputs, cell_state = self._cell(inputs, cell_state)
            outputs = nest.map_structure(lambda o: self._split_batch_beams(o, o.shape[1:]), outputs)
            cell_state = nest.map_structure(
                self._maybe_split_batch_beams, cell_state, self._cell.state_size
            )
            if self._output_layer is not None:
                outputs = self._output_layer(outputs)
            output, next_state = beam_search_step(
                time=time,
                logits=outputs,
                next_cell_state=cell_state,
                beam_state=state,
                batch_size=self._batch_size,
                beam_width=self._beam_width,
                end_token=self._end_token,
                length_penalty_weight=self._length_penalty_weight,
                coverage_penalty_weight=self._coverage_penalty_weight,
            )
            next_inputs = tf.cond(
                tf.reduce_all(next_state.finished),
                lambda: self._start_inputs,
                lambda: self._embedding_fn(output.predicted_ids),
            )
        return output, next_state, next_inputs, next_state.finished

    def finalize(self, outputs, final_state, sequence_lengths):
        longest = tf.cast(tf.reduce_max(final_state.lengths, axis=1), tf.int32)
        predicted_ids = gather_tree(
            outputs.predicted_ids,
            outputs.parent_ids,
            max_sequence_lengths=longest,
            end_token=self._end_token,
        )
        if self._reorder_tensor_arrays:
            cell_state = nest.map_structure(
                lambda t: self._maybe_sort_array_beams(t, outputs.parent_ids, final_state.lengths),
                final_state.cell_state,
            )
            final_state = final_state._replace(cell_state=cell_state)
        return FinalBeamSearchDecoderOutput(predicted_ids, outputs), final_state

    def _static(self, size):
        if tf.is_tensor(size):
            return tf.TensorShape(tensor_util.constant_value(size))
        return tf.TensorShape(size)

    def _merge_batch_beams(self, t, size=None):
        """[batch, beam, ...] as [batch * beam, ...]."""
        size, shape = self._static(size), tf.shape(t)
        batch = tensor_util.constant_value(self._batch_size)
        merged = tf.reshape(t, tf.concat(([self._batch_size * self._beam_width], shape[2:]), 0))
        merged.set_shape(
            tf.TensorShape([None if batch is None else batch * self._beam_width]).concatenate(size)
        )
        return merged

    def _split_batch_beams(self, t, size=None):
        """[batch * beam, ...] as [batch, beam, ...]; ValueError when the shapes can't be so."""
        size, shape = self._static(size), tf.shape(t)
        split = tf.reshape(t, tf.concat(([self._batch_size, self._beam_width], shape[1:]), 0))
        batch = tensor_util.constant_value(self._batch_size)
        expected = tf.TensorShape([batch, self._beam_width]).concatenate(size)
        if not split.shape.is_compatible_with(expected):
            raise ValueError(
                "Unexpected behavior when reshaping between beam width and batch size.  The reshaped tensor has shape: "
                f"{split.shape}.  We expected it to have shape (batch_size, beam_width, depth) == {expected}.  Perhaps "
                "you forgot to create a zero_state with batch_size=encoder_batch_size * beam_width?"
            )
        split.set_shape(expected)
        return split

    def _maybe_split_batch_beams(self, t, size):
        if isinstance(t, tf.TensorArray):
            return t
        check_rank(t)
        return self._split_batch_beams(t, size) if t.shape.ndims >= 1 else t

    def _maybe_merge_batch_beams(self, t, size):
        if isinstance(t, tf.TensorArray):
            return t
        check_rank(t)
        return self._merge_batch_beams(t, size) if t.shape.ndims >= 2 else t

    def _maybe_sort_array_beams(self, t, parent_ids, lengths):
        if not isinstance(t, tf.TensorArray):
            return t
        shape = t.element_shape
        if not shape.ndims:
            tf.logging.warning(
                "The TensorArray %s in the cell state is not amenable to sorting based on the beam search result: "
                "its elements' shape must be known and have a rank of at least 1, but is %s",
                t.handle.name,
                shape,
            )
            return t
        batch, width = tensor_util.constant_value(self._batch_size), self._beam_width
        first = shape.dims[0].value
        second = shape.dims[1].value if shape.ndims >= 2 else None
        if batch is not None and first is not None and (
            first != batch * width or (second is not None and (first, second) != (batch, width))
        ):
            tf.logging.warning(
                "TensorArray reordering expects elements to be reshapable to %s which is incompatible with the "
                "current shape %s. Consider setting reorder_tensor_arrays to False.",
                [batch, width, None],
                shape,
            )
            return t
        stacked = t.stack()
        with tf.control_dependencies([_check_batch_beam(stacked, self._batch_size, width)]):
            return gather_tree_from_array(stacked, parent_ids, lengths)


def _check_batch_beam(t, batch_size, beam_width):
    message = (
        "TensorArray reordering expects elements to be reshapable to [batch_size, beam_size, -1] which is incompatible "
        f"with the dynamic shape of {t.name} elements. Consider setting reorder_tensor_arrays to False to disable "
        "TensorArray reordering during the beam search."
    )
    shape = tf.shape(t)
    merged = tf.equal(shape[1], batch_size * beam_width)
    if t.shape.ndims != 2:
        split = tf.logical_and(tf.equal(shape[1], batch_size), tf.equal(shape[2], beam_width))
        merged = tf.logical_or(merged, split)
    return tf.Assert(merged, [message])


def gather_tree_from_array(t, parent_ids, sequence_length):
    """Values [time, batch * beam, ...] or [time, batch, beam, ...], put in the order of the final beams."""
    dynamic = tf.shape(parent_ids)
    time, batch, width = (d.value or dynamic[i] for i, d in enumerate(parent_ids.shape.dims))
    beams = tf.expand_dims(tf.expand_dims(tf.range(width), 0), 0)
    beams = tf.tile(beams, [time, batch, 1])
    longest = tf.cast(tf.reduce_max(sequence_length, axis=1), tf.int32)
    ordered = gather_tree(
        step_ids=beams, parent_ids=parent_ids, max_sequence_lengths=longest, end_token=width + 1
    )
    inside = tf.transpose(tf.sequence_mask(sequence_length, maxlen=time), perm=[2, 0, 1])
    ordered = tf.where(inside, x=ordered, y=beams)
    times = tf.tile(tf.reshape(tf.range(time), [-1, 1, 1]), [1, batch, width])
    batches = tf.tile(tf.reshape(tf.range(batch), [-1, 1, 1]), [1, time, width])
    batches = tf.transpose(batches, perm=[1, 0, 2])
    where = tf.stack([times, batches, ordered], -1)
    shape = tf.shape(t)
    values = tf.gather_nd(tf.reshape(t, [time, batch, width, -1]), where)
    return tf.reshape(values, shape)
