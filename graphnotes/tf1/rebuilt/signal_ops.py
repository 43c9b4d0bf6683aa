"""Signal processing: frames and their sum."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops, tensor_util
from tensorflow.python.ops import array_ops, math_ops
from tensorflow.python.ops.signal import shape_ops, util_ops, window_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.signal.shape_ops", "frame")
def frame(signal, frame_length, frame_step, pad_end=False, pad_value=0, axis=-1, name=None):
    """`tf.signal.frame`: overlapping frames along `axis`, every size a node of the graph.

    Raises:
        ValueError: `axis` isn't a scalar.
    """
    with ops.name_scope(name, "frame", [signal, frame_length, frame_step, pad_value]):
        signal = ops.convert_to_tensor(signal, name="signal")
        frame_length = ops.convert_to_tensor(frame_length, name="frame_length")
        frame_step = ops.convert_to_tensor(frame_step, name="frame_step")
        axis = ops.convert_to_tensor(axis, name="axis")
        signal.shape.with_rank_at_least(1)
        frame_length.shape.assert_has_rank(0)
        frame_step.shape.assert_has_rank(0)
        axis.shape.assert_has_rank(0)
        known_shape = shape_ops._infer_frame_shape(signal, frame_length, frame_step, pad_end, axis)
        rank = array_ops.rank(signal)
        axis = math_ops.range(rank)[axis]
        shape = array_ops.shape(signal)
        outer, samples, inner = array_ops.split(shape, [axis, 1, rank - 1 - axis])
        samples = array_ops.reshape(samples, [])
        outer_rank = array_ops.size(outer)
        inner_rank = array_ops.size(inner)
        if pad_end:
            pad_value = ops.convert_to_tensor(pad_value, signal.dtype)
            pad_value.shape.assert_has_rank(0)
            count = -(-samples // frame_step)
            missing = math_ops.maximum(0, frame_length + frame_step * (count - 1) - samples)
            paddings = array_ops.concat(
                [
                    array_ops.zeros([outer_rank, 2], dtype=missing.dtype),
                    [[0, missing]],
                    array_ops.zeros([inner_rank, 2], dtype=missing.dtype),
                ],
                0,
            )
            signal = array_ops.pad(signal, paddings, constant_values=pad_value)
            shape = array_ops.shape(signal)
            samples = shape[axis]
        else:
            count = math_ops.maximum(0, 1 + (samples - frame_length) // frame_step)
        # frames are gathered in pieces of the greatest length that divides both frame and step
        piece = util_ops.gcd(frame_length, frame_step)
        pieces_per_frame = frame_length // piece
        pieces_per_hop = frame_step // piece
        pieces = samples // piece
        cut_shape = array_ops.concat([outer, [pieces * piece], inner], 0)
        pieces_shape = array_ops.concat([outer, [pieces, piece], inner], 0)
        cut = array_ops.strided_slice(signal, array_ops.zeros_like(shape), cut_shape)
        cut = array_ops.reshape(cut, pieces_shape)
        first = array_ops.reshape(math_ops.range(count) * pieces_per_hop, [count, 1])
        within = array_ops.reshape(math_ops.range(pieces_per_frame), [1, pieces_per_frame])
        selected = array_ops.gather(cut, first + within, axis=axis)
        frames = array_ops.reshape(selected, array_ops.concat([outer, [count, frame_length], inner], 0))
        if known_shape:
            frames.set_shape(known_shape)
        return frames


@rebuild("tensorflow.python.ops.signal.reconstruction_ops", "overlap_and_add")
def overlap_and_add(signal, frame_step, name=None):
    """`tf.signal.overlap_and_add`: the sum of frames [..., frames, length] that begin `frame_step` apart.

    Raises:
        ValueError: fewer than two dimensions, or a step that is no integer scalar.
    """
    with ops.name_scope(name, "overlap_and_add", [signal, frame_step]):
        signal = ops.convert_to_tensor(signal, name="signal")
        signal.shape.with_rank_at_least(2)
        step = ops.convert_to_tensor(frame_step, name="frame_step")
        step.shape.assert_has_rank(0)
        if not step.dtype.is_integer:
            raise ValueError(f"frame_step must be an integer. Got {step.dtype}")
        shape = array_ops.shape(signal)
        outer = shape[:-2]
        rank = array_ops.size(outer)

        def as_shape(value, inner, reshape_name=None):
            return array_ops.reshape(value, array_ops.concat([outer, inner], 0), name=reshape_name)

        length = shape[-1]
        frames = shape[-2]
        total = length + step * (frames - 1)
        known = tensor_util.constant_value(step)
        if known is not None and signal.shape.dims is not None and known == signal.shape.dims[-1].value:
            return as_shape(signal, [total], "fast_path")
        # each frame is cut into pieces of a step; the pieces of one place are brought into a column and summed
        pieces = -(-length // step)
        paddings = [[0, pieces], [0, pieces * step - length]]
        none = array_ops.zeros([rank, 2], dtypes.int32)
        signal = array_ops.pad(signal, array_ops.concat([none, paddings], 0))
        signal = as_shape(signal, [frames + pieces, pieces, step])
        order = array_ops.concat([math_ops.range(rank), rank + [1, 0, 2]], 0)
        signal = array_ops.transpose(signal, order)
        signal = as_shape(signal, [(frames + pieces) * pieces, step])
        signal = signal[..., : (frames + pieces - 1) * pieces, :]
        signal = as_shape(signal, [pieces, (frames + pieces - 1), step])
        signal = math_ops.reduce_sum(signal, -3)
        signal = as_shape(signal, [(frames + pieces - 1) * step])
        return signal[..., :total]


@rebuild("tensorflow.python.ops.signal.spectral_ops", "inverse_stft_window_fn")
def inverse_stft_window_fn(frame_step, forward_window_fn=window_ops.hann_window, name=None):
    """`tf.signal.inverse_stft_window_fn`: the window that makes the inverse exact; infinite where the forward one is zero."""
    with ops.name_scope(name, "inverse_stft_window_fn", [forward_window_fn]):
        frame_step = ops.convert_to_tensor(frame_step, name="frame_step")
        frame_step.shape.assert_has_rank(0)

    def window(frame_length, dtype):
        with ops.name_scope(name, "inverse_stft_window_fn", [forward_window_fn]):
            length = ops.convert_to_tensor(frame_length, name="frame_length")
            length.shape.assert_has_rank(0)
            forward = forward_window_fn(length, dtype=dtype)
            squares = math_ops.square(forward)
            overlaps = -(-length // frame_step)
            squares = array_ops.pad(squares, [(0, overlaps * frame_step - length)])
            squares = array_ops.reshape(squares, [overlaps, frame_step])
            squares = math_ops.reduce_sum(squares, 0, keepdims=True)
            squares = array_ops.tile(squares, [overlaps, 1])
            squares = array_ops.reshape(squares, [overlaps * frame_step])
            return forward / squares[:length]

    return window


