"""Decoders unrolled over lists of inputs (tf.contrib.legacy_seq2seq)."""

from __future__ import annotations

from tensorflow.python.util import nest

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.rnn._linear import Linear


def argmax_embedding(embedding, output_projection=None, update_embedding=True):
    """A loop function: the embedding of the most likely symbol of the previous output (arXiv:1409.3215).

    Args:
        output_projection: (weights, biases) to get from outputs to symbols.
        update_embedding: whether gradients flow into the embedding.
    """

    def loop_function(prev, _):
        if output_projection is not None:
            prev = tf.nn.xw_plus_b(prev, output_projection[0], output_projection[1])
        embedded = tf.nn.embedding_lookup(embedding, tf.argmax(prev, 1))
        return embedded if update_embedding else tf.stop_gradient(embedded)

    return loop_function


def rnn_decoder(decoder_inputs, initial_state, cell, loop_function=None, scope=None):
    """Runs a cell over a list of inputs from an initial state.

    Args:
        decoder_inputs: tensors [batch, n] over time.
        loop_function: a function of the previous output and the step that gives the next input, in the place of
            all inputs but the first.

    Returns:
        the outputs over time and the final state.
    """
    with tf.variable_scope(scope or "rnn_decoder"):
        state, outputs, prev = initial_state, [], None
        for i, inputs in enumerate(decoder_inputs):
            if loop_function is not None and prev is not None:
                with tf.variable_scope("loop_function", reuse=True):
                    inputs = loop_function(prev, i)
            if i > 0:
                tf.get_variable_scope().reuse_variables()
            output, state = cell(inputs, state)
            outputs.append(output)
            if loop_function is not None:
                prev = output
    return outputs, state


def check_projection(output_projection, num_symbols, dtype) -> None:
    """ValueError when a projection's weights or biases don't lead to `num_symbols`."""
    if output_projection is None:
        return
    weights = tf.convert_to_tensor(output_projection[0], dtype=dtype)
    weights.get_shape().assert_is_compatible_with([None, num_symbols])
    biases = tf.convert_to_tensor(output_projection[1], dtype=dtype)
    biases.get_shape().assert_is_compatible_with([num_symbols])


def embedding_rnn_decoder(
    decoder_inputs,
    initial_state,
    cell,
    num_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    scope=None,
):
    """`rnn_decoder` over ids [batch]; with `feed_previous` only the first (GO) is read, then each output's best symbol."""
    with tf.variable_scope(scope or "embedding_rnn_decoder") as scope:
        check_projection(output_projection, num_symbols, scope.dtype)
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size])
        loop_function = None
        if feed_previous:
            loop_function = argmax_embedding(embedding, output_projection, update_embedding_for_previous)
        embedded = (tf.nn.embedding_lookup(embedding, ids) for ids in decoder_inputs)
        return rnn_decoder(embedded, initial_state, cell, loop_function=loop_function)


def attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    output_size=None,
    num_heads=1,
    loop_function=None,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """`rnn_decoder` with attention to `attention_states` [batch, time, n] (arXiv:1412.7449).

    Args:
        output_size: of the outputs; the cell's when None.
        num_heads: how many attentions there are.
        initial_state_attention: attend with the initial state too, rather than begin with zeros.

    Raises:
        ValueError: no inputs, no heads, or an unknown size.
    """
    if not decoder_inputs:
        raise ValueError("Must provide at least 1 input to attention decoder.")
    if num_heads < 1:
        raise ValueError("With less than 1 heads, use a non-attention decoder.")
    _, length, size = (d.value for d in attention_states.get_shape().dims)
    if size is None:
        raise ValueError(f"Shape[2] of attention_states must be known: {attention_states.get_shape()}")
    if output_size is None:
        output_size = cell.output_size
    with tf.variable_scope(scope or "attention_decoder", dtype=dtype) as scope:
        dtype = scope.dtype
        batch = tf.shape(decoder_inputs[0])[0]
        if length is None:
            length = tf.shape(attention_states)[1]
        hidden = tf.reshape(attention_states, [-1, length, 1, size])
        features, vectors = [], []
        for a in range(num_heads):
            kernel = tf.get_variable(f"AttnW_{a}", [1, 1, size, size], dtype=dtype)
            features.append(tf.nn.conv2d(hidden, kernel, [1, 1, 1, 1], "SAME"))
            vectors.append(tf.get_variable(f"AttnV_{a}", [size], dtype=dtype))

        def attend(query):
            if nest.is_nested(query):
                parts = nest.flatten(query)
                for part in parts:
                    assert part.get_shape().ndims in (None, 0, 2), f"{part} is no matrix"
                query = tf.concat(parts, 1)
            return [head(a, query) for a in range(num_heads)]

        def head(a, query):
            with tf.variable_scope(f"Attention_{a}"):
                y = Linear(query, size, True)(query)
                y = tf.cast(tf.reshape(y, [-1, 1, 1, size]), dtype)
                scores = tf.reduce_sum(vectors[a] * tf.tanh(features[a] + y), [2, 3])
                weights = tf.cast(tf.nn.softmax(tf.cast(scores, dtype=tf.float32)), dtype)
                mean = tf.reduce_sum(tf.reshape(weights, [-1, length, 1, 1]) * hidden, [1, 2])
                return tf.reshape(mean, [-1, size])

        state, outputs, prev = initial_state, [], None
        shape = tf.stack([batch, size])
        attentions = [tf.zeros(shape, dtype=dtype) for _ in range(num_heads)]
        for attention in attentions:
            attention.set_shape([None, size])
        if initial_state_attention:
            attentions = attend(initial_state)
        for i, inputs in enumerate(decoder_inputs):
            if i > 0:
                tf.get_variable_scope().reuse_variables()
            if loop_function is not None and prev is not None:
                with tf.variable_scope("loop_function", reuse=True):
                    inputs = loop_function(prev, i)
            width = inputs.get_shape().with_rank(2).dims[1]
            if width.value is None:
                raise ValueError(f"Could not infer input size from input: {inputs.name}")
            merged = [tf.cast(e, dtype) for e in [inputs, *attentions]]
            x = Linear(merged, width, True)(merged)
            cell_output, state = cell(x, state)
            if i == 0 and initial_state_attention:
                with tf.variable_scope(tf.get_variable_scope(), reuse=True):
                    attentions = attend(state)
            else:
                attentions = attend(state)
            with tf.variable_scope("AttnOutputProjection"):
                merged = [tf.cast(cell_output, dtype), *attentions]
                output = Linear(merged, output_size, True)(merged)
            if loop_function is not None:
                prev = output
            outputs.append(output)
    return outputs, state


def embedding_attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    num_symbols,
    embedding_size,
    num_heads=1,
    output_size=None,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """`attention_decoder` over ids [batch]; `feed_previous` as with `embedding_rnn_decoder`."""
    if output_size is None:
        output_size = cell.output_size
    if output_projection is not None:
        biases = tf.convert_to_tensor(output_projection[1], dtype=dtype)
        biases.get_shape().assert_is_compatible_with([num_symbols])
    with tf.variable_scope(scope or "embedding_attention_decoder", dtype=dtype):
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size])
        loop_function = None
        if feed_previous:
            loop_function = argmax_embedding(embedding, output_projection, update_embedding_for_previous)
        embedded = [tf.nn.embedding_lookup(embedding, ids) for ids in decoder_inputs]
        return attention_decoder(
            embedded,
            initial_state,
            attention_states,
            cell,
            output_size=output_size,
            num_heads=num_heads,
            loop_function=loop_function,
            initial_state_attention=initial_state_attention,
        )
