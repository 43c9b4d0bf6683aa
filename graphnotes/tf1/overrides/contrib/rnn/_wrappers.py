"""Cells around cells: embedding, projections, highway, attention over past outputs (tf.contrib.rnn)."""

from __future__ import annotations

import math

from tensorflow.python.util import nest

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.rnn._linear import Linear

RNNCell = tf.nn.rnn_cell.RNNCell


def assert_like_rnncell(name: str, cell) -> None:
    """TypeError when `cell` lacks what makes an RNNCell, naming what it lacks."""
    lacks = [a for a in ("output_size", "state_size") if not hasattr(cell, a)]
    if not (hasattr(cell, "zero_state") or hasattr(cell, "get_initial_state")):
        lacks.append("zero_state")
    if not callable(cell):
        lacks.append("callable")
    if lacks:
        raise TypeError(
            f"The argument {name!r} ({cell}) is not an RNNCell: {', '.join(lacks)} "
            f"{'is' if len(lacks) == 1 else 'are'} missing."
        )


class _Around(RNNCell):
    """A cell that has another's state."""

    @property
    def state_size(self):
        return self._cell.state_size

    @property
    def output_size(self):
        return self._cell.output_size

    def zero_state(self, batch_size, dtype):
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            return self._cell.zero_state(batch_size, dtype)


class EmbeddingWrapper(_Around):
    """Gives a cell the embeddings of ids [batch] for inputs; the variable is called `embedding`."""

    def __init__(self, cell, embedding_classes, embedding_size, initializer=None, reuse=None):
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        if embedding_classes <= 0 or embedding_size <= 0:
            raise ValueError(
                f"Both embedding_classes and embedding_size must be > 0: {embedding_classes}, {embedding_size}."
            )
        self._cell = cell
        self._embedding_classes, self._embedding_size = embedding_classes, embedding_size
        self._initializer = initializer

    def call(self, inputs, state):
        with tf.device("/cpu:0"):
            initializer = self._initializer or tf.get_variable_scope().initializer
            if not initializer:
                bound = math.sqrt(3)  # so that the embeddings' variance is 1
                initializer = tf.random_uniform_initializer(-bound, bound)
            embedding = tf.get_variable(
                "embedding",
                [self._embedding_classes, self._embedding_size],
                initializer=initializer,
                dtype=(state[0] if isinstance(state, tuple) else state).dtype,
            )
            embedded = tf.nn.embedding_lookup(embedding, tf.reshape(inputs, [-1]))
            return self._cell(embedded, state)


class InputProjectionWrapper(_Around):
    """Projects inputs linearly to `num_proj` columns before they go to the cell."""

    def __init__(self, cell, num_proj, activation=None, input_size=None, reuse=None):
        super().__init__(_reuse=reuse)
        if input_size is not None:
            tf.logging.warning("%s: The input_size parameter is deprecated.", self)
        assert_like_rnncell("cell", cell)
        self._cell, self._num_proj, self._activation = cell, num_proj, activation
        self._linear = None

    def call(self, inputs, state):
        if self._linear is None:
            self._linear = Linear(inputs, self._num_proj, True)
        projected = self._linear(inputs)
        if self._activation:
            projected = self._activation(projected)
        return self._cell(projected, state)


class OutputProjectionWrapper(_Around):
    """Projects the cell's outputs linearly to `output_size` columns."""

    def __init__(self, cell, output_size, activation=None, reuse=None):
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        if output_size < 1:
            raise ValueError(f"Parameter output_size must be > 0: {output_size}.")
        self._cell, self._output_size, self._activation = cell, output_size, activation
        self._linear = None

    @property
    def output_size(self):
        return self._output_size

    def call(self, inputs, state):
        output, new_state = self._cell(inputs, state)
        if self._linear is None:
            self._linear = Linear(output, self._output_size, True)
        projected = self._linear(output)
        if self._activation:
            projected = self._activation(projected)
        return projected, new_state


