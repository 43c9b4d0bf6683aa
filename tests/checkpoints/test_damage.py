"""Whatever happens to a file's bytes, reading gives a typed error or the right values: never a crash or a wrong number."""

import os
import pathlib
import re
import shutil
import struct

import numpy as np
import pytest

from graphnotes.checkpoints import (
    Arrays,
    CheckpointError,
    hdf5_probe,
    open_checkpoint,
    verify,
)
from graphnotes.checkpoints.conversion import convert
from graphnotes.checkpoints.npz import Npz
from graphnotes.checkpoints.sstable import Table

SMALL = {
    "dense/kernel": np.arange(6, dtype=np.float32).reshape(2, 3),
    "dense/bias": np.array([0.5, -1.5], np.float64),
    "step": np.int64(12),
    "flags": np.array([True, False, True]),
    "words": np.array([b"one", b"", b"three\0"], object),
}
FORMATS = {"v2": "model", "v1": "model", "npz": "model.npz", "safetensors": "model.safetensors", "objects": "model"}


def write_small(directory, format):
    """The small checkpoint in `format`: what to open, and the files it is made of."""
    path = os.path.join(directory, FORMATS[format])
    convert(Arrays(SMALL), path, format, latest=False)
    return path, sorted(os.path.join(directory, name) for name in os.listdir(directory))


def right_or_error(path):
    """Reads everything; values must be right. Whether there was an error."""
    try:
        checkpoint = open_checkpoint(path)
        found = {name: checkpoint.read(name) for name in checkpoint}
    except CheckpointError as error:
        assert str(error)
        return True
    assert set(found) == set(SMALL), "tensors appeared or vanished without an error"
    for name, value in SMALL.items():
        value = np.asarray(value)
        assert found[name].dtype == value.dtype and found[name].shape == value.shape
        assert found[name].tolist() == value.tolist(), name
    return False


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("change", [0xFF, 0x01])
def test_flipping_every_byte(tmp_path, format, change):
    path, files = write_small(tmp_path, format)
    noticed = total = 0
    for file in files:
        with open(file, "rb") as source:
            good = source.read()
        for at in range(len(good)):
            with open(file, "r+b") as target:
                target.seek(at)
                target.write(bytes([good[at] ^ change]))
                target.flush()
                noticed += right_or_error(path)
                target.seek(at)
                target.write(good[at:at + 1])
            total += 1
    assert not right_or_error(path)
    assert noticed > 0.7 * total  # the rest are bytes without meaning, such as dates in a zip or a footer's padding


@pytest.mark.parametrize("format", FORMATS)
def test_truncating_at_every_byte(tmp_path, format):
    path, files = write_small(tmp_path, format)
    for file in files:
        with open(file, "rb") as source:
            good = source.read()
        for size in range(len(good)):
            with open(file, "wb") as target:
                target.write(good[:size])
            assert right_or_error(path), f"{file} cut to {size} of {len(good)} bytes was read"
        with open(file, "wb") as target:
            target.write(good)


def test_flipping_bytes_of_a_file_tensorflow_wrote(tmp_path, written):
    expected = open_checkpoint(written / "v2")
    values = {name: expected[name].tolist() for name in expected}
    for end in (".index", ".data-00000-of-00001"):
        shutil.copy(written / "v2" / f"model.ckpt-7{end}", tmp_path / f"model{end}")
    errors = 0
    for end in (".index", ".data-00000-of-00001"):
        good = (tmp_path / f"model{end}").read_bytes()
        for at in range(0, len(good), 3):
            with open(tmp_path / f"model{end}", "r+b") as target:
                target.seek(at)
                target.write(bytes([good[at] ^ 0x55]))
                target.flush()
                try:
                    checkpoint = open_checkpoint(tmp_path / "model")
                    for name, value in values.items():
                        try:
                            assert str(checkpoint[name].tolist()) == str(value)
                        except CheckpointError:
                            errors += 1
                except CheckpointError:
                    errors += 1
                target.seek(at)
                target.write(good[at:at + 1])
    assert errors > 500


def test_truncating_at_every_block_of_a_v1_file(tmp_path, recorded):
    source = recorded / "softmax_v1" / "model.ckpt-549"
    table = Table(str(source))
    ends = [0] + [handle.offset + handle.size for handle in [*table.blocks, table.metaindex, table.index]]
    for end in ends:
        (tmp_path / "model.ckpt-549").write_bytes(source.read_bytes()[:end])
        with pytest.raises(CheckpointError, match="model.ckpt-549: "):
            open_checkpoint(tmp_path / "model.ckpt-549")


