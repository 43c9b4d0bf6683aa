"""The IDX reader: what it reads, and the one sentence it says about every kind of bad file."""

import gzip
import struct
import tracemalloc

import numpy as np
import pytest

from graphnotes.datasets import idx

IMAGES = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)


def header(*shape, kind=8):
    return struct.pack(f">{1 + len(shape)}I", kind << 8 | len(shape), *shape)


@pytest.fixture
def idx_file(tmp_path):
    def write(content):
        path = tmp_path / "some-images.gz"
        path.write_bytes(content)
        return path

    return write


def test_reads_images_and_labels(idx_file):
    images = idx.read_idx(idx_file(gzip.compress(header(2, 3, 4) + IMAGES.tobytes())), idx.IMAGES)
    assert images.dtype == np.uint8 and images.tolist() == IMAGES.tolist()
    assert not images.flags.writeable
    labels = idx.read_idx(idx_file(gzip.compress(header(3) + b"\x07\x02\x01")), idx.LABELS)
    assert labels.tolist() == [7, 2, 1]


def test_reads_an_empty_array(idx_file):
    assert idx.read_idx(idx_file(gzip.compress(header(0, 28, 28))), idx.IMAGES).shape == (0, 28, 28)


def test_reads_gzip_members_one_after_another_and_padding(idx_file):
    content = header(2, 3, 4) + IMAGES.tobytes()
    packed = gzip.compress(content[:10]) + gzip.compress(content[10:20]) + gzip.compress(content[20:]) + b"\0" * 9
    assert idx.read_idx(idx_file(packed), idx.IMAGES).tolist() == IMAGES.tolist()


WHOLE = gzip.compress(header(2, 3, 4) + IMAGES.tobytes())
BAD = {
    "empty": (b"", "expected a gzip file (starting 1f8b), found nothing: the file is empty"),
    "not gzip": (b"<html>404</html>", "expected a gzip file (starting 1f8b), found 3c68"),
    "only gzip's first bytes": (WHOLE[:5], "found one truncated after 0 bytes of content"),
    "stream truncated": (WHOLE[:-12], "expected a complete gzip file, found one truncated after"),
    "checksum missing": (WHOLE[:-8], "found one truncated after 40 bytes of content"),
    "checksum wrong": (WHOLE[:-8] + bytes(8), "expected an intact gzip file, found damaged data"),
    "garbled": (WHOLE[:10] + b"\xff" * 20 + WHOLE[30:], "expected an intact gzip file, found damaged data"),
    "empty content": (gzip.compress(b""), "expected magic number 2051 (images), found nothing: the file is empty"),
    "labels for images": (
        gzip.compress(header(3) + b"abc"),
        "expected magic number 2051 (images), found 2049 (labels)",
    ),
    "floats": (gzip.compress(header(1, 1, 1, kind=13) + b"abcd"), "expected magic number 2051 (images), found 3331"),
    "header short": (gzip.compress(header(2, 3, 4)[:9]), "expected a header of 16 bytes, found 9"),
    "data short": (
        gzip.compress(header(3, 3, 4) + IMAGES.tobytes()),
        "expected 3 x 3 x 4 = 36 bytes of data, as its header says, found 24",
    ),
    "data long": (
        gzip.compress(header(1, 3, 4) + IMAGES.tobytes()),
        "expected 1 x 3 x 4 = 12 bytes of data, as its header says, found more",
    ),
    "header promises more than the file can hold": (
        gzip.compress(header(60000, 28, 28) + b"x"),
        "bytes, which cannot hold them",
    ),
    "header promises more than any file": (
        gzip.compress(header(2**32 - 1, 2**32 - 1, 2**32 - 1)),
        "expected at most 1073741824 bytes of data, found a header that says",
    ),
}


@pytest.mark.parametrize("content, sentence", BAD.values(), ids=BAD)
def test_says_in_one_sentence_what_is_wrong(idx_file, content, sentence):
    path = idx_file(content)
    with pytest.raises(idx.IdxError) as raised:
        idx.read_idx(path, idx.IMAGES)
    message = str(raised.value)
    assert message.startswith(f"{path}: expected ") and sentence in message
    assert "\n" not in message


def test_an_error_is_of_every_class_that_1_15_raised_here():
    assert issubclass(idx.IdxError, (ValueError)) and issubclass(idx.IdxError, EOFError)
    assert issubclass(idx.IdxError, OSError)


def test_a_bomb_is_not_unpacked_beyond_what_its_header_says(idx_file):
    bomb = idx_file(gzip.compress(header(1, 3, 4) + bytes(200_000_000), compresslevel=1))
    tracemalloc.start()
    try:
        with pytest.raises(idx.IdxError, match="found more"):
            idx.read_idx(bomb, idx.IMAGES)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_a_missing_file_is_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        idx.read_idx(tmp_path / "nothing.gz", idx.IMAGES)
