"""Fetching contrib's Python: whole or not at all, from one pinned file, into the user's cache.

pip downloads the official wheel by package name and checks its sha256; only `tensorflow_core/contrib/**/*.py` is taken out
of it, nothing is executed, and the folder appears under its final name in one rename. What is there is never moved to make
room: the folder that replaces it takes the next number, the highest number counts, and only then the older one goes. So
whoever kills an install, at whatever point, leaves the old state or the new one.
"""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

VERSION = "1.15.5"
WHEEL = f"tensorflow-{VERSION}-cp37-cp37m-manylinux2010_x86_64.whl"
SHA256 = "29831dda98d668067de75403b2fca0d06a2f026ef6f217fa2ca873c20b4ee4d3"
_INSIDE = "tensorflow_core/contrib/"
_SCRATCH = ".contrib-"  # an install at work
_DAY = 24 * 60 * 60.0
_MOST_BYTES = 64 * 1024 * 1024  # contrib's Python is 15 MB; more than this is not it
_TAIL = ["--no-deps", "--only-binary=:all:", "--platform=manylinux2010_x86_64", "--python-version=3.7", "--implementation=cp", "--abi=cp37m"]


class CannotInstall(Exception):
    """The long tail could not be fetched; the message is one sentence, and nothing was changed."""


def _cache() -> pathlib.Path:
    cache = os.environ.get("GRAPHNOTES_CACHE")
    if not cache:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
        cache = os.path.join(base, "graphnotes")
    return pathlib.Path(cache)


def _folders() -> dict[int, pathlib.Path]:
    """Every copy there is, by its number, oldest first: `contrib-1.15.5` is 1, `contrib-1.15.5.2` replaced it, and so on."""
    names = re.compile(rf"contrib-{re.escape(VERSION)}(?:\.([0-9]+))?")
    found = ((names.fullmatch(path.name), path) for path in _cache().glob(f"contrib-{VERSION}*"))
    return dict(sorted((int(match[1] or 1), path) for match, path in found if match and path.is_dir()))


def folder() -> pathlib.Path:
    """Where contrib's Python stands, or would: in GRAPHNOTES_CACHE, or `graphnotes` in the user's cache folder."""
    return next(reversed(_folders().values()), _cache() / f"contrib-{VERSION}")


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
    cache = _cache()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        _sweep(cache)
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=cache) as scratch:
            file = pathlib.Path(wheel) if wheel is not None else _download(pathlib.Path(scratch))
            _check(file)
            fresh = pathlib.Path(scratch) / "fresh"
            _extract(file, fresh)
            _put(fresh)
            with contextlib.suppress(OSError):  # an older copy that stays does no harm: the highest number counts
                _take_away(list(_folders().values())[:-1], pathlib.Path(scratch))
    except OSError as error:
        raise CannotInstall(f"{error.filename or cache}: {error.strerror or error}; nothing was changed") from None
    return folder()


def remove() -> bool:
    """Take contrib's Python away; whether there was one."""
    folders = list(_folders().values())
    if not folders:
        return False
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=_cache()) as scratch:
        _take_away(folders, pathlib.Path(scratch))
    return True


def _put(fresh: pathlib.Path) -> None:
    """Give the folder the next free number, in one rename; not when the newest copy holds the same."""
    while not _same(fresh, folder()):
        number = max(_folders(), default=0) + 1
        target = _cache() / (f"contrib-{VERSION}.{number}" if number > 1 else f"contrib-{VERSION}")
        try:
            fresh.rename(target)
            return
        except OSError:
            if not target.is_dir():
                raise
            # another install was faster


def _take_away(folders: list[pathlib.Path], scratch: pathlib.Path) -> None:
    """Remove whole copies, oldest first: each leaves its name in one rename, before anything in it is deleted."""
    for path in folders:
        with contextlib.suppress(FileNotFoundError):  # another install was faster
            path.rename(scratch / path.name)


def _sweep(cache: pathlib.Path) -> None:
    """Delete what an install that was killed has left, once none can still be at work there."""
    for path in cache.glob(f"{_SCRATCH}*"):
        with contextlib.suppress(FileNotFoundError):  # the one at work there has ended
            if path.stat().st_mtime < time.time() - _DAY:
                shutil.rmtree(path, ignore_errors=True)


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


def _same(fresh: pathlib.Path, target: pathlib.Path) -> bool:
    """Whether two folders hold the same files."""
    files = [{path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()} for folder in (fresh, target)]
    return files[0].keys() == files[1].keys() and all(
        filecmp.cmp(path, files[1][name], shallow=False) for name, path in files[0].items()
    )
