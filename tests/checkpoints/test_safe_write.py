"""A failure at any point of writing leaves the old checkpoint, or the new one, readable: never neither, never a mixture."""

import errno
import os
import random
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest

from graphnotes.checkpoints import Arrays, CheckpointError, open_checkpoint, verify
from graphnotes.checkpoints.conversion import convert
from graphnotes.checkpoints.state_file import read_state

OLD = {"w": np.arange(4, dtype=np.float32), "b": np.zeros(2, np.int64)}
NEW = {"w": np.arange(4, dtype=np.float32) + 10, "b": np.ones(2, np.int64), "more": np.float32(1)}
FORMATS = {"v2": "model", "v1": "model", "objects": "model", "npz": "model.npz", "safetensors": "model.safetensors", "keras": "model.h5"}


class Killed(BaseException):
    """Stands for the process dying: nothing below may catch it."""


class Disk:
    """Counts the operations on the disk and fails before one of them, as a full disk or a dying process would."""

    def __init__(self, monkeypatch, fail_at, failure):
        self.count, self.fail_at, self.failure = 0, fail_at, failure
        for name in ("fsync", "replace", "unlink"):
            monkeypatch.setattr(os, name, self.wrap(getattr(os, name), name))
        monkeypatch.setattr("graphnotes.checkpoints.safe_write.open", self.open, raising=False)

    def tick(self, what):
        self.count += 1
        if self.fail_at is not None and (self.count == self.fail_at or self.count > self.fail_at and self.failure is Killed):
            if self.failure is Killed:
                raise Killed
            raise OSError(errno.ENOSPC, "No space left on device")

    def wrap(self, function, name):
        def call(*args, **kwargs):
            self.tick(name)
            return function(*args, **kwargs)

        return call

    def open(self, path, mode):
        self.tick("open")
        return Failing(open(path, mode), self)


