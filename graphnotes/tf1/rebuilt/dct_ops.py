"""Discrete cosine transforms, by real Fourier transforms in single precision."""

from __future__ import annotations

import math

from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import array_ops, math_ops
from tensorflow.python.ops.signal import fft_ops

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.ops.signal.dct_ops"


@rebuild(_MODULE, "dct")
def dct(input, type=2, n=None, axis=-1, norm=None, name=None):
    """`tf.signal.dct`: types 1 to 3 along the last axis, of the first n values (zeros beyond them).

    Raises:
        NotImplementedError: another axis.
        ValueError: another type or normalization, n below 1, or type 1 of fewer than two values.
    """
    _check(input, type, n, axis, norm)
    with ops.name_scope(name, "dct", [input]):
        values = ops.convert_to_tensor(input, dtype=dtypes.float32)
        length = _length(values)
        if n is not None:
            values = values[..., 0:n] if n <= length else _padded(values, n - length)
        length = _length(values)
        count = math_ops.cast(length, dtypes.float32)
        if type == 1:
            mirrored = array_ops.concat([values, values[..., -2:0:-1]], axis=-1)
            return math_ops.real(fft_ops.rfft(mirrored))
        return (_type_2 if type == 2 else _type_3)(values, length, count, norm)


@rebuild(_MODULE, "idct")
def idct(input, type=2, n=None, axis=-1, norm=None, name=None):
    """`tf.signal.idct`: types 2 and 3 are each other's inverse, type 1 its own."""
    _check(input, type, n, axis, norm)
    return dct(input, type={1: 1, 2: 3, 3: 2}[type], n=n, axis=axis, norm=norm, name=name)


def _type_2(values, length, count, norm):
    turns = 2.0 * math_ops.exp(math_ops.complex(0.0, -math_ops.range(count) * math.pi * 0.5 / count))
    spectrum = fft_ops.rfft(values, fft_length=[2 * length])
    transformed = math_ops.real(spectrum[..., :length] * turns)
    if norm == "ortho":
        first = 0.5 * math_ops.rsqrt(count)
        transformed *= _weights(first, first * math_ops.sqrt(2.0), length)
    return transformed


def _type_3(values, length, count, norm):
    if norm == "ortho":
        first = math_ops.sqrt(count)
        values *= _weights(first, first * math_ops.sqrt(0.5), length)
    else:
        values *= count
    turns = 2.0 * math_ops.exp(math_ops.complex(0.0, math_ops.range(count) * math.pi * 0.5 / count))
    spectrum = turns * math_ops.complex(values, 0.0)
    return math_ops.real(fft_ops.irfft(spectrum, fft_length=[2 * length]))[..., :length]


def _weights(first, others, length):
    """A vector of one weight for the first value, and another for the rest."""
    return array_ops.pad(array_ops.expand_dims(first, 0), [[0, length - 1]], constant_values=others)


def _length(values):
    return values.shape[-1].value or array_ops.shape(values)[-1]


def _padded(values, more):
    paddings = [[0, 0] for _ in range(values.shape.ndims)]
    paddings[-1][1] = more
    return array_ops.pad(values, paddings=ops.convert_to_tensor(paddings, dtype=dtypes.int32))


def _check(values, kind, n, axis, norm):
    if axis != -1:
        raise NotImplementedError(f"axis must be -1. Got: {axis}")
    if n is not None and n < 1:
        raise ValueError(f"n should be a positive integer or None, and is {n}")
    if kind not in (1, 2, 3):
        raise ValueError(f"Only Types I, II and III (I)DCT are supported, not {kind}.")
    if kind == 1:
        if norm == "ortho":
            raise ValueError("Normalization is not supported for the Type-I DCT.")
        shape = ops.convert_to_tensor(values).shape
        if shape.ndims and shape[-1].value is not None and shape[-1].value < 2:
            raise ValueError("Type-I DCT requires the dimension to be greater than one.")
    if norm not in (None, "ortho"):
        raise ValueError(f"Unknown normalization. Expected None or 'ortho', got: {norm}")
