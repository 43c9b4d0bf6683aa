"""Real Fourier transforms: single precision, their length a node of the graph."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import gen_spectral_ops
from tensorflow.python.ops.signal import fft_ops

from graphnotes.tf1.rebuilt import rebuild


def _rebuild_transform(op: str, rank: int, inverse: bool) -> None:
    kernel = getattr(gen_spectral_ops, op)
    infer = fft_ops._infer_fft_length_for_irfft if inverse else fft_ops._infer_fft_length_for_rfft
    dtype = dtypes.complex64 if inverse else dtypes.float32
    padding = {"is_reverse": True} if inverse else {}

    @rebuild("tensorflow.python.ops.signal.fft_ops", op)
    def transform(input_tensor, fft_length=None, name=None):
        with ops.name_scope(name, op, [input_tensor, fft_length]) as scope:
            x = ops.convert_to_tensor(input_tensor, dtype)
            x.shape.with_rank_at_least(rank)
            length = infer(x, rank) if fft_length is None else ops.convert_to_tensor(fft_length, dtypes.int32)
            x = fft_ops._maybe_pad_for_rfft(x, rank, length, **padding)
            return kernel(x, length, name=scope)


for _rank, _suffix in enumerate(("", "2d", "3d"), start=1):
    _rebuild_transform("rfft" + _suffix, _rank, inverse=False)
    _rebuild_transform("irfft" + _suffix, _rank, inverse=True)