class HighwayWrapper(_Around):
    """carry * input + transform * output of the cell, both gates learned from the input (arXiv:1505.00387)."""

    def __init__(self, cell, couple_carry_transform_gates=True, carry_bias_init=1.0):
        self._cell = cell
        self._couple_carry_transform_gates = couple_carry_transform_gates
        self._carry_bias_init = carry_bias_init

    def _gate(self, name, inputs, bias):
        width = inputs.get_shape().with_rank(2).dims[1].value
        weights = tf.get_variable(f"{name}_w", [width, width])
        biases = tf.get_variable(f"{name}_b", [width], initializer=tf.constant_initializer(bias))
        return tf.sigmoid(tf.nn.xw_plus_b(inputs, weights, biases))

    def _highway(self, inputs, outputs):
        carry = self._gate("carry", inputs, self._carry_bias_init)
        if self._couple_carry_transform_gates:
            transform = 1 - carry
        else:
            transform = self._gate("transform", inputs, -self._carry_bias_init)
        return inputs * carry + outputs * transform

    def __call__(self, inputs, state, scope=None):
        """Raises TypeError or ValueError when the cell's inputs and outputs differ in structure or shape."""
        outputs, new_state = self._cell(inputs, state, scope=scope)
        nest.assert_same_structure(inputs, outputs)
        for inp, out in zip(nest.flatten(inputs), nest.flatten(outputs)):
            inp.get_shape().assert_is_compatible_with(out.get_shape())
        return nest.map_structure(self._highway, inputs, outputs), new_state


class AttentionCellWrapper(RNNCell):
    """Lets a cell attend to its last `attn_length` outputs (arXiv:1409.0473).

    The state is (the cell's state, the last attention, the outputs attended to), or their concatenation when
    `state_is_tuple` is False.
    """

    def __init__(
        self,
        cell,
        attn_length,
        attn_size=None,
        attn_vec_size=None,
        input_size=None,
        state_is_tuple=True,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        if nest.is_nested(cell.state_size) and not state_is_tuple:
            raise ValueError(
                f"Cell returns tuple of states, but the flag state_is_tuple is not set. State size is: {cell.state_size}"
            )
        if attn_length <= 0:
            raise ValueError(f"attn_length should be greater than zero, got {attn_length}")
        if not state_is_tuple:
            tf.logging.warning(
                "%s: Using a concatenated state is slower and will soon be deprecated.  Use state_is_tuple=True.",
                self,
            )
        self._cell, self._state_is_tuple, self._input_size = cell, state_is_tuple, input_size
        self._attn_size = cell.output_size if attn_size is None else attn_size
        self._attn_vec_size = self._attn_size if attn_vec_size is None else attn_vec_size
        self._attn_length = attn_length
        self._linears: dict = {}

    @property
    def state_size(self):
        size = (self._cell.state_size, self._attn_size, self._attn_size * self._attn_length)
        return size if self._state_is_tuple else sum(size)

    @property
    def output_size(self):
        return self._attn_size

    def _linear(self, name, args, output_size):
        if name not in self._linears:
            self._linears[name] = Linear(args, output_size, True)
        return self._linears[name](args)

    def _split(self, state):
        begin, parts = 0, []
        for width in (self._cell.state_size, self._attn_size, self._attn_size * self._attn_length):
            parts.append(tf.slice(state, [0, begin], [-1, width]))
            begin += width
        return parts

    def call(self, inputs, state):
        state, attention, past = state if self._state_is_tuple else self._split(state)
        past = tf.reshape(past, [-1, self._attn_length, self._attn_size])
        width = self._input_size
        if width is None:
            width = inputs.get_shape().as_list()[1]
        inputs = self._linear("inputs", [inputs, attention], width)
        output, new_state = self._cell(inputs, state)
        query = tf.concat(nest.flatten(new_state), 1) if self._state_is_tuple else new_state
        new_attention, new_past = self._attend(query, past)
        with tf.variable_scope("attn_output_projection"):
            output = self._linear("output", [output, new_attention], self._attn_size)
        new_past = tf.concat([new_past, tf.expand_dims(output, 1)], 1)
        new_past = tf.reshape(new_past, [-1, self._attn_length * self._attn_size])
        new_state = (new_state, new_attention, new_past)
        return output, new_state if self._state_is_tuple else tf.concat(list(new_state), 1)

    def _attend(self, query, past):
        with tf.variable_scope("attention"):
            kernel = tf.get_variable("attn_w", [1, 1, self._attn_size, self._attn_vec_size])
            vector = tf.get_variable("attn_v", [self._attn_vec_size])
            hidden = tf.reshape(past, [-1, self._attn_length, 1, self._attn_size])
            features = tf.nn.conv2d(hidden, kernel, [1, 1, 1, 1], "SAME")
            y = self._linear("query", query, self._attn_vec_size)
            y = tf.reshape(y, [-1, 1, 1, self._attn_vec_size])
            scores = tf.reduce_sum(vector * tf.tanh(features + y), [2, 3])
            weights = tf.nn.softmax(scores)
            mean = tf.reduce_sum(tf.reshape(weights, [-1, self._attn_length, 1, 1]) * hidden, [1, 2])
            attention = tf.reshape(mean, [-1, self._attn_size])
            return attention, tf.slice(past, [0, 1, 0], [-1, -1, -1])
