"""Conversions lose nothing, and the other programs' readers open what is written."""

import pathlib
import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf

from graphnotes.checkpoints import Arrays, CheckpointError, open_checkpoint, verify
from graphnotes.checkpoints.conversion import convert
from graphnotes.checkpoints.derived import Picked
from graphnotes.checkpoints.differences import diff
from graphnotes.checkpoints.restore_testing import restore_test
from graphnotes.checkpoints.write import V1_DTYPES

ENDINGS = {"v2": "", "v1": "", "npz": ".npz", "safetensors": ".safetensors", "objects": "", "keras": ".h5", "keras3": ".weights.h5"}
LAYERS = {
    "first/kernel": np.arange(12, dtype=np.float32).reshape(4, 3), "first/bias": np.ones(3, np.float32),
    "norm/gamma": np.full(3, 2, np.float32), "norm/beta": np.full(3, 3, np.float32),
    "norm/moving_mean": np.full(3, 4, np.float32), "norm/moving_variance": np.full(3, 5, np.float32), "step": np.int64(7),
}
HERE = pathlib.Path(__file__).parent
v1 = tf.compat.v1


def differing(one, two):
    return [found.name for found in diff(one, two) if not found.equal]


def fitting(checkpoint, format):
    """The tensors a format takes (V1 lacks a few dtypes)."""
    return Picked(checkpoint, lambda name: format != "v1" or checkpoint.entries[name].dtype in V1_DTYPES)


@pytest.mark.usefixtures("trusted_hdf5")
@pytest.mark.parametrize("first", ENDINGS)
@pytest.mark.parametrize("second", ENDINGS)
def test_every_pair_of_formats_round_trips_every_dtype_bit_for_bit(tmp_path, written, first, second):
    source = fitting(fitting(open_checkpoint(written / "v2"), first), second)
    one, two = tmp_path / f"one{ENDINGS[first]}", tmp_path / "two" / f"two{ENDINGS[second]}"
    convert(source, one, first)
    convert(open_checkpoint(one), two, second)
    assert verify(one).intact and verify(two).intact
    assert differing(source, open_checkpoint(two)) == []


@pytest.mark.parametrize("recorded_one", ["softmax_v1", "softmax_saved_model", "softmax_frozen.pb", "sequence", "cnn"])
def test_recorded_checkpoints_round_trip(tmp_path, recorded, recorded_one):
    source = open_checkpoint(recorded / recorded_one)
    convert(source, tmp_path / "a.safetensors")
    convert(open_checkpoint(tmp_path / "a.safetensors"), tmp_path / "b.npz")
    convert(open_checkpoint(tmp_path / "b.npz"), tmp_path / "c", "v1")
    convert(open_checkpoint(tmp_path / "c"), tmp_path / "d", "v2")
    assert differing(source, open_checkpoint(tmp_path / "d")) == []


@pytest.mark.parametrize("format", ["v2", "v1"])
def test_tensorflow_restores_what_we_write(tmp_path, written, format):
    source = fitting(open_checkpoint(written / "v2"), format)
    for _ in range(2):  # the second takes the place of the first, in data files of another name
        convert(source, tmp_path / "model", format)
    assert (tmp_path / "model.data-00000-of-00002").exists() == (format == "v2")
    assert tf.train.latest_checkpoint(str(tmp_path)) == str(tmp_path / "model")
    names = sorted(source)
    with tf.Graph().as_default(), v1.Session() as session:
        read = tf.raw_ops.RestoreV2(prefix=str(tmp_path / "model"), tensor_names=names, shape_and_slices=[""] * len(names),
                                    dtypes=[source.entries[name].dtype for name in names])
        for name, value in zip(names, session.run(read)):
            value = np.asarray(value, source[name].dtype)
            assert value.tolist() == source[name].tolist() and value.shape == source[name].shape, name


def test_tensorflow_reads_every_dtype_tensor_bundles_hold(tmp_path):
    dtypes = ["float8_e5m2", "float8_e4m3fn", "qint8", "quint8", "qint32", "int4", "uint4"]
    arrays = {name: np.arange(4).astype(np.int8 if "int" in name else np.float32) for name in dtypes}
    source = Arrays(arrays, dtypes={name: name for name in dtypes})
    convert(source, tmp_path / "model")
    convert(source, tmp_path / "model.safetensors")
    assert differing(source, open_checkpoint(tmp_path / "model")) == differing(source, open_checkpoint(tmp_path / "model.safetensors")) == []
    reader = tf.train.load_checkpoint(str(tmp_path / "model"))
    assert {name: dtype.name for name, dtype in reader.get_variable_to_dtype_map().items()} == {name: name for name in dtypes}


def test_safetensors_opens_the_file(tmp_path, written):
    safetensors = pytest.importorskip("safetensors")
    source = open_checkpoint(written / "v2")
    convert(source, tmp_path / "model.safetensors")
    with safetensors.safe_open(tmp_path / "model.safetensors", "np") as file:
        names = [name for name in source if source.entries[name].dtype in ("float32", "float64", "int64", "bool", "uint8")]
        assert len(names) > 5
        for name in names:
            assert file.get_tensor(name).tobytes() == source[name].tobytes()


def test_we_read_what_safetensors_writes(tmp_path):
    numpy_files = pytest.importorskip("safetensors.numpy")
    values = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b/c": np.array([True, False])}
    numpy_files.save_file(values, tmp_path / "theirs.safetensors")
    assert differing(open_checkpoint(tmp_path / "theirs.safetensors"), Arrays(values)) == []


