"""Decoders and the loop that runs them (tf.contrib.seq2seq.dynamic_decode, BasicDecoder)."""

from __future__ import annotations

import abc
import collections

from tensorflow.python.framework import tensor_util
from tensorflow.python.ops import control_flow_util
from tensorflow.python.util import nest

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.rnn import transpose_batch_time
from graphnotes.tf1.overrides.contrib.rnn._cells import zero_state_tensors
from graphnotes.tf1.overrides.contrib.rnn._wrappers import assert_like_rnncell


class Decoder(abc.ABC):
    """What `dynamic_decode` runs step by step."""

    @property
    def batch_size(self):
        """The number of sequences."""
        raise NotImplementedError

    @property
    def output_size(self):
        """Shapes of one step's outputs, without the batch."""
        raise NotImplementedError

    @property
    def output_dtype(self):
        """Types of one step's outputs, in the structure of `output_size`."""
        raise NotImplementedError

    @abc.abstractmethod
    def initialize(self, name=None):
        """Gives (finished, first inputs, initial state)."""

    @abc.abstractmethod
    def step(self, time, inputs, state, name=None):
        """Gives (outputs, next state, next inputs, finished)."""

    def finalize(self, outputs, final_state, sequence_lengths):
        """Gives the outputs and state as they are returned; not done when this raises NotImplementedError."""
        raise NotImplementedError

    @property
    def tracks_own_finished(self):
        """Whether a sequence that was finished may be unfinished again, as beams that change places."""
        return False


def dynamic_decode(
    decoder,
    output_time_major=False,
    impute_finished=False,
    maximum_iterations=None,
    parallel_iterations=32,
    swap_memory=False,
    scope=None,
):
    """Runs a decoder until all its sequences are finished.

    Args:
        output_time_major: give outputs as [time, batch, ...], which saves a transposition.
        impute_finished: copy the state and emit zeros once a sequence is finished.
        maximum_iterations: an int32 scalar; None for no limit.

    Returns:
        the outputs, the final state and the lengths of the sequences.

    Raises:
        TypeError: no Decoder.
        ValueError: `maximum_iterations` is no scalar.
    """
    if not isinstance(decoder, Decoder):
        raise TypeError(f"Expected decoder to be type Decoder, but saw: {type(decoder)}")
    with tf.variable_scope(scope, "decoder") as varscope:
        context = tf.get_default_graph()._get_control_flow_context()
        if control_flow_util.GetContainingWhileContext(context) is None and varscope.caching_device is None:
            varscope.set_caching_device(lambda op: op.device)
        if maximum_iterations is not None:
            maximum_iterations = tf.convert_to_tensor(
                maximum_iterations, dtype=tf.int32, name="maximum_iterations"
            )
            if maximum_iterations.get_shape().ndims != 0:
                raise ValueError("maximum_iterations must be a scalar")
        finished, inputs, state = decoder.initialize()
        zero_outputs = nest.map_structure(
            lambda size, dtype: zero_state_tensors(size, decoder.batch_size, dtype), decoder.output_size, decoder.output_dtype
        )
        if maximum_iterations is not None:
            finished = tf.logical_or(finished, 0 >= maximum_iterations)
        lengths = tf.zeros_like(finished, dtype=tf.int32)
        time = tf.constant(0, dtype=tf.int32)

        def element_shape(size):
            if not isinstance(size, tf.TensorShape) or size.ndims == 0:
                return None
            batch = tensor_util.constant_value(tf.convert_to_tensor(decoder.batch_size, name="batch_size"))
            return tf.TensorShape([batch]).concatenate(size)

        arrays = nest.map_structure(
            lambda size, dtype: tf.TensorArray(
                dtype=dtype, size=0, dynamic_size=True, element_shape=element_shape(size)
            ),
            decoder.output_size,
            decoder.output_dtype,
        )

        def condition(time, arrays, state, inputs, finished, lengths):
            return tf.logical_not(tf.reduce_all(finished))

        def body(time, arrays, state, inputs, finished, lengths):
            outputs, next_state, next_inputs, step_finished = decoder.step(time, inputs, state)
            next_finished = step_finished
            if not decoder.tracks_own_finished:
                next_finished = tf.logical_or(step_finished, finished)
            next_lengths = tf.where(
                tf.logical_not(finished), tf.fill(tf.shape(lengths), time + 1), lengths
            )
            nest.assert_same_structure(state, next_state)
            nest.assert_same_structure(arrays, outputs)
            nest.assert_same_structure(inputs, next_inputs)
            if impute_finished:
                outputs = nest.map_structure(
                    lambda out, zero: tf.where(finished, zero, out), outputs, zero_outputs
                )

                def kept(new, old):
                    if isinstance(old, tf.TensorArray):
                        return new
                    new.set_shape(old.shape)
                    return new if new.shape.ndims == 0 else tf.where(finished, old, new)

                next_state = nest.map_structure(kept, next_state, state)
            arrays = nest.map_structure(lambda array, out: array.write(time, out), arrays, outputs)
            return time + 1, arrays, next_state, next_inputs, next_finished, next_lengths

        _, arrays, state, _, _, lengths = tf.while_loop(
            condition,
            body,
            loop_vars=(time, arrays, state, inputs, finished, lengths),
            parallel_iterations=parallel_iterations,
            maximum_iterations=maximum_iterations,
            swap_memory=swap_memory,
        )
        outputs = nest.map_structure(lambda array: array.stack(), arrays)
        if type(decoder).finalize is not Decoder.finalize:
            try:
                outputs, state = decoder.finalize(outputs, state, lengths)
            except NotImplementedError:
                tf.logging.debug("%s leaves its outputs as they are", decoder)
        if not output_time_major:
            outputs = nest.map_structure(transpose_batch_time, outputs)
    return outputs, state, lengths


