"""TensorFlow's dtype numbers and names (DataType in types.proto) and the NumPy dtype that holds each one's values."""

from __future__ import annotations

import ml_dtypes
import numpy as np

from graphnotes.checkpoints.errors import CheckpointError

# DataType number -> (TensorFlow's name, NumPy dtype); a quantized type is held as the integers it is stored as
_TYPES: dict[int, tuple[str, np.dtype]] = {
    number: (name, np.dtype(held))
    for number, name, held in [
        (1, "float32", np.float32),
        (2, "float64", np.float64),
        (3, "int32", np.int32),
        (4, "uint8", np.uint8),
        (5, "int16", np.int16),
        (6, "int8", np.int8),
        (7, "string", object),
        (8, "complex64", np.complex64),
        (9, "int64", np.int64),
        (10, "bool", np.bool_),
        (11, "qint8", np.int8),
        (12, "quint8", np.uint8),
        (13, "qint32", np.int32),
        (14, "bfloat16", ml_dtypes.bfloat16),
        (15, "qint16", np.int16),
        (16, "quint16", np.uint16),
        (17, "uint16", np.uint16),
        (18, "complex128", np.complex128),
        (19, "float16", np.float16),
        (22, "uint32", np.uint32),
        (23, "uint64", np.uint64),
        (24, "float8_e5m2", ml_dtypes.float8_e5m2),
        (25, "float8_e4m3fn", ml_dtypes.float8_e4m3fn),
        (26, "float8_e4m3fnuz", ml_dtypes.float8_e4m3fnuz),
        (27, "float8_e4m3b11fnuz", ml_dtypes.float8_e4m3b11fnuz),
        (28, "float8_e5m2fnuz", ml_dtypes.float8_e5m2fnuz),
        (29, "int4", ml_dtypes.int4),
        (30, "uint4", ml_dtypes.uint4),
    ]
}
_UNREADABLE = {20: "resource", 21: "variant", 31: "int2", 32: "uint2", 33: "float4_e2m1fn"}
_NUMBERS = {name: number for number, (name, _) in _TYPES.items()}


def dtype_name(number: int) -> str:
    """TensorFlow's name of DataType `number` (a reference type's is its value type's); unknown ones raise."""
    number = number - 100 if number > 100 else number
    if number in _TYPES:
        return _TYPES[number][0]
    if number in _UNREADABLE:
        return _UNREADABLE[number]
    raise CheckpointError(f"dtype number {number} is not one TensorFlow has")


def dtype_number(name: str) -> int:
    """The DataType number of TensorFlow's dtype `name`."""
    if name not in _NUMBERS:
        raise CheckpointError(f"dtype '{name}' can't be stored in a checkpoint")
    return _NUMBERS[name]


def numpy_dtype(name: str) -> np.dtype:
    """The NumPy dtype that holds values of TensorFlow's dtype `name` (object, of bytes, for strings)."""
    if name not in _NUMBERS:
        raise CheckpointError(f"{name} tensors hold run-time objects, not values that can be read")
    return _TYPES[_NUMBERS[name]][1]


def name_of_numpy(dtype: np.dtype) -> str:
    """TensorFlow's name for the values of NumPy's `dtype` (text and bytes arrays are strings)."""
    dtype = np.dtype(dtype)
    if dtype.kind in "OSUT":
        return "string"
    for name, held in _TYPES.values():
        if held == dtype.newbyteorder("=") and not name.startswith(("q", "string")):
            return name
    raise CheckpointError(f"TensorFlow has no dtype for NumPy's {dtype}")
