"""Every format is read to the values TensorFlow or Keras wrote."""

import struct
import subprocess
import sys

import numpy as np
import pytest

from graphnotes.checkpoints import CheckpointError, checksums, open_checkpoint
from graphnotes.checkpoints.messages import new, shape_message
from graphnotes.checkpoints.sstable import TableWriter


def assert_holds(checkpoint, path):
    """That the checkpoint has the values of an `.npz`, bit for bit (strings there lost trailing zeros)."""
    expected = np.load(path)
    assert expected.files
    for name in expected.files:
        found = checkpoint[name]
        if found.dtype == object:
            found = found.astype("S")
        assert found.shape == expected[name].shape
        assert found.tobytes() == expected[name].tobytes(), name


def test_v2_of_every_dtype_with_a_partitioned_variable(written):
    checkpoint = open_checkpoint(written / "v2")
    assert checkpoint.format == "V2"
    assert_holds(checkpoint, written / "v2.values.npz")
    assert {name: entry.dtype for name, entry in checkpoint.entries.items() if name.startswith("scope/")} == {
        name: name.removeprefix("scope/") for name in checkpoint if name.startswith("scope/")
    }
    assert checkpoint.entries["cut/table"].parts == 3
    assert checkpoint["scope/bfloat16"].astype(float).tolist() == [[1, -2, 3], [100, 0, 7]]
    assert checkpoint["text"].item() == b"a\0b"
    assert checkpoint["texts"].tolist() == [b"", b"x" * 300, b"\xff\x00\xfe"]
    assert checkpoint["empty"].shape == (0, 3)


def test_v1_of_every_dtype_with_a_partitioned_variable(written):
    checkpoint = open_checkpoint(written / "v1" / "model.ckpt-7")
    assert checkpoint.format == "V1"
    assert_holds(checkpoint, written / "v1.values.npz")
    assert checkpoint.entries["cut/table"].parts == 3


def test_v2_written_on_a_big_endian_machine(tmp_path):
    """Such files keep that machine's byte order, and say so in the header."""
    values = np.array([1.5, -2, 3e5], ">f4")
    lengths = struct.pack(">2I", 1, 2)
    check = struct.pack(">I", checksums.masked(lengths))
    text = checksums.mask(checksums.extend(checksums.extend(checksums.extend(0, lengths), check), b"abc"))
    (tmp_path / "model.data-00000-of-00001").write_bytes(values.tobytes() + b"\1\2" + check + b"abc")
    with open(tmp_path / "model.index", "wb") as file:
        table = TableWriter(file)
        table.add(b"", new("BundleHeaderProto", num_shards=1, endianness=1).SerializeToString())
        table.add(b"a", new("BundleEntryProto", dtype=1, shape=shape_message((3,)), size=12,
                            crc32c=checksums.masked(values.tobytes())).SerializeToString())
        table.add(b"s", new("BundleEntryProto", dtype=7, shape=shape_message((2,)), offset=12, size=9, crc32c=text).SerializeToString())
        table.finish()
    checkpoint = open_checkpoint(tmp_path / "model")
    assert checkpoint["a"].tolist() == [1.5, -2, 3e5] and checkpoint["s"].tolist() == [b"a", b"bc"]


def test_sharded_v1(written):
    checkpoint = open_checkpoint(written / "v1_sharded" / "model.ckpt")
    assert checkpoint.format == "V1" and len(checkpoint) == 3
    assert np.array_equal(checkpoint["scope/float32"], open_checkpoint(written / "v1")["scope/float32"])


def test_object_checkpoint_and_tf2_saved_model_are_named_by_object_path(written):
    objects, saved = open_checkpoint(written / "objects"), open_checkpoint(written / "saved_model_2")
    assert (objects.format, saved.format) == ("TF2 objects", "SavedModel (TF2)")
    assert objects["step"] == 5
    expected = np.load(written / "keras2.values.npz")
    assert np.array_equal(objects["model/layer_with_weights-0/kernel"], expected["first/kernel"])
    assert np.array_equal(saved["layer_with_weights-1/bias"], expected["second/bias"])


@pytest.mark.parametrize("name", ["weights.h5", "model.h5"])
def test_older_keras_files_are_named_by_weight(written, name):
    assert_holds(open_checkpoint(written / name), written / "keras2.values.npz")


@pytest.mark.parametrize("name", ["keras3.weights.h5", "keras3.keras"])
def test_keras_3_files_are_named_by_place(written, name):
    checkpoint = open_checkpoint(written / name)
    expected = np.load(written / "keras3.values.npz")
    assert np.array_equal(checkpoint["layers/dense/vars/0"], expected["sequential/first/kernel"])
    assert np.array_equal(checkpoint["layers/dense_1/vars/1"], expected["sequential/second/bias"])


