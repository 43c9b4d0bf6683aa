"""Values held in a TensorProto: V1 checkpoints keep them in typed fields, graphs mostly as raw bytes.

Source: framework/tensor.proto; when fewer values than the shape asks for are given, the last one is repeated.
"""

from __future__ import annotations

import numpy as np
from google.protobuf.message import Message

from graphnotes.checkpoints.dtypes import dtype_number, numpy_dtype
from graphnotes.checkpoints.errors import CheckpointError, corrupt
from graphnotes.checkpoints.messages import new, shape_message

EXPANSION_LIMIT = 2 << 30  # bytes a constant may take once its repeated last value is written out

_FIELDS = {"float32": "float_val", "float64": "double_val", "int64": "int64_val", "bool": "bool_val",
           "uint32": "uint32_val", "uint64": "uint64_val", "string": "string_val", "complex64": "scomplex_val",
           "complex128": "dcomplex_val", "float16": "half_val", "bfloat16": "half_val"}

_PACKED = {"float32", "float64", "complex64", "complex128"}  # kept as little-endian bytes, see messages.py


def field_of(dtype: str) -> str:
    """The TensorProto field that holds values of TensorFlow's dtype `dtype` one by one."""
    return "float8_val" if dtype.startswith("float8") else _FIELDS.get(dtype, "int_val")


def array_of(proto: Message, dtype_text: str, shape: tuple[int, ...], file: str, name: str, *, repeat: bool = False) -> np.ndarray:
    """The array of `shape` and TensorFlow's dtype `dtype_text` in a TensorProto.

    With `repeat` (graphs), a short list of values is filled up with its last one, an empty list with zeros.
    """
    dtype = numpy_dtype(dtype_text)
    count = int(np.prod(shape, dtype=object))
    if any(size < 0 for size in shape):
        raise corrupt(file, f"its shape {shape} has a negative size", tensor=name)
    if proto.tensor_content:
        if dtype == object or len(proto.tensor_content) != count * dtype.itemsize:
            raise corrupt(file, f"its bytes don't fit its shape {shape}", tensor=name,
                          expected=f"{count} values", found=f"{len(proto.tensor_content)} bytes")
        return np.frombuffer(proto.tensor_content, dtype).reshape(shape).copy()
    values = _values(proto, dtype_text, dtype, file, name)
    if repeat and len(values) < count:
        if count * dtype.itemsize > EXPANSION_LIMIT:
            raise CheckpointError(f"{file}: tensor '{name}': {len(values)} stored values would fill up {count * dtype.itemsize} bytes")
        last = values[-1] if len(values) else (b"" if dtype == object else np.zeros((), dtype))
        full = np.full(count, last, dtype)
        full[:len(values)] = values
        values = full
    if len(values) != count:
        raise corrupt(file, f"its values don't fit its shape {shape}", tensor=name, expected=f"{count} values", found=len(values))
    return values.reshape(shape)


def _values(proto: Message, dtype_text: str, dtype: np.dtype, file: str, name: str) -> np.ndarray:
    stored = getattr(proto, field_of(dtype_text))
    if dtype == object:
        out = np.empty(len(stored), object)
        out[:] = list(stored)
        return out
    if dtype_text.startswith("float8"):
        return np.frombuffer(stored, dtype)
    if dtype_text in ("float16", "bfloat16"):
        raw = np.array(stored, np.int64)
        _check_range(raw, np.dtype(np.uint16), file, name)
        return raw.astype(np.uint16).view(dtype)
    if dtype_text in _PACKED:
        raw = b"".join(stored)
        if len(raw) % dtype.itemsize:
            raise corrupt(file, "its values end inside one", tensor=name, expected=f"a multiple of {dtype.itemsize} bytes", found=len(raw))
        return np.frombuffer(raw, dtype.newbyteorder("<")).astype(dtype)
    if field_of(dtype_text) == "int_val":
        raw = np.array(stored, np.int64)
        if dtype.kind in "iu":
            _check_range(raw, dtype, file, name)
        return raw.astype(dtype)
    return np.array(stored, dtype)


def _check_range(values: np.ndarray, dtype: np.dtype, file: str, name: str) -> None:
    limits = np.iinfo(dtype)
    if values.size and (values.min() < limits.min or values.max() > limits.max):
        raise corrupt(file, f"a value is out of range for {dtype}", tensor=name)


def message_of(array: np.ndarray, dtype: str) -> Message:
    """`array` as a TensorProto with its values one by one, as V1 checkpoints hold them: without dtype and shape."""
    field, flat = field_of(dtype), array.reshape(-1)
    if dtype in ("float16", "bfloat16"):
        flat = flat.view(np.uint16)
    elif field == "int_val" and flat.dtype.kind not in "iu":
        flat = flat.astype(np.int32)  # 4-bit integers
    if dtype in _PACKED:
        values = [flat.astype(flat.dtype.newbyteorder("<")).tobytes()] if flat.size else []
    else:
        values = flat.tobytes() if field == "float8_val" else flat.tolist()
    return new("TensorProto", **{field: values})


def constant(array: np.ndarray, dtype: str) -> Message:
    """`array` as a TensorProto with its shape, as a Const node holds it."""
    message = new("TensorProto", dtype=dtype_number(dtype), tensor_shape=shape_message(array.shape))
    if dtype == "string":
        message.string_val.extend(array.reshape(-1).tolist())
    else:
        message.tensor_content = np.ascontiguousarray(array).tobytes()
    return message
