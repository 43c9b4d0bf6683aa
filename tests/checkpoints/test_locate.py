"""A checkpoint is found by prefix, file, directory, state file, pattern or step."""

import os
import shutil

import pytest

from graphnotes.checkpoints import CheckpointError, open_checkpoint, verify


@pytest.fixture
def training(tmp_path, recorded):
    """A directory of three checkpoints, the state file naming the second."""
    for step in (9, 10, 100):
        for end in (".index", ".data-00000-of-00001"):
            shutil.copy(recorded / "softmax_v2" / f"estimator-549{end}", tmp_path / f"model.ckpt-{step}{end}")
    (tmp_path / "checkpoint").write_text('model_checkpoint_path: "model.ckpt-10"\nall_model_checkpoint_paths: "model.ckpt-10"\n')
    return tmp_path


@pytest.mark.parametrize(("given", "step", "found"), [
    ("", None, "model.ckpt-10"),
    ("checkpoint", None, "model.ckpt-10"),
    ("model.ckpt-9", None, "model.ckpt-9"),
    ("model.ckpt-9.index", None, "model.ckpt-9"),
    ("model.ckpt-9.data-00000-of-00001", None, "model.ckpt-9"),
    ("model.ckpt-*", None, "model.ckpt-100"),
    ("model.ckpt-?", None, "model.ckpt-9"),
    ("", 100, "model.ckpt-100"),
    ("model.ckpt-*", 9, "model.ckpt-9"),
    ("model.ckpt", 100, "model.ckpt-100"),
    ("model.ckpt-9", 100, "model.ckpt-100"),
])
def test_ways_to_name_one(training, given, step, found):
    assert os.path.basename(open_checkpoint(training / given, step=step).path) == found


def test_a_name_with_the_marks_of_a_pattern(training):
    for end in (".index", ".data-00000-of-00001"):
        shutil.copy(training / f"model.ckpt-9{end}", training / f"model[1]{end}")
    assert open_checkpoint(training / "model[1]").path.endswith("model[1]")


def test_without_a_state_file_the_newest_step_is_taken(training):
    (training / "checkpoint").unlink()
    assert open_checkpoint(training).path.endswith("model.ckpt-100")


def test_a_directory_that_moved_is_followed(training):
    (training / "checkpoint").write_text('model_checkpoint_path: "/gone/elsewhere/model.ckpt-9"\n')
    assert open_checkpoint(training).path == str(training / "model.ckpt-9")


@pytest.mark.parametrize(("given", "step", "sentence"), [
    ("model.ckpt-99", None, "no checkpoint at .*model.ckpt-99; beside it there is 'model.ckpt-9'"),
    ("model.ckpt", 7, r"no checkpoint .*model.ckpt-7 \(steps there: 9, 10, 100\)"),
    ("", 7, r"no checkpoint in .* of step 7 \(steps there: 9, 10, 100\)"),
    ("*.nope", None, r"no checkpoint matches .*\*.nope"),
])
def test_what_is_not_there_is_said_with_what_is(training, given, step, sentence):
    with pytest.raises(CheckpointError, match=sentence):
        open_checkpoint(training / given, step=step)


def test_a_state_file_that_names_nothing_there(training):
    (training / "checkpoint").write_text('model_checkpoint_path: "model.ckpt-11"\n')
    with pytest.raises(CheckpointError, match="checkpoint names .*model.ckpt-11, which is not there; beside it there is 'model.ckpt-10"):
        open_checkpoint(training)


def test_a_state_file_that_names_itself_or_its_directory(training):
    for text in ("checkpoint", ".", "..", "\\000"):
        (training / "checkpoint").write_text(f'model_checkpoint_path: "{text}"\n')
        with pytest.raises(CheckpointError, match="which is not there|a path that no file can have"):
            open_checkpoint(training)


def test_a_sharded_v1_checkpoint(written):
    for given in ("v1_sharded", "v1_sharded/model.ckpt", "v1_sharded/model.ckpt-00000-of-00001", "v1_sharded/checkpoint"):
        assert open_checkpoint(written / given).path == str(written / "v1_sharded" / "model.ckpt")
    assert verify(written / "v1_sharded").intact


@pytest.mark.parametrize("text", ["", "model_checkpoint_path: 3", "\x00\xff", 'all_model_checkpoint_paths: "a"'])
def test_a_broken_state_file(training, text):
    (training / "checkpoint").write_text(text)
    with pytest.raises(CheckpointError, match="checkpoint: "):
        open_checkpoint(training)