@pytest.mark.parametrize(("broken", "sentence"), [
    ("flip", r"data-00000-of-00001: tensor 'flags': checksum of its 3 bytes at 40: expected 0x[0-9a-f]{8}, found 0x[0-9a-f]{8}"),
    ("cut", r"data-00000-of-00001: tensor 'words': the file ends inside it: expected bytes 51 to 67, found a file of 60"),
    ("gone", r"data-00000-of-00001: this file is missing: expected a data shard, found no file"),
    ("index", r"model.index: no table footer at its end \(cut short, or not a checkpoint\): expected magic 0x[0-9a-f]+, found 0x[0-9a-f]+"),
])
def test_verify_says_which_file_and_tensor_and_what_was_expected(tmp_path, broken, sentence):
    path, (data, index) = write_small(tmp_path, "v2")
    with open(data, "r+b") as file:
        if broken == "flip":
            file.seek(41)
            file.write(b"\x07")
        elif broken == "cut":
            file.truncate(60)
    if broken == "gone":
        os.unlink(data)
    if broken == "index":
        with open(index, "r+b") as file:
            file.truncate(os.path.getsize(index) - 1)
    result = verify(path)
    assert not result.intact and result.newest_intact is None
    assert re.search(sentence, result.problems[0]), result.problems


def test_verify_checks_the_state_file(tmp_path):
    convert(Arrays(SMALL), tmp_path / "model-1", latest=True)
    (tmp_path / "checkpoint").write_text('model_checkpoint_path: "model-1"\nall_model_checkpoint_paths: "model-0"\nall_model_checkpoint_paths: "model-1"\n')
    assert "checkpoint: names" in str(verify(tmp_path)) and "model-0, expected a checkpoint there, found none" in str(verify(tmp_path))


def huge_npz(path, shape, stored):
    """An `.npz` whose header promises more than it has."""
    import zipfile

    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".encode()
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + b"\0" * stored)


def test_sizes_are_checked_before_anything_is_allocated(tmp_path):
    huge_npz(tmp_path / "huge.npz", (1 << 40,), 1000)
    with pytest.raises(CheckpointError, match="its size doesn't fit its shape"):
        Npz(str(tmp_path / "huge.npz"))
    header = b'{"a":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,4398046511104]}}'
    (tmp_path / "huge.safetensors").write_bytes(struct.pack("<Q", len(header)) + header)
    with pytest.raises(CheckpointError, match="the file ends inside it"):
        open_checkpoint(tmp_path / "huge.safetensors")


def test_an_index_that_promises_too_much(tmp_path):
    from graphnotes.checkpoints.messages import new, shape_message
    from graphnotes.checkpoints.sstable import TableWriter
    from graphnotes.checkpoints.tensor_slices import box_message

    def entry(**fields):
        with open(tmp_path / "huge.index", "wb") as file:
            table = TableWriter(file)
            table.add(b"", new("BundleHeaderProto", num_shards=1).SerializeToString())
            table.add(b"a", new("BundleEntryProto", dtype=1, **fields).SerializeToString())
            table.finish()
        open_checkpoint(tmp_path / "huge")["a"]

    (tmp_path / "huge.data-00000-of-00001").write_bytes(b"\0" * 16)
    vast = shape_message((1 << 40,))
    for fields in ({"size": 4 << 40}, {"size": 16}, {"offset": 1 << 62, "size": 4 << 40},
                   {"slices": [box_message(((0, 4),))]}, {"shard_id": 7, "size": 16}):
        with pytest.raises(CheckpointError):
            entry(shape=vast, **fields)
    with pytest.raises(CheckpointError, match="makes no sense"):
        entry(shape=shape_message((-4,)), size=16)


def test_a_keras_file_on_which_the_hdf5_library_never_ends(monkeypatch):
    """Found by changing random bytes: one wrong byte in an attribute's header."""
    monkeypatch.setattr(hdf5_probe, "PATIENCE", 4)
    with pytest.raises(CheckpointError, match="endless.h5: the HDF5 library does not come to an end with it"):
        open_checkpoint(pathlib.Path(__file__).parent / "data" / "endless.h5")


def test_flipping_some_bytes_of_a_keras_file_written_here(tmp_path):
    """The format has no checksums, but our writer adds one per data set."""
    path = tmp_path / "model.h5"
    convert(Arrays(SMALL), path, latest=False)
    good = path.read_bytes()
    at = good.index(SMALL["dense/kernel"].tobytes()), good.index(SMALL["dense/bias"].tobytes())
    for place in (0, 40, 100, len(good) // 2, *at, at[0] + 20):
        path.write_bytes(good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1:])
        error = right_or_error(path)
        assert error or place not in at
