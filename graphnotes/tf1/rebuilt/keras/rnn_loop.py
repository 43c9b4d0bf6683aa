"""`tf.keras.backend.rnn` as TensorFlow 1.15 built it: `Select` keeps what came before a masked step."""

from __future__ import annotations

import contextlib
import contextvars

from tensorflow.python.framework import constant_op, dtypes, tensor
from tensorflow.python.ops import (
    array_ops,
    array_ops_stack,
    math_ops,
    tensor_array_ops,
    while_loop,
)
from tensorflow.python.util import nest
from tf_keras.src import backend

from graphnotes.tf1.rebuilt import rebuild

_of_any_length = contextvars.ContextVar("_of_any_length", default=False)


@contextlib.contextmanager
def of_any_length():
    """Loops built within have no limit of iterations: layers name the number of steps, and 1.15's (but ConvLSTM2D) did not."""
    token = _of_any_length.set(True)
    try:
        yield
    finally:
        _of_any_length.reset(token)


@rebuild("tf_keras.src.backend", "rnn")
def rnn(
    step_function,
    inputs,
    initial_states,
    go_backwards=False,
    mask=None,
    constants=None,
    unroll=False,
    input_length=None,
    time_major=False,
    zero_output_for_mask=False,
    return_all_outputs=True,
):
    """(last output, outputs `[batch, time, ...]`, states at the end) of a step function over the inputs' steps.

    `input_length`, if given, is the most steps a loop takes.

    Raises:
        ValueError: an unrolled loop of unknown length, or a mask without initial states.
    """
    if not time_major:
        inputs = nest.map_structure(_swap_batch_and_time, inputs)
    flat = nest.flatten(inputs)
    steps, batch = flat[0].shape[:2]
    length = array_ops.shape(flat[0])[0]
    for one in flat:
        one.shape.with_rank_at_least(3)
    if mask is not None:
        mask = mask if mask.dtype == dtypes.bool else math_ops.cast(mask, dtypes.bool)
        mask = backend.expand_dims(mask) if len(mask.shape) == 2 else mask
        mask = mask if time_major else _swap_batch_and_time(mask)

    constants = tuple(constants or ())

    def step(values, states):
        return step_function(nest.pack_sequence_as(inputs, values), tuple(states) + constants)

    if unroll:
        if not steps:
            raise ValueError("Unrolling requires a fixed number of timesteps.")
        last, outputs, states = _unrolled(step, flat, initial_states, mask, steps, go_backwards, zero_output_for_mask)
    else:
        if mask is not None and not initial_states:
            raise ValueError(
                "No initial states provided! A masked step keeps the state before it, so the step function needs"
                " initial states, and returns the output as its first state."
            )
        limit = None if _of_any_length.get() else input_length
        last, outputs, states = _looped(
            step, flat, tuple(initial_states), mask, length, limit, go_backwards, zero_output_for_mask
        )

    for output in nest.flatten(outputs):
        output.set_shape([steps, batch, *output.shape.as_list()[2:]])
    if not time_major:
        outputs = nest.map_structure(_swap_batch_and_time, outputs)
    return last, outputs, states


def _swap_batch_and_time(value):
    return array_ops.transpose(value, [1, 0, *range(2, len(value.shape))])


def _selected(mask, value, otherwise, fixed=1):
    """The value where the mask holds; the mask is repeated over the axes after the fixed ones."""
    return array_ops.where(_repeated(mask, value, fixed), value, otherwise)


def _repeated(mask, value, fixed=1):
    for _ in range(len(value.shape) - len(mask.shape)):
        mask = array_ops.expand_dims(mask, -1)
    return array_ops.tile(mask, [1] * fixed + value.shape.as_list()[fixed:])


def _unrolled(step, flat, states, mask, steps, go_backwards, zero_output_for_mask):
    def over_time(value):
        values = array_ops_stack.unstack(value)
        return values[::-1] if go_backwards else values

    sequences = [over_time(value) for value in flat]
    masks = None if mask is None else over_time(mask)
    outputs = []
    for i in range(steps):
        output, new_states = step([values[i] for values in sequences], states)
        if mask is None:
            states = new_states
            outputs.append(output)
            continue
        here = _repeated(masks[i], output)
        output = array_ops.where(here, output, outputs[-1] if outputs else backend.zeros_like(output))
        states = [_selected(masks[i], new, old) for old, new in zip(states, new_states)]
        outputs.append(output)
    last, stacked = outputs[-1], array_ops_stack.stack(outputs)
    if zero_output_for_mask and mask is not None:
        last = array_ops.where(_repeated(masks[-1], last), last, backend.zeros_like(last))
        stacked = array_ops.where(_repeated(mask, stacked, 2), stacked, backend.zeros_like(stacked))
    return last, stacked, states


def _looped(step, flat, initial_states, mask, length, limit, go_backwards, zero_output_for_mask):
    arrays = [
        tensor_array_ops.TensorArray(value.dtype, size=length, tensor_array_name=f"input_ta_{i}")
        for i, value in enumerate(flat)
    ]
    arrays = [
        array.unstack(backend.reverse(value, 0) if go_backwards else value) for array, value in zip(arrays, flat)
    ]
    first, _ = step([value[0] for value in flat], initial_states)
    written = tuple(
        tensor_array_ops.TensorArray(
            output.dtype, size=length, element_shape=output.shape, tensor_array_name=f"output_ta_{i}"
        )
        for i, output in enumerate(nest.flatten(first))
    )
    time = constant_op.constant(0, dtype="int32", name="time")
    kept = ()  # by a masked loop: the output before
    if mask is not None:
        mask = backend.reverse(mask, 0) if go_backwards else mask
        masks = tensor_array_ops.TensorArray(dtypes.bool, size=length, tensor_array_name="mask_ta").unstack(mask)
        zeros = tuple(array_ops.zeros_like(output) for output in nest.flatten(first))
        kept = (zeros,)

    def body(time, written, *rest):
        before, states = rest[: len(kept)], rest[len(kept) :]
        values = [array.read(time) for array in arrays]
        mask_now = masks.read(time) if kept else None
        output, new_states = step(values, states)
        output, flat_states, flat_new = nest.flatten(output), nest.flatten(states), nest.flatten(new_states)
        if kept:
            output = _all_selected(mask_now, output, zeros if zero_output_for_mask else nest.flatten(before), output)
        for old, new in zip(flat_states, flat_new):
            if isinstance(new, tensor.Tensor):
                new.set_shape(old.shape)
        if kept:
            flat_new = _all_selected(mask_now, flat_new, flat_states, flat_states)
        written = tuple(array.write(time, value) for array, value in zip(written, output))
        states = nest.pack_sequence_as(new_states if kept else initial_states, flat_new)
        return (time + 1, written, *([tuple(output)] if kept else []), *states)

    _, written, *rest = while_loop.while_loop(
        cond=lambda time, *_: time < length,
        body=body,
        loop_vars=(time, written, *kept, *initial_states),
        parallel_iterations=32,
        swap_memory=True,
        maximum_iterations=limit,
    )
    outputs = [array.stack() for array in written]
    last = nest.pack_sequence_as(first, [output[-1] for output in outputs])
    return last, nest.pack_sequence_as(first, outputs), tuple(rest[len(kept) :])


def _all_selected(mask, values, otherwise, like):
    masks = [_repeated(mask, one) for one in like]
    return tuple(array_ops.where(m, value, other) for m, value, other in zip(masks, values, otherwise))
