"""The IDX format: gzipped arrays of unsigned bytes, as MNIST and its kin are distributed.

Source: the format note on the MNIST page (yann.lecun.com/exdb/mnist): two zero bytes, a type code (8 is the unsigned
byte), the number of dimensions, each dimension as a big-endian 32-bit integer, then the data.
"""

from __future__ import annotations

import math
import os
import struct
import zlib
from typing import BinaryIO

import numpy as np

IMAGES = 3
"""Dimensions of an image file: [example, row, column]; its magic number is 2051."""
LABELS = 1
"""Dimensions of a label file: [example]; its magic number is 2049."""

LARGEST = 1 << 30
"""Bytes, packed or unpacked, above which a file is refused: twice the largest EMNIST file."""

_UNSIGNED_BYTE = 8
_DEFLATE_RATIO = 1032  # zlib's own bound: no gzip stream unpacks to more than this many times its size
_PIECE = 1 << 20


class IdxError(ValueError, EOFError, OSError):
    """A file that is not the IDX array it should be; the message names the file, the expected and the found.

    It is a ValueError, an EOFError and an OSError at once because TensorFlow 1.15's reader raised one of these,
    depending on where it stumbled: a handler written for it still catches this.
    """


def read_idx(path: str | os.PathLike, dimensions: int) -> np.ndarray:
    """The array in the gzipped IDX file at `path`.

    Args:
        path: the file (str or path-like).
        dimensions: how many the array must have: `IMAGES` (3) or `LABELS` (1).

    Returns:
        A read-only uint8 array of that many dimensions.

    Raises:
        IdxError: the file is not gzip, is truncated, is damaged, has another magic number, or holds fewer or more
            bytes than its header says. Nothing is unpacked beyond the size the header announces.
        OSError: the file cannot be opened.
    """
    with open(path, "rb") as file:
        return read_idx_stream(file, dimensions, os.fspath(path))


def read_idx_stream(file: BinaryIO, dimensions: int, name: str) -> np.ndarray:
    """As `read_idx`, from an open binary file; `name` stands for it in messages."""
    packed = bytearray()
    while piece := file.read(_PIECE):
        packed += piece
        if len(packed) > LARGEST:
            raise IdxError(f"{name}: expected at most {LARGEST} bytes, found a larger file")
    return _parse(packed, dimensions, name)


def _parse(packed: bytes, dimensions: int, name: str) -> np.ndarray:
    if packed[:2] != b"\x1f\x8b":
        raise IdxError(f"{name}: expected a gzip file (starting 1f8b), found {_found(packed[:2])}")
    header_size = 4 + 4 * dimensions
    header = _inflate(packed, header_size, name)
    _check_magic(header, dimensions, name)
    if len(header) < header_size:
        raise IdxError(f"{name}: expected a header of {header_size} bytes, found {len(header)}: the file is truncated")
    shape = struct.unpack(f">{dimensions}I", header[4:header_size])
    size = math.prod(shape)
    announced = f"{' x '.join(map(str, shape))} = {size} bytes of data, as its header says"
    if size > LARGEST:
        raise IdxError(f"{name}: expected at most {LARGEST} bytes of data, found a header that says {size}")
    if size > _DEFLATE_RATIO * len(packed):
        raise IdxError(f"{name}: expected {announced}, found a file of {len(packed)} bytes, which cannot hold them")
    content = _inflate(packed, header_size + size + 1, name)
    found = len(content) - header_size
    if found != size:
        raise IdxError(f"{name}: expected {announced}, found {'more' if found > size else found}")
    return np.frombuffer(content, np.uint8, size, header_size).reshape(shape)


def _check_magic(header: bytes, dimensions: int, name: str) -> None:
    expected = _UNSIGNED_BYTE << 8 | dimensions
    kinds = {_UNSIGNED_BYTE << 8 | IMAGES: " (images)", _UNSIGNED_BYTE << 8 | LABELS: " (labels)"}
    if len(header) < 4:
        raise IdxError(f"{name}: expected magic number {expected}{kinds.get(expected, '')}, found {_found(header)}")
    (magic,) = struct.unpack(">I", header[:4])
    if magic != expected:
        raise IdxError(
            f"{name}: expected magic number {expected}{kinds.get(expected, '')}, found {magic}{kinds.get(magic, '')}"
        )


def _inflate(packed: bytes, limit: int, name: str) -> bytes:
    """Up to `limit` bytes of what the gzip members in `packed` hold; checksums are verified where a member ends."""
    pieces, missing = [], limit
    while packed:
        member = zlib.decompressobj(wbits=31)
        try:
            pieces.append(member.decompress(packed, missing))
        except zlib.error as error:
            raise IdxError(f"{name}: expected an intact gzip file, found damaged data ({error})") from error
        missing -= len(pieces[-1])
        if missing == 0:
            break
        if not member.eof:
            got = limit - missing
            raise IdxError(f"{name}: expected a complete gzip file, found one truncated after {got} bytes of content")
        packed = member.unused_data.lstrip(b"\0")  # gzip allows padding, and members one after another
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _found(content: bytes) -> str:
    return bytes(content).hex() if content else "nothing: the file is empty"
