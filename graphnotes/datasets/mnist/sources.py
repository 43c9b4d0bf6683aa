"""Where the four MNIST files come from: the folder a script names, the copies graphnotes ships, or another site."""

from __future__ import annotations

import os
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from graphnotes.datasets.idx import LARGEST

TRAIN_IMAGES = "train-images-idx3-ubyte.gz"
TRAIN_LABELS = "train-labels-idx1-ubyte.gz"
TEST_IMAGES = "t10k-images-idx3-ubyte.gz"
TEST_LABELS = "t10k-labels-idx1-ubyte.gz"
FILES = (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)

BUNDLED = {name: str(Path(__file__).with_name(name)) for name in FILES}
"""The path of each file inside graphnotes."""

DEFAULT_SOURCE_URL = "https://storage.googleapis.com/cvdf-datasets/mnist/"
_SITES = ("storage.googleapis.com/cvdf-datasets/mnist", "yann.lecun.com/exdb/mnist")  # what 1.x named as its source
_SECONDS = 60
_CHUNK = 1 << 16


def provide(folder: str | os.PathLike, source_url: str = DEFAULT_SOURCE_URL) -> dict[str, str]:
    """The paths of the four files in `folder`; those that are missing are put there first, as 1.15 did.

    1.15 downloaded what was missing. Here MNIST's own sites are answered from the bundled files, and one line on
    stderr says so; another `source_url` is downloaded from. Where `folder` can't be written, the bundled files are
    read in place. Files that are there are never touched, and none is left half-written.

    Returns:
        A dict from file name to path.

    Raises:
        FileNotFoundError: some files are there but aren't MNIST's (Fashion-MNIST, say), so that MNIST's own would
            not belong with them.
        NotADirectoryError: `folder` is a file.
        OSError: a download failed.
    """
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise NotADirectoryError(f"{folder}: expected a folder for the MNIST files, found a file")
    source_url = source_url or DEFAULT_SOURCE_URL
    paths = {name: os.path.join(folder, name) for name in FILES}
    missing = [name for name in FILES if not os.path.exists(paths[name])]
    if not _is_mnist(source_url):
        return {name: maybe_download(name, folder, source_url + name) for name in FILES}
    if not missing:
        return paths
    for name in FILES:
        if name not in missing and _checksum(paths[name]) != _checksum(BUNDLED[name]):
            raise FileNotFoundError(
                f"{os.path.join(folder, missing[0])}: missing, and the {name} beside it is not MNIST's "
                "(or is damaged), so MNIST's own file would not belong with it"
            )
    try:
        for name in missing:
            _copy(BUNDLED[name], paths[name])
        done = "put graphnotes' own copies there"
    except OSError as error:
        paths.update({name: BUNDLED[name] for name in missing})
        done = f"read graphnotes' own copies in place, as it cannot be written ({error.strerror})"
    which = "the four MNIST files" if len(missing) == len(FILES) else " and ".join(missing)
    print(f"graphnotes: {folder} lacks {which}: {done}", file=sys.stderr)
    return paths


def maybe_download(filename: str, work_directory: str | os.PathLike, source_url: str) -> str:
    """The path of `filename` in `work_directory`; if it isn't there, it is fetched from `source_url` first.

    A file of MNIST's own sites is copied from graphnotes instead of downloaded.

    Raises:
        OSError: the file can't be fetched or written, or is larger than 1 GiB; nothing is left behind then.

    Source: tf.contrib.learn's datasets.base.maybe_download of TensorFlow 1.15.
    """
    path = os.path.join(work_directory, filename)
    if os.path.exists(path):
        return path
    if filename in BUNDLED and _is_mnist(source_url.removesuffix(filename)):
        _copy(BUNDLED[filename], path)
    else:
        _write(path, lambda file: _download(source_url, file))
    print("Successfully downloaded", filename, os.path.getsize(path), "bytes.")
    return path


def _is_mnist(source_url: str) -> bool:
    return source_url.partition("://")[2].rstrip("/") in _SITES


def _checksum(path: str) -> bytes:
    """Content checksum and size, which a gzip file ends with; they don't depend on how it was packed."""
    with open(path, "rb") as file:
        file.seek(-min(8, os.path.getsize(path)), os.SEEK_END)
        return file.read()


def _copy(source: str, path: str) -> None:
    with open(source, "rb") as original:
        _write(path, lambda file: shutil.copyfileobj(original, file))


def _download(url: str, file: BinaryIO) -> None:
    size = 0
    try:
        answer = urllib.request.urlopen(url, timeout=_SECONDS)
    except urllib.error.HTTPError:
        raise
    except urllib.error.URLError as error:
        place = os.path.dirname(file.name) or "."
        raise urllib.error.URLError(f"{url}: {error.reason}; you can put the file into {place} yourself") from None
    with answer:
        while chunk := answer.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise OSError(f"{url}: expected at most {LARGEST} bytes, found more")
            file.write(chunk)


def _write(path: str, fill: Callable[[BinaryIO], None]) -> None:
    """Makes the file at `path` whole or not at all."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    unfinished = f"{path}.{os.getpid()}.part"
    try:
        with open(unfinished, "xb") as file:
            fill(file)
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
