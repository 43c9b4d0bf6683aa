"""Fetching contrib's Python: whole or not at all, from one pinned file, into the user's cache.

pip downloads the official wheel by package name and checks its sha256; only `tensorflow_core/contrib/**/*.py` is taken out
of it, nothing is executed, and the folder appears under its final name in one rename.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

VERSION = "1.15.5"
WHEEL = f"tensorflow-{VERSION}-cp37-cp37m-manylinux2010_x86_64.whl"
SHA256 = "29831dda98d668067de75403b2fca0d06a2f026ef6f217fa2ca873c20b4ee4d3"
_INSIDE = "tensorflow_core/contrib/"
_MOST_BYTES = 64 * 1024 * 1024  # contrib's Python is 15 MB; more than this is not it
_TAIL = ["--no-deps", "--only-binary=:all:", "--platform=manylinux2010_x86_64", "--python-version=3.7", "--implementation=cp", "--abi=cp37m"]


class CannotInstall(Exception):
    """The long tail could not be fetched; the message is one sentence, and nothing was changed."""


def folder() -> pathlib.Path:
    """Where contrib's Python stands, or would: GRAPHNOTES_CACHE, or `graphnotes` in the user's cache folder."""
    cache = os.environ.get("GRAPHNOTES_CACHE")
    if not cache:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
        cache = os.path.join(base, "graphnotes")
    return pathlib.Path(cache) / f"contrib-{VERSION}"


def installed() -> bool:
    """Whether contrib's Python is there. A half-written one never has this name."""
    return (folder() / "contrib" / "__init__.py").is_file()


def install(wheel: str | os.PathLike | None = None) -> pathlib.Path:
    """Fetch contrib's Python and put it in place; an installed one is replaced in the end or left alone.

    Args:
        wheel: the official wheel, when it is already at hand; default: pip downloads it (about 110 MB).

    Returns:
        The folder it stands in.

    Raises:
        CannotInstall: no network, the wrong file, no room.
    """
    target = folder()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".contrib-", dir=target.parent) as scratch:
            file = pathlib.Path(wheel) if wheel is not None else _download(pathlib.Path(scratch))
            _check(file)
            fresh = pathlib.Path(scratch) / "fresh"
            _extract(file, fresh)
            _swap(fresh, target, pathlib.Path(scratch) / "old")
    except OSError as error:
        raise CannotInstall(f"{error.filename or target}: {error.strerror or error}; nothing was changed") from None
    return target


def remove() -> bool:
    """Take contrib's Python away; whether there was one."""
    target = folder()
    if not target.exists():
        return False
    with tempfile.TemporaryDirectory(prefix=".contrib-", dir=target.parent) as scratch:
        target.rename(pathlib.Path(scratch) / "old")
    return True


def _download(scratch: pathlib.Path) -> pathlib.Path:
    wanted = scratch / "wanted.txt"
    wanted.write_text(f"tensorflow=={VERSION} --hash=sha256:{SHA256}\n", "utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes", *_TAIL]
    done = subprocess.run([*command, "-d", str(scratch), "-r", str(wanted)], capture_output=True, text=True, check=False)
    if done.returncode != 0 or not (scratch / WHEEL).is_file():
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        reason = said[-1].removeprefix("ERROR: ") if said else f"pip ended with status {done.returncode}"
        raise CannotInstall(f"pip could not download tensorflow {VERSION} ({reason}); nothing was changed")
    return scratch / WHEEL


def _check(file: pathlib.Path) -> None:
    digest = hashlib.sha256()
    with open(file, "rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != SHA256:
        raise CannotInstall(
            f"{file} is not the official TensorFlow {VERSION} wheel: its sha256 is {digest.hexdigest()}, expected {SHA256}; nothing was changed"
        )


def _extract(file: pathlib.Path, fresh: pathlib.Path) -> None:
    total = 0
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            path = pathlib.PurePosixPath(member.filename)
            if not member.filename.startswith(_INSIDE) or path.suffix != ".py" or ".." in path.parts:
                continue
            total += member.file_size
            if total > _MOST_BYTES:
                raise CannotInstall(f"{file} holds more than {_MOST_BYTES:,} bytes of contrib; nothing was changed")
            out = fresh.joinpath(*path.parts[1:])
            out.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as source, open(out, "wb") as sink:
                shutil.copyfileobj(source, sink)
                os.fsync(sink.fileno())


def _swap(fresh: pathlib.Path, target: pathlib.Path, old: pathlib.Path) -> None:
    """Put `fresh` in the target's place; one that holds the same stays, so that only a damaged one is ever away for a moment."""
    if _same(fresh, target):
        return
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except BaseException as error:
        if isinstance(error, OSError) and _same(fresh, target):
            return  # another install was faster
        if old.exists() and not target.exists():
            old.rename(target)
        raise


def _same(fresh: pathlib.Path, target: pathlib.Path) -> bool:
    """Whether two folders hold the same files."""
    files = [{path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()} for folder in (fresh, target)]
    return files[0].keys() == files[1].keys() and all(
        filecmp.cmp(path, files[1][name], shallow=False) for name, path in files[0].items()
    )
