"""Kill `install` and `remove` before each of their steps in the file system, and tell what was left every time.

    python -m tests.longtail.killed WHEEL FOLDER

Every try is a process of its own (a fork of this small one): an audit hook counts what Python does to files and folders below
FOLDER and sends SIGKILL before the n-th of it; n grows until a try ends by itself. After each kill the state must be one of
those that are whole, and an install that nobody kills must succeed.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import pathlib
import shutil
import signal
import sys
from collections.abc import Callable

from graphnotes.longtail import install as longtail

_STEPS = {"open", "os.link", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir", "shutil.rmtree", "tempfile.mkdtemp"}


def in_a_process(work: Callable[[], object], kill_before: int = 0) -> bool:
    """Whether the work ended by itself, and was not killed before its `kill_before`-th step (0: never)."""
    child = os.fork()
    if child == 0:
        steps = itertools.count(1)

        def step(event: str, args: tuple) -> None:
            if event in _STEPS and next(steps) == kill_before:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(step)
        try:
            work()
        except BaseException:  # noqa: BLE001 - the fork must not go on as the parent
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL), status
    return status == 0


def state(new: dict[str, bytes], old: dict[str, bytes]) -> str:
    """Which whole state the cache is in."""
    folder = longtail.folder()
    found = contents(folder) if folder.exists() else {}
    assert found in (new, old, {}), sorted(found)
    assert longtail.installed() == (found in (new, old) and bool(found))
    return "new" if found == new else "old" if found else "none"


def contents(folder: pathlib.Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main(wheel: str, base: str) -> None:
    longtail.SHA256 = hashlib.sha256(pathlib.Path(wheel).read_bytes()).hexdigest()
    os.environ["GRAPHNOTES_CACHE"] = base

    def install() -> None:
        longtail.install(wheel)

    install()
    new = contents(longtail.folder())
    old = {"contrib/__init__.py": b"", "contrib/stray.py": b""}
    name = f"contrib-{longtail.VERSION}"
    cases = {
        "none installed": (install, None, {}),
        "a damaged one installed": (install, name, old),
        "a damaged one with a number": (install, f"{name}.9", old),
        "the same installed": (install, name, new),
        "removed": (longtail.remove, name, old),
    }
    told = {}
    for case, (work, there, files) in cases.items():
        ends = set()
        for step in itertools.count(1):
            shutil.rmtree(base)
            for path, content in files.items():
                out = pathlib.Path(base, there, path)
                out.parent.mkdir(parents=True, exist_ok=True)
                out.write_bytes(content)
            ended = in_a_process(work, step)
            ends.add(state(new, old))
            assert in_a_process(install) and state(new, old) == "new"
            if ended:
                break
        told[case] = {"kills": step - 1, "ends": sorted(ends)}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
