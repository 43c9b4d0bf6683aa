"""CRC-32C as TensorFlow's files carry it: rotated and offset ("masked"), so that a checksum of checksums stays sound.

Source: lib/hash/crc32c.h; the mask is the one RFC 3720 users of LevelDB's formats share.
"""

from __future__ import annotations

from typing import BinaryIO

import google_crc32c
import numpy as np

CHUNK = 4 << 20  # bytes read at once while checking


def extend(crc: int, data: bytes | np.ndarray) -> int:
    """CRC-32C of what `crc` is the checksum of, followed by `data` (bytes or any contiguous array)."""
    if isinstance(data, np.ndarray):
        data = np.ascontiguousarray(data).reshape(-1).view(np.uint8)
    return google_crc32c.extend(crc, data)


def mask(crc: int) -> int:
    """The checksum as it is stored."""
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def masked(data: bytes | np.ndarray) -> int:
    """CRC-32C of `data` as it is stored."""
    return mask(extend(0, data))


def masked_of_file(file: BinaryIO, size: int) -> int:
    """CRC-32C, as stored, of the next `size` bytes of `file`, a few megabytes in memory at a time."""
    crc = 0
    while size:
        data = file.read(min(CHUNK, size))
        if not data:
            break
        crc = google_crc32c.extend(crc, data)
        size -= len(data)
    return mask(crc)
