"""Encoders and decoders together (tf.contrib.legacy_seq2seq)."""

from __future__ import annotations

import copy

from tensorflow.python.util import nest

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.legacy_seq2seq._decoders import (
    argmax_embedding,
    check_projection,
    embedding_attention_decoder,
    embedding_rnn_decoder,
    rnn_decoder,
)
from graphnotes.tf1.overrides.contrib.rnn import (
    EmbeddingWrapper,
    OutputProjectionWrapper,
)


def basic_rnn_seq2seq(encoder_inputs, decoder_inputs, cell, dtype=tf.float32, scope=None):
    """An encoder whose final state begins a decoder of the same kind, with weights of its own."""
    with tf.variable_scope(scope or "basic_rnn_seq2seq"):
        _, state = tf.nn.static_rnn(copy.deepcopy(cell), encoder_inputs, dtype=dtype)
        return rnn_decoder(decoder_inputs, state, cell)


def tied_rnn_seq2seq(
    encoder_inputs, decoder_inputs, cell, loop_function=None, dtype=tf.float32, scope=None
):
    """`basic_rnn_seq2seq` whose encoder and decoder share their weights."""
    with tf.variable_scope("combined_tied_rnn_seq2seq"):
        scope = scope or "tied_rnn_seq2seq"
        _, state = tf.nn.static_rnn(cell, encoder_inputs, dtype=dtype, scope=scope)
        tf.get_variable_scope().reuse_variables()
        return rnn_decoder(decoder_inputs, state, cell, loop_function=loop_function, scope=scope)


def _encode(cell, encoder_inputs, num_encoder_symbols, embedding_size, dtype):
    cell = EmbeddingWrapper(cell, embedding_classes=num_encoder_symbols, embedding_size=embedding_size)
    return tf.nn.static_rnn(cell, encoder_inputs, dtype=dtype)


def _either(feed_previous, decode, steps, state_like):
    """Outputs and state of `decode(True)` or `decode(False)`, as the tensor `feed_previous` says when it runs."""

    def branch(previous):
        with tf.variable_scope(tf.get_variable_scope(), reuse=None if previous else True):
            outputs, state = decode(previous)
        return outputs + (nest.flatten(state) if nest.is_nested(state) else [state])

    both = tf.cond(feed_previous, lambda: branch(True), lambda: branch(False))
    outputs, states = both[:steps], both[steps:]
    like = state_like() if callable(state_like) else state_like
    if nest.is_nested(like):
        return outputs, nest.pack_sequence_as(structure=like, flat_sequence=states)
    return outputs, states[0]


def embedding_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """`basic_rnn_seq2seq` over ids [batch], embedded.

    Args:
        output_projection: (weights, biases) of a projection done elsewhere; outputs are symbols' logits when None.
        feed_previous: a bool, or a boolean tensor that decides when the graph runs.

    Returns:
        the outputs over time and the final state.
    """
    with tf.variable_scope(scope or "embedding_rnn_seq2seq") as scope:
        if dtype is not None:
            scope.set_dtype(dtype)
        else:
            dtype = scope.dtype
        _, encoder_state = _encode(
            copy.deepcopy(cell), encoder_inputs, num_encoder_symbols, embedding_size, dtype
        )
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)

        def decode(feed_previous, **more):
            return embedding_rnn_decoder(
                decoder_inputs,
                encoder_state,
                cell,
                num_decoder_symbols,
                embedding_size,
                output_projection=output_projection,
                feed_previous=feed_previous,
                **more,
            )

        if isinstance(feed_previous, bool):
            return decode(feed_previous)
        return _either(
            feed_previous,
            lambda previous: decode(previous, update_embedding_for_previous=False),
            len(decoder_inputs),
            encoder_state,
        )


