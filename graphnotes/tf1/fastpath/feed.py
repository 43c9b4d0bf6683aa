"""Turning fed values into arrays with the least work, by TensorFlow's rules."""

from __future__ import annotations

import numpy as np
from tensorflow.python.framework.tensor import Tensor
from tensorflow.python.ops import session_ops

from graphnotes.tf1.fastpath import aligned

_LARGE = 1 << 15  # bytes: what is worth placing so that the runtime needn't copy it


class Feed:
    """One fed tensor: its dtype and static shape, ready to check and convert values."""

    __slots__ = ("dims", "dtype", "numeric", "rank", "scalar", "tensor")

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor
        self.scalar = tensor.dtype.as_numpy_dtype
        self.dtype = np.dtype(self.scalar)
        self.numeric = np.issubdtype(self.dtype, np.number)
        dims = tensor.shape.dims
        self.dims = None if dims is None else tuple(getattr(d, "value", d) for d in dims)
        self.rank = -1 if dims is None else len(self.dims)

    def array(self, value: object) -> np.ndarray | None:
        """`value` as the array to feed; None when TensorFlow itself has to judge it (and, as a rule, to raise)."""
        if type(value) is not np.ndarray:
            if isinstance(value, (Tensor, session_ops.TensorHandle)):
                return None
            if isinstance(value, int) and not self._holds(value):
                return None
            value = self._converted(value)
            if value is None:
                return None
        elif value.dtype is not self.dtype and value.dtype != self.dtype:
            value = self._converted(value)
            if value is None:
                return None
        if self.rank >= 0:
            shape = value.shape
            if shape != self.dims:
                if len(shape) != self.rank:
                    return None
                for size, dim in zip(shape, self.dims):
                    if dim is not None and dim != size:
                        return None
        return value

    def _holds(self, value: int) -> bool:
        try:
            return (str(value) if self.scalar is np.object_ else self.scalar(value)) == value
        except (OverflowError, ValueError):
            return False

    def _converted(self, value: object) -> np.ndarray | None:
        try:
            if self.numeric:
                value = np.asarray(value)
                if value.size * self.dtype.itemsize < _LARGE or value.dtype.kind not in "biuf" or value.dtype == self.dtype:
                    return value.astype(self.dtype, copy=False)
                array = aligned.empty(value.shape, self.dtype)
                np.copyto(array, value, casting="unsafe")
                return array
            return np.asarray(value, dtype=self.dtype)
        except (TypeError, ValueError, OverflowError):
            return None
