"""A cell that attends to a memory (tf.contrib.seq2seq.AttentionWrapper)."""

from __future__ import annotations

import collections

from tensorflow.python.util import nest

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import with_same_shape
from graphnotes.tf1.overrides.contrib.rnn._cells import RNNCell, zero_state_tensors
from graphnotes.tf1.overrides.contrib.rnn._wrappers import assert_like_rnncell
from graphnotes.tf1.overrides.contrib.seq2seq._attention import AttentionMechanism

_FIELDS = ("cell_state", "attention", "time", "alignments", "alignment_history", "attention_state")


class AttentionWrapperState(collections.namedtuple("AttentionWrapperState", _FIELDS)):
    """The state of an `AttentionWrapper`."""

    def clone(self, **kwargs):
        """A copy with some fields replaced by values of the same shapes; ValueError when they differ."""

        def checked(old, new):
            return with_same_shape(old, new) if tf.is_tensor(old) and tf.is_tensor(new) else new

        return nest.map_structure(checked, self, self._replace(**kwargs))


def _attend(mechanism, cell_output, attention_state, attention_layer):
    alignments, next_state = mechanism(cell_output, state=attention_state)
    context = tf.matmul(tf.expand_dims(alignments, 1), mechanism.values)
    context = tf.squeeze(context, [1])
    if attention_layer is None:
        return context, alignments, next_state
    return attention_layer(tf.concat([cell_output, context], 1)), alignments, next_state


def _one_for_each(name, what, values, mechanisms):
    values = tuple(values if isinstance(values, (list, tuple)) else (values,))
    if len(values) != len(mechanisms):
        raise ValueError(
            f"If provided, {name} must contain exactly one {what} per attention_mechanism, "
            f"saw: {len(values)} vs {len(mechanisms)}"
        )
    return values