def test_numpy_opens_the_archive(tmp_path, recorded):
    source = open_checkpoint(recorded / "softmax_v1")
    convert(source, tmp_path / "model.npz")
    with np.load(tmp_path / "model.npz", allow_pickle=False) as archive:
        assert sorted(archive.files) == sorted(source)
        assert all(archive[name].tobytes() == source[name].tobytes() for name in archive.files)


def test_a_saved_model_of_a_recorded_graph_serves_and_keeps_its_graph(tmp_path, recorded):
    for source in ("softmax_v1", "softmax_v2"):
        out = tmp_path / source
        convert(open_checkpoint(recorded / source), out, "saved-model", inputs={"images": "Placeholder:0"}, outputs={"scores": "Softmax:0"})
        assert verify(out).intact and open_checkpoint(out).signatures == ["serving_default"]
        expected = np.load(recorded / "softmax_expected.npz")
        with tf.Graph().as_default(), v1.Session() as session:
            meta = v1.saved_model.loader.load(session, ["serve"], str(out))
            signature = meta.signature_def["serving_default"]
            scores = session.run(signature.outputs["scores"].name, {signature.inputs["images"].name: expected["images"]})
            assert np.abs(scores - expected["scores"]).max() < 1e-5
    with pytest.raises(CheckpointError, match="exists; a SavedModel is only written where nothing is"):
        convert(open_checkpoint(recorded / "softmax_v1"), tmp_path / "softmax_v1", "saved-model")


def test_a_frozen_graph_becomes_a_saved_model_that_serves_it(tmp_path, recorded):
    frozen, out = open_checkpoint(recorded / "softmax_frozen.pb"), tmp_path / "frozen"
    convert(frozen, out, "saved-model")
    named = {"inputs": {"images": "Placeholder:0"}, "outputs": {"scores": "Softmax"}}
    convert(frozen, tmp_path / "named", "saved-model", **named)
    expected = np.load(recorded / "softmax_expected.npz")
    for path, taken, given in ((out, "Placeholder", "Softmax"), (tmp_path / "named", "images", "scores")):
        found = open_checkpoint(path)
        assert found.format == "SavedModel (TF1)" and found.signatures == ["serving_default"] and verify(path).intact
        assert differing(frozen, found) == [] and restore_test(path).passed
        with tf.Graph().as_default(), v1.Session() as session:
            meta = v1.saved_model.loader.load(session, ["serve"], str(path))
            signature = meta.signature_def["serving_default"]
            assert [d.size for d in signature.inputs[taken].tensor_shape.dim] == [-1, 784]
            scores = session.run(signature.outputs[given].name, {signature.inputs[taken].name: expected["images"]})
            assert np.abs(scores - expected["scores"]).max() < 1e-5
        # TensorFlow 2's own loader, whether this process has been put into graph mode or not
        with tf.Graph().as_default(), v1.Session() as session:
            served = tf.saved_model.load(str(path)).signatures["serving_default"]
            scores = session.run(served(**{taken: tf.constant(expected["images"])})[given])
            assert np.abs(scores - expected["scores"]).max() < 1e-5
    convert(open_checkpoint(out), tmp_path / "again", "saved-model")
    assert (tmp_path / "again" / "saved_model.pb").read_bytes() == (out / "saved_model.pb").read_bytes()
    with pytest.raises(CheckpointError, match="the graph has no tensor 'Sotfmax'"):
        convert(frozen, tmp_path / "typo", "saved-model", outputs={"scores": "Sotfmax"})
    assert not (tmp_path / "typo").exists()


def test_the_signature_of_a_frozen_graph_has_its_results_and_what_they_need(tmp_path):
    with tf.Graph().as_default() as graph:
        one, two = v1.placeholder(tf.float32, [None, 2], "in/one"), v1.placeholder(tf.float32, [], "two")
        v1.placeholder(tf.float32, [], "unused")
        tf.greater(one, two, name="larger")
        v1.argmax(one, 1, name="which")
        v1.unique(v1.reshape(one, [-1]), name="unique")
    (tmp_path / "graph.pb").write_bytes(graph.as_graph_def().SerializeToString())
    convert(open_checkpoint(tmp_path / "graph.pb"), tmp_path / "model", "saved-model")
    with tf.Graph().as_default(), v1.Session() as session:
        signature = v1.saved_model.loader.load(session, ["serve"], str(tmp_path / "model")).signature_def["serving_default"]
    assert set(signature.inputs) == {"in_one", "two"}
    types = {key: tf.as_dtype(info.dtype).name for key, info in signature.outputs.items()}
    assert types == {"larger": "bool", "which": "int64", "unique": "float32", "unique_1": "int32"}


@pytest.mark.slow
def test_tensorflow_2_and_both_keras_open_what_we_write(tmp_path):
    """In a process of its own, with TensorFlow 2 behaviour (see _open_with_tensorflow_2.py)."""
    convert(Arrays(LAYERS), tmp_path / "objects", "objects")
    convert(Arrays(LAYERS), tmp_path / "model.h5")
    subprocess.run([sys.executable, HERE / "_open_with_tensorflow_2.py", tmp_path], check=True)
    found = open_checkpoint(tmp_path / "saved_model")
    assert found.format == "SavedModel (TF2)" and differing(found, Arrays(LAYERS)) == []


def test_what_a_format_cannot_hold_is_said(tmp_path):
    with pytest.raises(CheckpointError, match=r"the V1 format can't hold 'a' \(uint32\); write V2 instead"):
        convert(Arrays({"a": np.zeros(1, np.uint32)}), tmp_path / "model", "v1")
    with pytest.raises(CheckpointError, match="format 'v3' is not one of v2, v1"):
        convert(Arrays({"a": np.zeros(1)}), tmp_path / "model", "v3")