def test_the_recorded_softmax_is_the_same_in_all_its_formats(recorded):
    first = open_checkpoint(recorded / "softmax_v2")
    assert set(first) == {"Variable", "Variable_1"}
    for other in ("softmax_v1", "softmax_saved_model", "softmax_frozen.pb", "softmax_v2/estimator-549.meta"):
        checkpoint = open_checkpoint(recorded / other)
        for name in first:
            assert checkpoint[name].tobytes() == first[name].tobytes(), other


def test_the_recorded_softmax_scores_as_recorded(recorded):
    checkpoint, expected = open_checkpoint(recorded / "softmax_v1"), np.load(recorded / "softmax_expected.npz")
    logits = expected["images"].astype(np.float64) @ checkpoint["Variable"] + checkpoint["Variable_1"]
    scores = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    assert np.abs(scores - expected["scores"]).max() < 1e-5


def test_the_recorded_sequence_model_has_its_odd_variables(recorded):
    checkpoint = open_checkpoint(recorded / "sequence")
    assert checkpoint["note"].item() == b"written by 1.15"
    assert checkpoint["flag"].dtype == bool and checkpoint["global_step"] == 30
    assert checkpoint.entries["embed/table"].shape == (50, 16) and checkpoint.entries["embed/table"].parts == 3


def test_a_meta_graph_declares_variables_and_says_when_it_has_no_values(recorded, tmp_path):
    alone = tmp_path / "graph.meta"
    alone.write_bytes((recorded / "cnn" / "cnn-20000.meta").read_bytes())
    checkpoint = open_checkpoint(alone)
    assert checkpoint.entries["Variable_4"].shape == (3136, 1024)
    with pytest.raises(CheckpointError, match=r"declares 'Variable_4' \(float32 \(3136, 1024\)\) but holds no values"):
        checkpoint.read("Variable_4")


def test_every_constant_of_a_frozen_graph_can_be_listed(recorded):
    plain = open_checkpoint(recorded / "softmax_frozen.pb")
    every = open_checkpoint(recorded / "softmax_frozen.pb", every_constant=True)
    assert set(plain) <= set(every)


def test_an_unknown_name_is_answered_with_the_nearest(recorded):
    with pytest.raises(CheckpointError, match="holds no tensor 'fc1/kernels' among its 59; did you mean 'fc1/kernel'"):
        open_checkpoint(recorded / "sequence")["fc1/kernels"]


def test_no_tensorflow_is_imported(recorded, written):
    paths = [str(recorded / "cnn"), str(recorded / "softmax_frozen.pb"), str(recorded / "softmax_v1"), str(written / "weights.h5"), str(written / "objects")]
    code = ("import sys; from graphnotes.checkpoints import open_checkpoint, verify\n"
            "for path in sys.argv[1:]:\n    open_checkpoint(path); assert verify(path).intact\n"
            "assert 'tensorflow' not in sys.modules and 'keras' not in sys.modules")
    subprocess.run([sys.executable, "-c", code, *paths], check=True)


def test_pickles_are_refused(tmp_path):
    import pickle

    np.savez(tmp_path / "objects.npz", a=np.array([{"a": 1}], object))
    with pytest.raises(CheckpointError, match="array 'a' holds pickled Python objects, which are never loaded"):
        open_checkpoint(tmp_path / "objects.npz")
    (tmp_path / "model.ckpt").write_bytes(pickle.dumps({"a": np.ones(3)}))
    with pytest.raises(CheckpointError, match="a pickle, which is never loaded"):
        open_checkpoint(tmp_path / "model.ckpt")


def test_links_out_of_a_keras_file_are_refused(tmp_path):
    import h5py

    with h5py.File(tmp_path / "secret.h5", "w") as file:
        file["a"] = np.ones(3)
    with h5py.File(tmp_path / "link.h5", "w") as file:
        file["a"] = h5py.ExternalLink(str(tmp_path / "secret.h5"), "/a")
    with h5py.File(tmp_path / "outside.h5", "w") as file:
        file.create_dataset("a", (3,), "u1", external=[(str(tmp_path / "secret.h5"), 0, 3)])
    with pytest.raises(CheckpointError, match="'a' is a link to elsewhere, which is never followed"):
        open_checkpoint(tmp_path / "link.h5")
    with pytest.raises(CheckpointError, match="the values of 'a' lie in another file, which is never opened"):
        open_checkpoint(tmp_path / "outside.h5")
