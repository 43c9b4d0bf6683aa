"""MNIST itself: the bundled files, the folder that wins, and the batches of 1.15."""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import urllib.error
from pathlib import Path

import numpy as np
import pytest

from graphnotes.datasets import IdxError, mnist

RECORDED = Path(__file__).parents[1] / "data" / "programs"
CONTENTS = {
    "train-images-idx3-ubyte.gz": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte.gz": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte.gz": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte.gz": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


def write_idx(folder, name, array):
    header = np.array([8 << 8 | array.ndim, *array.shape], ">u4").tobytes()
    Path(folder, name).write_bytes(gzip.compress(header + array.tobytes()))


@pytest.fixture
def other_mnist(tmp_path):
    """A folder with a small data set of the same format, as Fashion-MNIST has."""
    folder = tmp_path / "other"
    folder.mkdir()
    for prefix, n in (("train", 12), ("t10k", 4)):
        write_idx(folder, f"{prefix}-images-idx3-ubyte.gz", np.full((n, 28, 28), n, np.uint8))
        write_idx(folder, f"{prefix}-labels-idx1-ubyte.gz", np.arange(n, dtype=np.uint8) % 10)
    return folder


@pytest.mark.parametrize("name", mnist.FILES)
def test_bundled_contents_are_the_originals(name):
    with gzip.open(mnist.BUNDLED[name]) as file:
        assert hashlib.sha256(file.read()).hexdigest() == CONTENTS[name]


def test_licence_and_attribution_stand_beside_the_files():
    folder = Path(mnist.__file__).parent
    assert "Creative Commons Attribution-Share Alike 3.0" in (folder / "LICENSE.txt").read_text()
    assert "LeCun" in (folder / "README.md").read_text()


def test_batches_come_in_1_15s_order():
    recorded = json.loads(gzip.decompress((RECORDED / "next_batch.json.gz").read_bytes()))
    digits = mnist.read_data_sets(one_hot=True, seed=recorded["seed"])
    assert [d.num_examples for d in digits] == [recorded[name] for name in digits._fields]
    expected = {batch["batch"]: batch for batch in recorded["batches"]}
    for i in range(1 + max(expected)):
        images, labels = digits.train.next_batch(recorded["batch_size"])
        if i in expected:
            assert images.dtype == recorded["image_dtype"] and labels.dtype == recorded["label_dtype"]
            assert labels.argmax(1).tolist() == expected[i]["labels"]
            assert hashlib.sha256(images.tobytes()).hexdigest() == expected[i]["images_sha256"]
            assert digits.train.epochs_completed == expected[i]["epochs_completed"]
    assert digits.train.labels[:20].argmax(1).tolist() == recorded["first_train_labels"]


def test_options_shape_the_data():
    digits = mnist.read_data_sets(dtype="uint8", reshape=False, validation_size=0)
    assert digits.train.images.shape == (60000, 28, 28, 1) and digits.train.images.dtype == np.uint8
    assert digits.validation.num_examples == 0
    assert digits.test.labels[:4].tolist() == [7, 2, 1, 0] and digits.test.labels.dtype == np.uint8
    assert mnist.read_data_sets(fake_data=True).train.num_examples == 10000


@pytest.mark.parametrize("size", [-1, 60001])
def test_validation_size_is_checked(size):
    with pytest.raises(ValueError, match=f"Validation size should be between 0 and 60000. Received: {size}."):
        mnist.read_data_sets(validation_size=size)


def test_an_empty_folder_is_filled_and_one_line_says_so(tmp_path, capsys):
    folder = tmp_path / "a" / "b"
    mnist.provide(folder)
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"graphnotes: {folder} lacks the four MNIST files: put graphnotes' own copies there\n"
    assert {p.name for p in folder.iterdir()} == set(mnist.FILES)
    mnist.provide(folder)
    assert capsys.readouterr().err == ""


def test_files_in_the_folder_win(other_mnist, capsys):
    before = {p: p.read_bytes() for p in other_mnist.iterdir()}
    other = mnist.read_data_sets(other_mnist, validation_size=2, dtype="uint8")
    assert (other.train.num_examples, other.validation.num_examples, other.test.num_examples) == (10, 2, 4)
    assert other.train.images[0, 0] == 12
    assert capsys.readouterr().err == ""
    assert {p: p.read_bytes() for p in other_mnist.iterdir()} == before


def test_a_missing_file_of_mnist_is_completed(tmp_path, capsys):
    mnist.provide(tmp_path)
    (tmp_path / mnist.FILES[1]).unlink()
    capsys.readouterr()
    assert mnist.read_data_sets(tmp_path).train.num_examples == 55000
    assert capsys.readouterr().err.count("\n") == 1


def test_a_data_set_that_is_not_mnist_is_not_completed_with_mnist(other_mnist):
    (other_mnist / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(FileNotFoundError, match="t10k-labels-idx1-ubyte.gz: missing.*not MNIST's"):
        mnist.read_data_sets(other_mnist)
    assert not (other_mnist / "t10k-labels-idx1-ubyte.gz").exists()


@pytest.mark.skipif(os.name != "posix", reason="needs a folder that cannot be written")
def test_where_nothing_can_be_written_the_bundled_files_are_read_in_place(capsys):
    digits = mnist.read_data_sets("/proc/graphnotes")
    assert digits.train.num_examples == 55000
    assert "/proc/graphnotes lacks the four MNIST files: read graphnotes' own copies in place" in capsys.readouterr().err


def test_a_file_for_a_folder_is_refused(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(NotADirectoryError, match="data: expected a folder"):
        mnist.read_data_sets(tmp_path / "data")


def test_a_bad_file_in_the_folder_is_named(tmp_path):
    mnist.provide(tmp_path)
    bad = tmp_path / "t10k-images-idx3-ubyte.gz"
    bad.write_bytes(bad.read_bytes()[:1000])
    with pytest.raises(IdxError) as raised:
        mnist.read_data_sets(tmp_path)
    assert str(raised.value).startswith(f"{bad}: expected ")


def test_images_and_labels_that_do_not_belong_together_are_refused(other_mnist):
    write_idx(other_mnist, "t10k-labels-idx1-ubyte.gz", np.zeros(5, np.uint8))
    with pytest.raises(AssertionError, match="labels.shape"):
        mnist.read_data_sets(other_mnist, validation_size=0)


def test_another_source_is_downloaded_from(other_mnist, tmp_path, capsys):
    folder = tmp_path / "data"
    source = other_mnist.as_uri() + "/"
    assert mnist.read_data_sets(str(folder), validation_size=0, source_url=source).train.num_examples == 12
    assert "Successfully downloaded train-images-idx3-ubyte.gz" in capsys.readouterr().out
    shutil.rmtree(other_mnist)
    assert mnist.read_data_sets(str(folder), validation_size=0, source_url=source).train.num_examples == 12


def test_a_failed_download_leaves_nothing_behind_and_says_what_to_do(tmp_path):
    with pytest.raises(urllib.error.URLError, match=f"nothing: .*; you can put the file into {tmp_path} yourself"):
        mnist.maybe_download("x.gz", tmp_path, (tmp_path / "nothing").as_uri())
    assert list(tmp_path.iterdir()) == []


def test_nothing_here_imports_tensorflow():
    program = "import sys; from graphnotes.datasets import mnist; mnist.read_data_sets(); assert 'tensorflow' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
