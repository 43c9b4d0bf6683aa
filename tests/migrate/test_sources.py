"""A TF1 model is read from wherever it lives, and computes what TensorFlow 1.15.5 computed."""

import pathlib

import numpy as np
import pytest

from graphnotes import migrate

DATA = pathlib.Path(__file__).parents[2] / "checkpoints"
EXPECTED = np.load(DATA / "softmax_expected.npz")


@pytest.mark.parametrize(
    "source",
    ["softmax_v2/estimator-549.meta", "softmax_v2/estimator-549", "softmax_v2", "softmax_saved_model", "softmax_frozen.pb"],
)
def test_softmax_of_1_15_as_a_function(source):
    scores = migrate.to_function(DATA / source, {"images": "Placeholder:0"}, {"scores": "Softmax:0"})
    np.testing.assert_allclose(scores(images=EXPECTED["images"])["scores"], EXPECTED["scores"], atol=1e-6, rtol=0)


def test_signatures_of_a_saved_model_are_kept():
    assert migrate.open_legacy(DATA / "softmax_saved_model").signatures == {
        "serving_default": ({"images": "Placeholder:0"}, {"scores": "Softmax:0"})
    }


def test_variables_of_every_kind_have_their_checkpoint_values():
    model = migrate.open_legacy(DATA / "sequence")
    dtypes = {v.dtype.name for v in model.variables.values()}
    assert {"float32", "int64", "string", "bool"} <= dtypes
    assert model.variables["embed/table/part_2"].shape == [16, 16]  # a piece of a partitioned variable
    assert model.variables["bn/moving_mean"].trainable is False
    assert model.variables["bn/gamma"].trainable is True
    assert all(v.value is not None for v in model.variables.values())


def test_what_isnt_a_model_is_said_in_one_sentence(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        migrate.open_legacy(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match="neither a SavedModel"):
        migrate.open_legacy(tmp_path)
    (tmp_path / "junk.pb").write_bytes(b"\xff\xfejunk")
    (tmp_path / "junk.meta").write_text("not a graph")
    with pytest.raises(ValueError, match=r"junk.meta is not a MetaGraph \(11 bytes"):
        migrate.open_legacy(tmp_path / "junk.meta")
    (tmp_path / "junk.pbtxt").write_text("not a graph")
    with pytest.raises(ValueError, match="junk.pbtxt is not a GraphDef written as text"):
        migrate.open_legacy(tmp_path / "junk.pbtxt")
    with pytest.raises(ValueError, match="junk.pb is not a frozen GraphDef"):
        migrate.open_legacy(tmp_path / "junk.pb")
    with pytest.raises(TypeError, match="not int"):
        migrate.open_legacy(3)


def test_a_missing_tensor_is_named_with_what_is_close():
    model = migrate.open_legacy(DATA / "softmax_frozen.pb")
    with pytest.raises(KeyError, match="Sofmax:0.*did you mean Softmax"):
        migrate.to_function(model, {"images": "Placeholder:0"}, "Sofmax:0")
