"""Keras layers for the recurrent networks of a TF1 graph."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from graphnotes.migrate.cells import Cell, Unfit
from graphnotes.migrate.recurrence import Recurrent, recurrent

_TIME_FIRST = [1, 0, 2]


def demands(target, inputs) -> dict[tuple, set[str]]:
    """What of each recurrent cell the way from `inputs` to `target` uses: all outputs ("whole"), the last ("h"), an LSTM's memory ("c").

    Every use of a cell is then served by one layer.
    """
    found, seen, stack = {}, {t.ref() for t in inputs}, [target]
    while stack:
        tensor = stack.pop()
        if tensor.ref() in seen:
            continue
        seen.add(tensor.ref())
        try:
            net = recurrent(tensor.op)
        except Unfit:
            continue  # said when it is converted
        if net is None:
            stack += tensor.op.inputs
            continue
        cells = [stage for stage in net.stages if isinstance(stage, Cell)]
        for cell in cells:
            found.setdefault(cell.key, set()).add("whole" if net.whole or net.step is not None or cell is not cells[-1] else cell.part)
        stack += [net.sequence, *(t for start in net.initial if start for t in start), *([] if net.lengths is None else [net.lengths])]
    return found


def build(builder, found: Recurrent):
    """The Keras tensor for what `found` delivers; None after a problem."""
    x = builder.layer_of(found.sequence)
    if x is None:
        return None
    if found.time_axis == 0:
        x = builder.turn(x, _TIME_FIRST)
    if found.backwards:
        x = builder.keras.ops.flip(x, 1) if hasattr(builder.keras, "ops") else tf.reverse(x, [1])
    mask = None
    if found.lengths is not None:
        lengths = builder.layer_of(found.lengths)
        if lengths is None:
            return None
        builder.lengths.append(found.lengths)
        mask = within(builder.keras, lengths, x)
    cells = [stage for stage in found.stages if isinstance(stage, Cell)]
    every = found.whole or found.step is not None
    for stage in found.stages:
        if not isinstance(stage, Cell):
            x = builder.dropped(stage, x) if x is not None else None
            continue
        start = found.initial[cells.index(stage)]
        state = None if start is None else [builder.layer_of(t) for t in start]
        if x is None or (state is not None and None in state):
            return None
        x = _run(builder, stage, x, mask, state)["whole" if every or stage is not cells[-1] else stage.part]
    if x is None or not every:
        return x
    return builder.turn(x, _TIME_FIRST) if found.whole else x[:, found.step]


def within(keras, lengths, x):
    """[batch, time]: is this step within its sequence?"""
    if hasattr(keras, "ops"):
        ops = keras.ops
        return ops.less_equal(ops.cumsum(ops.ones_like(x[..., 0], dtype="int32"), axis=1), ops.expand_dims(ops.cast(lengths, "int32"), -1))
    return tf.cumsum(tf.ones_like(x[..., 0], tf.int32), 1) <= tf.cast(lengths, tf.int32)[:, None]


def reversed_within(keras, x, lengths):
    """`x` [batch, time, features] turned round within each sequence's length."""
    if not hasattr(keras, "ops"):
        return tf.reverse_sequence(x, tf.cast(lengths, tf.int32), 1, 0)
    ops = keras.ops
    place = ops.cumsum(ops.ones_like(x[..., 0], dtype="int32"), axis=1) - 1
    ends = ops.expand_dims(ops.cast(lengths, "int32"), -1)
    return ops.take_along_axis(x, ops.expand_dims(ops.where(place < ends, ends - 1 - place, place), -1), axis=1)


def _run(builder, cell, x, mask, state):
    """The uses of one cell's layer; past a sequence's end its outputs are zero, as TF1's were."""
    asked = builder.demands[cell.key]
    options = {"return_sequences": "whole" in asked, "return_state": len(asked) > 1 or "c" in asked, "activation": cell.activation}
    made, weights = _LAYERS[cell.kind](builder, cell, options)
    if mask is not None:
        made.zero_output_for_mask = options["return_sequences"]
        made.use_cudnn = False  # that kernel repeats the last output
    layer = builder.shared(made, [*cell.kernels, *cell.biases], weights)
    called = (id(layer), id(x), state and [id(s) for s in state])
    if called not in builder.runs:
        given = ({} if mask is None else {"mask": mask}) | ({} if state is None else {"initial_state": state if len(state) > 1 else state[0]})
        builder.runs.append(called)
        builder.results.append((layer(x, **given), x, state))
    result = builder.results[builder.runs.index(called)][0]
    if not options["return_state"]:
        return dict.fromkeys(asked, result)
    return dict(zip(("whole" if options["return_sequences"] else "h", "h", "c"), result, strict=False))


def _stacked(builder, cell):
    """Kernel and bias of each product in one array: the last row is the bias."""
    return [np.concatenate([builder.weight(k), builder.weight(b)[None]]) for k, b in zip(cell.kernels, cell.biases, strict=True)]


def _cut(joined, units):
    """A stacked array as Keras' kernel, recurrent kernel and bias."""
    features = joined.shape[0] - 1 - units
    return [joined[:features], joined[features:-1], joined[-1]]


def _lstm(builder, cell, options):
    """TF1's gates stand in the order i, j, f, o, Keras' i, f, j, o; the forget bias moves into the bias."""
    i, j, f, o = np.split(_stacked(builder, cell)[0], 4, axis=1)
    f = f.copy()
    f[-1] += np.float32(cell.forget_bias)
    units = i.shape[1]
    return builder.layers.LSTM(units, **options), _cut(np.concatenate([i, f, j, o], axis=1), units)


def _gru(builder, cell, options):
    gates, candidate = _stacked(builder, cell)
    units = candidate.shape[1]
    r, u = np.split(gates, 2, axis=1)
    return builder.layers.GRU(units, reset_after=False, **options), _cut(np.concatenate([u, r, candidate], axis=1), units)


def _rnn(builder, cell, options):
    joined = _stacked(builder, cell)[0]
    return builder.layers.SimpleRNN(joined.shape[1], **options), _cut(joined, joined.shape[1])


_LAYERS = {"LSTM": _lstm, "GRU": _gru, "RNN": _rnn}