class AttentionWrapper(RNNCell):
    """A cell that also reads, and by default gives out, its attention to a memory.

    Args:
        cell: an RNNCell.
        attention_mechanism: one, or a list of several.
        attention_layer_size: the width of the attention vector [output; context] is projected to, one for each
            mechanism; the context itself when None.
        alignment_history: keep all steps' alignments, in the final state.
        cell_input_fn: from (inputs, attention) to the cell's inputs; their concatenation when None.
        output_attention: give out the attention, else the cell's output.
        initial_cell_state: what `zero_state` gives for the cell.
        attention_layer: layers in the place of those that `attention_layer_size` makes.
        attention_fn: from (mechanism, cell output, state, layer) to (attention, alignments, next state).

    Raises:
        TypeError, ValueError: an argument is none of these, or they don't go together.
    """

    def __init__(
        self,
        cell,
        attention_mechanism,
        attention_layer_size=None,
        alignment_history=False,
        cell_input_fn=None,
        output_attention=True,
        initial_cell_state=None,
        name=None,
        attention_layer=None,
        attention_fn=None,
        dtype=None,
    ):
        super().__init__(name=name, dtype=dtype)
        assert_like_rnncell("cell", cell)
        self._is_multi = isinstance(attention_mechanism, (list, tuple))
        mechanisms = attention_mechanism if self._is_multi else (attention_mechanism,)
        for mechanism in mechanisms:
            if not isinstance(mechanism, AttentionMechanism):
                raise TypeError(
                    "attention_mechanism must be an AttentionMechanism or list of multiple AttentionMechanism "
                    f"instances, saw type: {type(mechanism).__name__}"
                )
        if cell_input_fn is None:
            cell_input_fn = _concatenated
        elif not callable(cell_input_fn):
            raise TypeError(f"cell_input_fn must be callable, saw type: {type(cell_input_fn).__name__}")
        if attention_layer_size is not None and attention_layer is not None:
            raise ValueError("Only one of attention_layer_size and attention_layer should be set")

        widths = [mechanism.values.shape.dims[-1].value for mechanism in mechanisms]
        self._attention_layers = None
        if attention_layer_size is not None:
            widths = _one_for_each("attention_layer_size", "integer", attention_layer_size, mechanisms)
            self._attention_layers = tuple(
                tf.layers.Dense(width, name="attention_layer", use_bias=False, dtype=mechanism.dtype)
                for width, mechanism in zip(widths, mechanisms)
            )
        elif attention_layer is not None:
            self._attention_layers = _one_for_each("attention_layer", "layer", attention_layer, mechanisms)
            shapes = [
                layer.compute_output_shape([None, cell.output_size + width])
                for layer, width in zip(self._attention_layers, widths)
            ]
            widths = [tf.TensorShape(shape).dims[-1].value for shape in shapes]
        self._attention_layer_size = sum(widths)
        self._cell, self._attention_mechanisms, self._cell_input_fn = cell, mechanisms, cell_input_fn
        self._attention_fn = attention_fn or _attend
        self._output_attention, self._alignment_history = output_attention, alignment_history
        with tf.name_scope(name, "AttentionWrapperInit"):
            self._initial_cell_state = None
            if initial_cell_state is not None:
                last = nest.flatten(initial_cell_state)[-1]
                batch = last.shape.dims[0].value or tf.shape(last)[0]
                message = (
                    f"When constructing AttentionWrapper {self._base_name}: Non-matching batch sizes between the "
                    "memory (encoder output) and initial_cell_state.  Are you using the BeamSearchDecoder?  You may "
                    "need to tile your initial state via the tf.contrib.seq2seq.tile_batch function with argument "
                    "multiple=beam_width."
                )
                with tf.control_dependencies(self._batch_size_checks(batch, message)):
                    self._initial_cell_state = nest.map_structure(
                        lambda s: tf.identity(s, name="check_initial_cell_state"), initial_cell_state
                    )

    def _batch_size_checks(self, batch_size, message):
        return [
            tf.assert_equal(batch_size, mechanism.batch_size, message=message)
            for mechanism in self._attention_mechanisms
        ]

    def _item_or_tuple(self, values):
        values = tuple(values)
        return values if self._is_multi else values[0]

    @property
    def output_size(self):
        return self._attention_layer_size if self._output_attention else self._cell.output_size

    @property
    def state_size(self):
        mechanisms = self._attention_mechanisms
        return AttentionWrapperState(
            cell_state=self._cell.state_size,
            time=tf.TensorShape([]),
            attention=self._attention_layer_size,
            alignments=self._item_or_tuple(m.alignments_size for m in mechanisms),
            attention_state=self._item_or_tuple(m.state_size for m in mechanisms),
            alignment_history=self._item_or_tuple(
                m.alignments_size if self._alignment_history else () for m in mechanisms
            ),
        )

    def zero_state(self, batch_size, dtype):
        """The initial state; fails when the graph runs with another batch size than the memory's."""
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            cell_state = self._initial_cell_state
            if cell_state is None:
                cell_state = self._cell.get_initial_state(batch_size=batch_size, dtype=dtype)
            message = (
                f"When calling zero_state of AttentionWrapper {self._base_name}: Non-matching batch sizes between the "
                "memory (encoder output) and the requested batch size.  Are you using the BeamSearchDecoder?  If so, "
                "make sure your encoder output has been tiled to beam_width via tf.contrib.seq2seq.tile_batch, and "
                "the batch_size= argument passed to zero_state is batch_size * beam_width."
            )
            with tf.control_dependencies(self._batch_size_checks(batch_size, message)):
                cell_state = nest.map_structure(
                    lambda s: tf.identity(s, name="checked_cell_state"), cell_state
                )
            mechanisms = self._attention_mechanisms
            alignments = [m.initial_alignments(batch_size, dtype) for m in mechanisms]
            return AttentionWrapperState(
                cell_state=cell_state,
                time=tf.zeros([], dtype=tf.int32),
                attention=zero_state_tensors(self._attention_layer_size, batch_size, dtype),
                alignments=self._item_or_tuple(alignments),
                attention_state=self._item_or_tuple(m.initial_state(batch_size, dtype) for m in mechanisms),
                alignment_history=self._item_or_tuple(
                    tf.TensorArray(dtype, size=0, dynamic_size=True, element_shape=a.shape)
                    if self._alignment_history
                    else ()
                    for a in alignments
                ),
            )

    def call(self, inputs, state):
        """One step: the cell with the last attention, then the attention for its output."""
        if not isinstance(state, AttentionWrapperState):
            raise TypeError(
                f"Expected state to be instance of AttentionWrapperState. Received type {type(state)} instead."
            )
        cell_inputs = self._cell_input_fn(inputs, state.attention)
        cell_output, cell_state = self._cell(cell_inputs, state.cell_state)
        batch = cell_output.shape.dims[0].value or tf.shape(cell_output)[0]
        message = (
            f"When applying AttentionWrapper {self.name}: Non-matching batch sizes between the memory (encoder output) "
            "and the query (decoder output).  Are you using the BeamSearchDecoder?  You may need to tile your memory "
            "input via the tf.contrib.seq2seq.tile_batch function with argument multiple=beam_width."
        )
        with tf.control_dependencies(self._batch_size_checks(batch, message)):
            cell_output = tf.identity(cell_output, name="checked_cell_output")

        states, histories = state.attention_state, state.alignment_history
        if not self._is_multi:
            states, histories = [states], [histories]
        layers = self._attention_layers or [None] * len(self._attention_mechanisms)
        attentions, alignments, next_states, next_histories = [], [], [], []
        for mechanism, previous, history, layer in zip(self._attention_mechanisms, states, histories, layers):
            attention, alignment, next_state = self._attention_fn(mechanism, cell_output, previous, layer)
            next_histories.append(history.write(state.time, alignment) if self._alignment_history else ())
            attentions.append(attention)
            alignments.append(alignment)
            next_states.append(next_state)
        attention = tf.concat(attentions, 1)
        next_state = AttentionWrapperState(
            time=state.time + 1,
            cell_state=cell_state,
            attention=attention,
            attention_state=self._item_or_tuple(next_states),
            alignments=self._item_or_tuple(alignments),
            alignment_history=self._item_or_tuple(next_histories),
        )
        return (attention if self._output_attention else cell_output), next_state


def _concatenated(inputs, attention):
    return tf.concat([inputs, attention], -1)
