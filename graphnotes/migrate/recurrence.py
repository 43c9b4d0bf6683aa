"""Recurrent networks recognised in a graph: `dynamic_rnn`'s loop, or the steps `static_rnn` writes out."""

from __future__ import annotations

import dataclasses

import tensorflow as tf

from graphnotes.migrate.cells import Cell, Unfit, cell
from graphnotes.migrate.patterns import Dropout, constant, dropout


@dataclasses.dataclass
class Recurrent:
    """Cells (and dropout between them), lowest first, over `sequence`, whose axis `time_axis` is time.

    `initial` has per cell the tensors its state starts from, None for zeros. `lengths` [batch] says where each sequence ends: past it outputs
    are zero and states stay. `step` is the one step that is asked for, None for the `whole` sequence of outputs or the state at the end.
    `backwards`: the cells begin at the sequence's end.
    """

    stages: list[Cell | Dropout]
    initial: list[list | None]
    sequence: tf.Tensor
    time_axis: int
    whole: bool
    lengths: tf.Tensor | None = None
    step: int | None = None
    backwards: bool = False


def recurrent(op) -> Recurrent | None:
    """What delivers all outputs (a TensorArray's gather), the state at the end (an Exit), or one step of a loop written out.

    Raises:
      Unfit: it is recurrent, and Keras has no layer for it; the message says why.
    """
    if op.type == "TensorArrayGatherV3" and op.inputs[2].op.type == "Exit":
        return _loop(op.inputs[2].op, True)
    if op.type == "Exit":
        return _loop(op, False)
    return _written_out(op)


def _loop(exit_op, whole):
    following = exit_op.inputs[0].op.inputs[0].op.inputs[1].op.inputs[0]  # Exit <- Switch <- Merge <- NextIteration
    if whole:
        if following.op.type != "TensorArrayWriteV3":
            return None
        following = following.op.inputs[2]
    lengths: list[tf.Tensor] = []
    stages, bottom = _stages(_chosen(following, lengths), lambda t: _chosen(t, lengths))
    if bottom.op.type != "TensorArrayReadV3":
        raise Unfit(f"a loop that isn't a stack of BasicLSTMCells, LSTMCells, GRUCells or BasicRNNCells: {bottom.op.name} ({bottom.op.type}) is none of theirs")
    scatter = bottom.op.inputs[2].op.inputs[0].op
    if scatter.type != "TensorArrayScatterV3" or not stages:
        return None
    if len({t.ref() for t in lengths}) > 1:
        raise Unfit("a loop with several sequence lengths")
    if lengths and constant(lengths[0]) is not None:
        raise Unfit("sequence lengths that are constants, so for one batch only")
    initial = [_started(c, _loop_start) for c in stages if isinstance(c, Cell)]
    return Recurrent(stages, initial, scatter.inputs[2], 0, whole, lengths[0] if lengths else None)


def _written_out(op):
    """One step of `static_rnn`: its cells lead down to one output of an Unpack along the time axis."""
    if op.type not in ("Mul", "Add", "AddV2", "Tanh", "Relu"):
        return None
    top = cell(op.outputs[0])
    if top is None:
        return None
    stages, bottom = _stages(op.outputs[0], lambda t: t)
    if bottom.op.type != "Unpack":
        if top.kind == "RNN":  # a dense layer over two joined inputs looks the same
            return None
        raise Unfit(f"a recurrent cell that reads {bottom.name} ({bottom.op.type}), which isn't one step of an unstacked sequence")
    initial = [_started(c, _first_start) for c in stages if isinstance(c, Cell)]
    lowest, count = next(c for c in stages if isinstance(c, Cell)), len(bottom.op.outputs)
    read = _steps_read(lowest, bottom.op)
    backwards = len(read) > 1 and read[1] > read[0] or count > 1 and read == [count - 1]
    step = count - 1 - read[0] if backwards else read[0]
    if read != (list(range(read[0], count)) if backwards else list(range(read[0], -1, -1))):
        raise Unfit(f"a cell that reads the steps {read[::-1]} of {bottom.op.name}, neither forwards nor backwards")
    at_the_end = step == count - 1
    if top.part == "c" and not at_the_end:
        raise Unfit("an LSTM's memory before the last step")
    return Recurrent(stages, initial, bottom.op.inputs[0], bottom.op.get_attr("axis") % 3, False, None, None if at_the_end else step, backwards)


def _steps_read(lowest, unpack):
    """Which outputs of `unpack` the lowest cell read, from its last step to its first."""
    read, found = [], lowest
    while found is not None and found.key == lowest.key:
        _, bottom = _stages(found.inputs, lambda t: t)
        if bottom.op is not unpack:
            raise Unfit(f"a recurrent cell that reads {bottom.name} at one step, and {unpack.name} at another")
        read.append(bottom.value_index)
        found = cell(found.state[0])
    return read


def _stages(tensor, through):
    """The cells from `tensor` downwards, and what the lowest one reads."""
    stages = []
    while True:
        tensor = through(tensor)
        if tensor.op.type == "Identity" and not tensor.op.inputs[0].op.type.endswith("Switch"):
            tensor = tensor.op.inputs[0]
            continue
        found = cell(tensor) or dropout(tensor.op)
        if found is None:
            return stages[::-1], tensor
        stages.append(found)
        tensor = found.inputs if isinstance(found, Cell) else found.x


def _chosen(tensor, lengths):
    """Past `time >= lengths ? what was : what is new`; the lengths are noted."""
    while tensor.op.type in ("Select", "SelectV2"):
        test = tensor.op.inputs[0].op
        if test.type != "GreaterEqual" or test.inputs[1].op.type != "Enter":
            break  # a dropout of TensorFlow 2's graphs is a Select too
        lengths.append(test.inputs[1].op.inputs[0])
        tensor = tensor.op.inputs[2]
    return tensor


def _started(found, start):
    tensors = [start(t, found) for t in found.state]
    return None if all(is_zero(t) for t in tensors) else tensors


def _loop_start(tensor, _):
    """Identity <- Switch <- Merge <- Enter <- where the loop variable starts."""
    op = tensor.op
    while op.type in ("Identity", "Switch", "Merge"):
        op = op.inputs[0].op
    if op.type != "Enter":
        raise Unfit(f"a cell whose state {tensor.op.name} isn't what it was a step before")
    return op.inputs[0]


def _first_start(tensor, found):
    """Down the steps to the first one's state."""
    position = found.state.index(tensor)
    while (before := cell(tensor)) is not None and before.key == found.key:
        tensor = before.state[position]
    return tensor


def is_zero(tensor) -> bool:
    """Is it zeros, whatever its shape?"""
    op = tensor.op
    while op.type == "Identity":
        op = op.inputs[0].op
    if op.type == "ZerosLike":
        return True
    value = constant(op.inputs[1]) if op.type == "Fill" else constant(op.outputs[0])
    return value is not None and not value.any()