def embedding_tied_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_symbols,
    embedding_size,
    num_decoder_symbols=None,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """`embedding_rnn_seq2seq` whose encoder and decoder share embedding and weights."""
    with tf.variable_scope(scope or "embedding_tied_rnn_seq2seq", dtype=dtype) as scope:
        dtype = scope.dtype
        check_projection(output_projection, num_symbols, dtype)
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size], dtype=dtype)
        encoder = [tf.nn.embedding_lookup(embedding, ids) for ids in encoder_inputs]
        decoder = [tf.nn.embedding_lookup(embedding, ids) for ids in decoder_inputs]
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_symbols if num_decoder_symbols is None else num_decoder_symbols)

        def decode(feed_previous, update_embedding):
            loop_function = None
            if feed_previous:
                loop_function = argmax_embedding(embedding, output_projection, update_embedding)
            return tied_rnn_seq2seq(encoder, decoder, cell, loop_function=loop_function, dtype=dtype)

        if isinstance(feed_previous, bool):
            return decode(feed_previous, True)

        def zero_state():
            batch = encoder_inputs[0].get_shape().dims[0]
            for ids in encoder_inputs[1:]:
                batch = batch.merge_with(ids.get_shape().dims[0])
            return cell.zero_state(batch.value or tf.shape(encoder_inputs[0])[0], dtype)

        return _either(
            feed_previous, lambda previous: decode(previous, False), len(decoder_inputs), zero_state
        )


def embedding_attention_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    num_heads=1,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """`embedding_rnn_seq2seq` whose decoder attends to the encoder's outputs."""
    with tf.variable_scope(scope or "embedding_attention_seq2seq", dtype=dtype) as scope:
        dtype = scope.dtype
        encoder_outputs, encoder_state = _encode(
            copy.deepcopy(cell), encoder_inputs, num_encoder_symbols, embedding_size, dtype
        )
        attention_states = tf.concat([tf.reshape(e, [-1, 1, cell.output_size]) for e in encoder_outputs], 1)
        output_size = None
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)
            output_size = num_decoder_symbols

        def decode(feed_previous, **more):
            return embedding_attention_decoder(
                decoder_inputs,
                encoder_state,
                attention_states,
                cell,
                num_decoder_symbols,
                embedding_size,
                num_heads=num_heads,
                output_size=output_size,
                output_projection=output_projection,
                feed_previous=feed_previous,
                initial_state_attention=initial_state_attention,
                **more,
            )

        if isinstance(feed_previous, bool):
            return decode(feed_previous)
        return _either(
            feed_previous,
            lambda previous: decode(previous, update_embedding_for_previous=False),
            len(decoder_inputs),
            encoder_state,
        )


def one2many_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs_dict,
    enc_cell,
    dec_cells_dict,
    num_encoder_symbols,
    num_decoder_symbols_dict,
    embedding_size,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """One encoder and several decoders by name (arXiv:1511.06114).

    Returns:
        dicts of the outputs and of the final states.

    Raises:
        TypeError: a cell is no RNNCell.
        ValueError: the decoders' cells and inputs have different names.
    """
    for name, cell in [("enc_cell", enc_cell), *(("dec_cell", c) for c in dec_cells_dict.values())]:
        if not isinstance(cell, tf.nn.rnn_cell.RNNCell):
            raise TypeError(f"{name} is not an RNNCell: {type(cell)}")
    if set(dec_cells_dict) != set(decoder_inputs_dict):
        raise ValueError("keys of dec_cells_dict != keys of decodre_inputs_dict")
    all_outputs, all_states = {}, {}
    with tf.variable_scope(scope or "one2many_rnn_seq2seq", dtype=dtype) as scope:
        _, encoder_state = _encode(enc_cell, encoder_inputs, num_encoder_symbols, embedding_size, scope.dtype)
        for name, decoder_inputs in decoder_inputs_dict.items():
            symbols = num_decoder_symbols_dict[name]
            with tf.variable_scope(f"one2many_decoder_{name}"):
                cell = OutputProjectionWrapper(dec_cells_dict[name], symbols)

                def decode(feed_previous, inputs=decoder_inputs, cell=cell, symbols=symbols):
                    return embedding_rnn_decoder(
                        inputs, encoder_state, cell, symbols, embedding_size, feed_previous=feed_previous
                    )

                if isinstance(feed_previous, bool):
                    outputs, state = decode(feed_previous)
                else:
                    outputs, state = _either(feed_previous, decode, len(decoder_inputs), encoder_state)
            all_outputs[name], all_states[name] = outputs, state
    return all_outputs, all_states
