"""Files that appear whole or not at all: written under a temporary name, forced to disk, then renamed in order."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from graphnotes.checkpoints.errors import CheckpointError
from graphnotes.checkpoints.state_file import STATE_FILE, read_state, state_text

if TYPE_CHECKING:
    from typing import Self


class SafeWrite:
    """A set of files that takes the place of what was there when its `with` block ends without an error.

    Files are renamed in the order they were written, so the one that makes the others count (an index) is written
    last. Until then, and whenever something fails or the process dies, the old files are as they were. A leftover
    temporary file starts with a dot and is not mistaken for a checkpoint.
    """

    def __init__(self) -> None:
        self._staged: list[tuple[str, str]] = []
        self._stale: list[str] = []

    def __enter__(self) -> Self:
        return self

    @contextmanager
    def file(self, path: str) -> Iterator[BinaryIO]:
        """An open temporary file that will become `path`; its bytes are on disk when this block ends."""
        directory = os.path.dirname(path)
        with writing(path):
            os.makedirs(directory or ".", exist_ok=True)
            temporary = temporary_name(path)
            self._staged.append((temporary, path))
            with open(temporary, "x+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())

    def remove_after(self, path: str) -> None:
        """Removes `path`, a file of the old state, once the new ones are in place."""
        self._stale.append(path)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._commit()
        finally:
            for temporary, _path in self._staged:
                if os.path.lexists(temporary):
                    os.unlink(temporary)

    def _commit(self) -> None:
        for temporary, path in self._staged:
            with writing(path):
                os.replace(temporary, path)
                sync_directory(os.path.dirname(path))
        for path in self._stale:
            with writing(path):
                os.unlink(path)


def temporary_name(path: str) -> str:
    """A name beside `path` that nothing has."""
    directory, name = os.path.split(path)
    return os.path.join(directory, f".{name[:100]}.{os.getpid()}-{secrets.token_hex(4)}.partial")


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Turns a failure of the disk into a CheckpointError about `path`."""
    try:
        yield
    except OSError as error:
        raise CheckpointError(f"{path} could not be written ({error.strerror or error}); what was there before can still be read") from None


def sync_directory(directory: str) -> None:
    """Forces renames in `directory` to disk, where the system can (Windows opens no directories)."""
    if os.name == "nt":
        return
    handle = os.open(directory or ".", os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def update_state(prefix: str) -> None:
    """Makes `prefix` the latest checkpoint of its directory's state file, keeping those listed that still exist."""
    path = os.path.join(os.path.dirname(prefix), STATE_FILE)
    older = []
    if os.path.exists(path):
        older = [listed for listed in read_state(path) if os.path.basename(listed) != os.path.basename(prefix)
                 and (os.path.exists(listed) or os.path.exists(listed + ".index"))]
    with SafeWrite() as out, out.file(path) as file:
        file.write(state_text(prefix, older).encode())