class Failing:
    """An open file whose writes are counted, and half done when they fail."""

    def __init__(self, file, disk):
        self._file, self._disk = file, disk

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def __getattr__(self, name):
        return getattr(self._file, name)

    def write(self, data):
        try:
            self._disk.tick("write")
        except BaseException:
            self._file.write(bytes(data)[: len(bytes(data)) // 2])
            raise
        return self._file.write(data)


def values(path):
    checkpoint = open_checkpoint(path)
    return {name: checkpoint[name].tolist() for name in checkpoint}


def plain(arrays):
    return {name: np.asarray(array).tolist() for name, array in arrays.items()}


@pytest.mark.usefixtures("trusted_hdf5")
@pytest.mark.parametrize("failure", [OSError, Killed])
@pytest.mark.parametrize("format", FORMATS)
def test_a_failure_at_every_write_and_rename(tmp_path, monkeypatch, format, failure):
    attempts, outcomes = 0, set()
    for fail_at in range(1, 200):
        directory = tmp_path / str(fail_at)
        path = directory / FORMATS[format]
        convert(Arrays(OLD), path, format, latest=True)
        with monkeypatch.context() as patches:
            disk = Disk(patches, fail_at, failure)
            try:
                convert(Arrays(NEW), path, format, latest=True)
                finished = True
            except (CheckpointError, Killed) as error:
                finished = False
                assert failure is Killed or "could not be written" in str(error)
        attempts += 1
        found = values(path)
        assert found in (plain(OLD), plain(NEW))
        outcomes.add(found == plain(NEW))
        if format in ("v2", "v1", "objects"):
            assert values(directory) == found  # by way of the state file
            assert read_state(str(directory / "checkpoint")) == [str(path)]
        if failure is not Killed:
            assert not [name for name in os.listdir(directory) if name.endswith(".partial")]
        if finished and disk.count < fail_at:
            assert found == plain(NEW)
            break
    else:
        pytest.fail("writing never finished")
    assert attempts > 4 and False in outcomes


def test_a_replaced_checkpoint_leaves_no_old_files(tmp_path):
    for arrays in (OLD, NEW, OLD):
        convert(Arrays(arrays), tmp_path / "model")
        assert values(tmp_path / "model") == plain(arrays)
        shards = [name for name in os.listdir(tmp_path) if ".data-" in name]
        assert len({name[-2:] for name in shards}) == 1
    assert sorted(name for name in os.listdir(tmp_path) if ".data-" not in name) == ["checkpoint", "model.index"]


def test_a_saved_model_appears_whole_or_not_at_all(tmp_path, monkeypatch, recorded):
    source = open_checkpoint(recorded / "softmax_v2")
    for fail_at in range(1, 100):
        with monkeypatch.context() as patches:
            disk = Disk(patches, fail_at, OSError)
            try:
                convert(source, tmp_path / "model", "saved-model")
            except CheckpointError:
                if os.listdir(tmp_path):  # only the last step, forcing the new name to disk, fails later than that
                    assert os.listdir(tmp_path) == ["model"] and verify(tmp_path / "model").intact
                    shutil.rmtree(tmp_path / "model")
                continue
        assert disk.count == fail_at - 1 and verify(tmp_path / "model").intact
        break
    assert fail_at > 5


@pytest.mark.slow
def test_a_process_killed_while_it_writes(tmp_path):
    """Not simulated: SIGKILL, at moments of chance."""
    code = ("import sys, numpy as np\nfrom graphnotes.checkpoints import Arrays, convert\nprint(flush=True)\n"
            "while True:\n    for value in (1, 2):\n"
            "        convert(Arrays({str(n): np.full(50_000, value) for n in range(20)}), sys.argv[1], 'v2', latest=True)\n")
    convert(Arrays({str(n): np.full(50_000, 1) for n in range(20)}), tmp_path / "model", latest=True)
    for attempt in range(12):
        child = subprocess.Popen([sys.executable, "-c", code, tmp_path / "model"], stdout=subprocess.PIPE)
        child.stdout.readline()
        time.sleep(random.Random(attempt).random() * 0.3)
        child.kill()
        child.wait()
        checkpoint = open_checkpoint(tmp_path)
        assert len({checkpoint[name].tobytes() for name in checkpoint}) == 1 and len(checkpoint) == 20


@pytest.mark.parametrize("failure", [OSError, Killed])
@pytest.mark.parametrize(("old", "new"), [("v1", "v2"), ("v2", "v1")])
def test_one_format_takes_the_place_of_the_other(tmp_path, monkeypatch, old, new, failure):
    for fail_at in range(1, 60):
        path = tmp_path / str(fail_at) / "model"
        convert(Arrays(OLD), path, old, latest=True)
        with monkeypatch.context() as patches:
            disk = Disk(patches, fail_at, failure)
            try:
                convert(Arrays(NEW), path, new, latest=True)
            except (CheckpointError, Killed):
                assert values(path) in (plain(OLD), plain(NEW))
                continue
        assert values(path) == plain(NEW)
        if disk.count < fail_at:
            break
    kept = {name for name in os.listdir(path.parent)}
    assert kept == ({"checkpoint", "model"} if new == "v1" else {"checkpoint", "model.index", "model.data-00000-of-00001"})


def test_a_checkpoint_can_be_rewritten_from_itself(tmp_path):
    convert(Arrays(OLD), tmp_path / "model")
    convert(open_checkpoint(tmp_path / "model"), tmp_path / "model")
    assert values(tmp_path / "model") == plain(OLD)


def test_the_state_file_keeps_the_older_ones_and_is_left_alone_unless_asked(tmp_path):
    for step in (1, 2):
        convert(Arrays(OLD), tmp_path / f"model-{step}", latest=True)
    convert(Arrays(OLD), tmp_path / "model-3")
    assert [os.path.basename(path) for path in read_state(str(tmp_path / "checkpoint"))] == ["model-1", "model-2"]


def test_names_in_a_file_never_become_paths(tmp_path):
    for name in ("../../escape", "/etc/escape", "a\\..\\b"):
        with pytest.raises(CheckpointError, match="outside its archive; rename it first"):
            convert(Arrays({name: np.zeros(1)}), tmp_path / "model.npz")
        convert(Arrays({name: np.zeros(1)}), tmp_path / "model")
        assert values(tmp_path / "model") == {name: [0.0]}
    assert {name.split(".")[0] for name in os.listdir(tmp_path)} == {"checkpoint", "model"}
    assert not os.path.exists("/etc/escape")
