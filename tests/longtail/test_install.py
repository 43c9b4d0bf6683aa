"""`graphnotes contrib install`: whole or not at all. The wheel here is a small fake with the official one's layout."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import zipfile

import numpy as np
import pytest

from graphnotes.longtail import install as longtail


@pytest.fixture
def fake_wheel(tmp_path, monkeypatch):
    """A stand-in for the official wheel, and the pin set to its sha256."""
    path = tmp_path / "fake.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tensorflow_core/contrib/__init__.py", "")
        archive.writestr("tensorflow_core/contrib/shapes/__init__.py", "corners = 4\n")
        archive.writestr("tensorflow_core/contrib/shapes/_shapes.so", b"\x7fELF")
        archive.writestr("tensorflow_core/contrib/../../../outside.py", "raise SystemExit\n")
        archive.writestr("tensorflow_core/python/ops.py", "")
    monkeypatch.setattr(longtail, "SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    monkeypatch.setenv("GRAPHNOTES_CACHE", str(tmp_path / "cache"))
    return path


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_only_contribs_python_is_taken(fake_wheel, tmp_path):
    assert not longtail.installed()
    folder = longtail.install(fake_wheel)
    assert longtail.installed()
    assert files(folder) == ["contrib/__init__.py", "contrib/shapes/__init__.py"]
    assert os.listdir(tmp_path / "cache") == [folder.name]


def test_installing_again_and_removing(fake_wheel, tmp_path):
    longtail.install(fake_wheel)
    (longtail.folder() / "contrib" / "stray.py").write_text("")
    longtail.install(fake_wheel)
    assert "contrib/stray.py" not in files(longtail.folder())
    assert longtail.remove() and not longtail.installed() and not longtail.remove()
    assert os.listdir(tmp_path / "cache") == []


def test_the_wrong_file_changes_nothing(fake_wheel, tmp_path):
    longtail.install(fake_wheel)
    wrong = tmp_path / "wrong.whl"
    wrong.write_bytes(b"not a wheel")
    with pytest.raises(longtail.CannotInstall, match=r"wrong\.whl.*sha256.*nothing was changed"):
        longtail.install(wrong)
    assert longtail.installed() and len(os.listdir(tmp_path / "cache")) == 1


def test_a_missing_file_is_one_sentence(fake_wheel, tmp_path):
    with pytest.raises(longtail.CannotInstall, match=r"nosuch\.whl.*nothing was changed"):
        longtail.install(tmp_path / "nosuch.whl")


@pytest.mark.parametrize("stage", ["_check", "_extract", "_same"])
def test_interrupted_anywhere_the_old_state_stays(fake_wheel, monkeypatch, stage, tmp_path):
    longtail.install(fake_wheel)
    (longtail.folder() / "contrib" / "stray.py").write_text("")
    before = files(longtail.folder())

    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(longtail, stage, interrupted)
    with pytest.raises(KeyboardInterrupt):
        longtail.install(fake_wheel)
    assert files(longtail.folder()) == before and len(os.listdir(tmp_path / "cache")) == 1


def test_a_failure_while_a_damaged_one_is_replaced_leaves_it(fake_wheel, monkeypatch, tmp_path):
    longtail.install(fake_wheel)
    (longtail.folder() / "contrib" / "stray.py").write_text("")
    before, rename = files(longtail.folder()), pathlib.Path.rename

    def failing(path, target):
        if path.name == "fresh":
            raise OSError(28, "No space left on device", str(target))
        return rename(path, target)

    monkeypatch.setattr(pathlib.Path, "rename", failing)
    with pytest.raises(longtail.CannotInstall, match="No space left on device; nothing was changed"):
        longtail.install(fake_wheel)
    assert files(longtail.folder()) == before and len(os.listdir(tmp_path / "cache")) == 1


def test_the_highest_number_counts_and_what_a_killed_install_left_is_swept(fake_wheel, tmp_path):
    first = longtail.install(fake_wheel)
    (first / "contrib" / "stray.py").write_text("")
    second = longtail.install(fake_wheel)
    assert second.name == f"{first.name}.2" and not first.exists() and longtail.folder() == second
    tenth = second.rename(second.with_name(f"{first.name}.10"))
    shutil.copytree(tenth, first)  # as an install killed before it took the older one away
    (tmp_path / "cache" / f"{first.name}.11").write_text("a file")
    (tmp_path / "cache" / f"{first.name}.old").mkdir()
    assert longtail.folder() == tenth
    for name, age in ((".contrib-dead", 2 * 24 * 3600), (".contrib-at-work", 60)):
        (tmp_path / "cache" / name / "fresh").mkdir(parents=True)
        os.utime(tmp_path / "cache" / name, (time.time() - age,) * 2)
    longtail.install(fake_wheel)
    assert {".contrib-dead", first.name}.isdisjoint(os.listdir(tmp_path / "cache")) and (tmp_path / "cache" / ".contrib-at-work").is_dir()
    assert longtail.folder() == tenth and longtail.remove() and not longtail.installed()


@pytest.mark.slow
def test_killed_at_any_step_it_is_in_the_old_state_or_the_new_one(fake_wheel, tmp_path):
    """Real processes, SIGKILL before every step in the file system; see killed.py."""
    command = [sys.executable, "-m", "tests.longtail.killed", str(fake_wheel), str(tmp_path / "kills")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {name: case["ends"] for name, case in told.items()} == {
        "none installed": ["new", "none"],
        "a damaged one installed": ["new", "old"],
        "a damaged one with a number": ["new", "old"],
        "the same installed": ["new"],
        "removed": ["none", "old"],
    }
    assert all(case["kills"] > 12 for case in told.values())


def test_installing_what_is_there_moves_nothing(fake_wheel):
    longtail.install(fake_wheel)
    there = longtail.folder().stat().st_ino
    longtail.install(fake_wheel)
    assert longtail.folder().stat().st_ino == there


def test_of_two_installs_at_once_both_succeed(fake_wheel, monkeypatch, tmp_path):
    rename = pathlib.Path.rename

    def overtaken(path, target):
        if path.name == "fresh" and not target.exists():
            shutil.copytree(path, target)  # the other one, just before
        return rename(path, target)

    monkeypatch.setattr(pathlib.Path, "rename", overtaken)
    longtail.install(fake_wheel)
    assert longtail.installed() and len(os.listdir(tmp_path / "cache")) == 1


def test_without_room_the_old_state_stays(fake_wheel, tmp_path):
    code = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4, 4)); import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    code += "from graphnotes.longtail import install as i\ni.SHA256 = sys.argv[2]\ni.install(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, str(fake_wheel), longtail.SHA256], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "CannotInstall" in done.stderr and "nothing was changed" in done.stderr
    assert not longtail.installed() and os.listdir(tmp_path / "cache") == []


def test_without_a_network_one_sentence_and_nothing_changed(tmp_path):
    env = {**os.environ, "GRAPHNOTES_CACHE": str(tmp_path / "cache"), "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1"}
    env.pop("PIP_EXTRA_INDEX_URL", None)
    env["PIP_CONFIG_FILE"] = os.devnull
    done = subprocess.run(
        [sys.executable, "-m", "graphnotes", "contrib", "install"], env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and "nothing was changed" in done.stderr
    assert not any((tmp_path / "cache").iterdir())


def test_an_installed_module_sees_the_facade(fake_wheel, monkeypatch):
    import graphnotes.tf1 as tf
    from graphnotes.longtail import modules

    longtail.install(fake_wheel)
    (longtail.folder() / "contrib" / "shapes" / "__init__.py").write_text(
        "import tensorflow as tf\nfrom tensorflow.python.framework import ops\nversion, kind = tf.VERSION, ops.Tensor\n"
    )
    module = modules.load("contrib.shapes")
    assert module.version == "1.15.5" and module.kind is tf.Tensor
    assert modules.load("contrib.nosuch") is None


def test_in_an_installed_module_an_array_is_compared_with_a_text_as_in_numpy_1(fake_wheel):
    import graphnotes.tf1  # noqa: F401
    from graphnotes.longtail import modules

    longtail.install(fake_wheel)
    (longtail.folder() / "contrib" / "shapes" / "starts.py").write_text(
        "import numpy as np\n"
        "def told(start): return start == 'random', start != 'random', 'random' if start != 'random' and start is not None else 0\n"
    )
    told = modules.load("contrib.shapes.starts").told
    assert told(np.zeros([2, 2])) == (False, True, "random")
    assert told("random") == (True, False, 0) and told(None) == (False, True, 0)
    with pytest.raises(ValueError, match="ambiguous"):  # texts are compared one by one, then as now
        told(np.array(["random", "x"]))


def test_a_generated_protobuf_module_is_made_from_its_descriptor(fake_wheel):
    from google.protobuf import descriptor_pb2

    import graphnotes.tf1  # noqa: F401
    from graphnotes.longtail import modules

    proto = descriptor_pb2.FileDescriptorProto(name="tensorflow/contrib/shapes/corner.proto", package="shapes_test")
    proto.message_type.add(name="Corner").field.add(name="angle", number=1, type=2, label=1)
    longtail.install(fake_wheel)
    text = repr(proto.SerializeToString().decode("latin1"))
    (longtail.folder() / "contrib" / "shapes" / "corner_pb2.py").write_text(
        f"raise SystemExit('never run')\nDESCRIPTOR = _descriptor.FileDescriptor(\n  name='x',\n  serialized_pb=_b({text})\n)\n"
    )
    module = modules.load("contrib.shapes.corner_pb2")
    assert module.Corner(angle=0.5).SerializeToString() == b"\x0d\x00\x00\x00\x3f"