def rnn_output_size(cell, output_layer):
    """Shapes of a cell's outputs, without the batch, after an output layer (None for none)."""
    size = cell.output_size
    if output_layer is None:
        return size
    shape = output_layer.compute_output_shape(
        nest.map_structure(lambda s: tf.TensorShape([None]).concatenate(s), size)
    )
    return nest.map_structure(lambda s: s[1:], shape)


def check_cell_and_layer(cell, output_layer) -> None:
    """TypeError when they are no RNNCell and no Layer (or None)."""
    assert_like_rnncell("cell", cell)
    if output_layer is not None and not isinstance(output_layer, (tf.layers.Layer, tf.keras.layers.Layer)):
        raise TypeError(f"output_layer must be a Layer, received: {type(output_layer)}")


class BasicDecoderOutput(collections.namedtuple("BasicDecoderOutput", ("rnn_output", "sample_id"))):
    """The outputs of a `BasicDecoder`."""


class BasicDecoder(Decoder):
    """A cell whose inputs come from a helper.

    Args:
        cell: an RNNCell.
        helper: says what is sampled from outputs, what is read next and when a sequence ends.
        initial_state: the cell's.
        output_layer: a layer over the cell's outputs, such as `tf.layers.Dense`.

    Raises:
        TypeError: one of them is none of these.
    """

    def __init__(self, cell, helper, initial_state, output_layer=None):
        from graphnotes.tf1.overrides.contrib.seq2seq._helpers import Helper

        assert_like_rnncell("cell", cell)
        if not isinstance(helper, Helper):
            raise TypeError(f"helper must be a Helper, received: {type(helper)}")
        check_cell_and_layer(cell, output_layer)
        self._cell, self._helper = cell, helper
        self._initial_state, self._output_layer = initial_state, output_layer

    @property
    def batch_size(self):
        return self._helper.batch_size

    @property
    def output_size(self):
        size = rnn_output_size(self._cell, self._output_layer)
        return BasicDecoderOutput(rnn_output=size, sample_id=self._helper.sample_ids_shape)

    @property
    def output_dtype(self):
        dtype = nest.flatten(self._initial_state)[0].dtype
        size = rnn_output_size(self._cell, self._output_layer)
        return BasicDecoderOutput(nest.map_structure(lambda _: dtype, size), self._helper.sample_ids_dtype)

    def initialize(self, name=None):
        return (*self._helper.initialize(), self._initial_state)

    def step(self, time, inputs, state, name=None):
        with tf.name_scope(name, "BasicDecoderStep", (time, inputs, state)):
            outputs, new_state = self._cell(inputs, state)
            if self._output_layer is not None:
                outputs = self._output_layer(outputs)
            sample_ids = self._helper.sample(time=time, outputs=outputs, state=new_state)
            finished, next_inputs, next_state = self._helper.next_inputs(
                time=time, outputs=outputs, state=new_state, sample_ids=sample_ids
            )
        return BasicDecoderOutput(outputs, sample_ids), next_state, next_inputs, finished
