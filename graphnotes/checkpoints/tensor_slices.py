"""Slices of partitioned tensors: which box of the whole each part is, and the table key a part is stored under.

Sources: TensorSlice (framework/tensor_slice.h), OrderedCode (lib/strings/ordered_code.h) and EncodeTensorNameSlice
(util/saved_tensor_slice_util.h).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from google.protobuf.message import Message

from graphnotes.checkpoints.errors import CheckpointError, corrupt
from graphnotes.checkpoints.messages import new

FULL = -1  # a length that stands for the whole dimension
Box = tuple[tuple[int, int], ...]  # (start, length) per dimension


def box_of(proto: Message) -> Box:
    """The box a TensorSliceProto states; a whole dimension is (0, FULL)."""
    return tuple((extent.start, extent.length if extent.HasField("length") else FULL) for extent in proto.extent)


def whole(rank: int) -> Box:
    """The box that is the whole of a tensor of `rank` dimensions."""
    return ((0, FULL),) * rank


def box_message(box: Box) -> Message:
    """`box` as a TensorSliceProto."""
    extents = [new("Extent") if size == FULL else new("Extent", start=start, length=size) for start, size in box]
    return new("TensorSliceProto", extent=extents)


def box_shape(box: Box, shape: Sequence[int]) -> tuple[int, ...]:
    """The shape of that part of a tensor of `shape`; a box that does not lie inside it raises CheckpointError."""
    if len(box) != len(shape):
        raise CheckpointError(f"a slice of {len(box)} dimensions can't lie in a tensor of shape {tuple(shape)}")
    out = []
    for (start, length), size in zip(box, shape):
        length = size if length == FULL else length
        if start < 0 or length < 0 or start + length > size:
            raise CheckpointError(f"slice {start}:{start + length} lies outside a dimension of {size}")
        out.append(length)
    return tuple(out)


def assemble(file: str, name: str, shape: tuple[int, ...], dtype: np.dtype, boxes: Sequence[Box],
             read_part: Callable[[Box, tuple[int, ...]], np.ndarray]) -> np.ndarray:
    """The whole tensor from its parts; parts must tile it, which is checked before anything is allocated.

    `read_part(box, part_shape)` reads one part. Memory: the tensor and its largest part.
    """
    shapes = [box_shape(box, shape) for box in boxes]
    held = sum(int(np.prod(part, dtype=object)) for part in shapes)
    total = int(np.prod(shape, dtype=object))
    if held != total or _overlap(boxes, shapes):
        raise corrupt(file, "its slices don't cover it once", tensor=name, expected=f"{total} values", found=f"{held}")
    if len(boxes) == 1:
        return read_part(boxes[0], shapes[0]).reshape(shape)
    parts = [read_part(boxes[0], shapes[0])]  # the first part is read before the whole is allocated
    out = np.empty(shape, dtype)
    for index, (box, part) in enumerate(zip(boxes, shapes)):
        where = tuple(slice(start, start + length) for (start, _), length in zip(box, part))
        out[where] = parts.pop() if index == 0 else read_part(box, part)
    return out


def _overlap(boxes: Sequence[Box], shapes: Sequence[tuple[int, ...]]) -> bool:
    spans = sorted([(start, start + size) for (start, _), size in zip(box, part)] for box, part in zip(boxes, shapes))
    for index, one in enumerate(spans):
        for other in spans[index + 1:]:
            if one and other[0][0] >= one[0][1]:
                break  # sorted by the first dimension: nothing later can touch `one`
            if all(a < d and c < b for (a, b), (c, d) in zip(one, other)):
                return True
    return False


def slice_key(name: str, box: Box) -> bytes:
    """The table key of that part of tensor `name`."""
    escaped = b"".join({0: b"\0\xff", 255: b"\xff\0"}.get(byte, bytes([byte])) for byte in name.encode())
    out = b"\0" + escaped + b"\0\1" + _number(len(box))
    return out + b"".join(_signed(value) for pair in box for value in pair)


def _number(value: int) -> bytes:
    size = (value.bit_length() + 7) // 8
    return bytes([size]) + value.to_bytes(size, "big")


def _signed(value: int) -> bytes:
    magnitude = ~value if value < 0 else value
    length = next(size for size in range(1, 11) if magnitude < 1 << 7 * size - 1 or size == 10)
    raw = value.to_bytes(10, "big", signed=True)[10 - length:]
    header = int.from_bytes(b"\xff" * 2, "big") << 16 - length & 0xFFFF  # `length` one bits, then zeros
    head = int.from_bytes(raw[:2].ljust(2, b"\0"), "big") ^ header
    return head.to_bytes(2, "big")[:length] + raw[2:]
