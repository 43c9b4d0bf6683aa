"""Does the HDF5 library survive a file? Found out in a process of its own.

A damaged HDF5 file can make the C library loop for ever or crash, which no handler in this process could stop. So a
file is first walked through by a child: its groups, links, attributes, data sets, and the values of chunked ones. Run
as a script, this module is that child.
"""

from __future__ import annotations

import functools
import io
import os
import subprocess
import sys
import zipfile

PATIENCE = 20  # seconds the child may take, and one more for every 100 MB


def probe(path: str) -> str:
    """What went wrong when a child process walked through the file, or "" when it came through.

    Ordinary errors of h5py are not reported: the caller meets them itself.
    """
    status = os.stat(path)
    return _probe(os.path.abspath(path), status.st_size, status.st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _probe(path: str, size: int, _mtime: int) -> str:
    command = [sys.executable, os.path.abspath(__file__), path]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(command, env=environment, check=False, capture_output=True, timeout=PATIENCE + size / 1e8)
    except subprocess.TimeoutExpired:
        return "the HDF5 library does not come to an end with it"
    return f"the HDF5 library crashes on it (signal {-done.returncode})" if done.returncode < 0 else ""


def _walk(path: str) -> None:
    import h5py

    source: str | io.BytesIO = path
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            source = io.BytesIO(archive.read(next(name for name in archive.namelist() if name.endswith(".h5"))))
    with h5py.File(source, "r") as file:
        _walk_group(file, 0)


def _walk_group(group: object, depth: int) -> None:
    import h5py

    for key in group.attrs:
        group.attrs[key]
    for key in group:
        if not isinstance(group.get(key, getlink=True), h5py.HardLink) or depth > 64:
            continue
        item = group[key]
        if isinstance(item, h5py.Group):
            _walk_group(item, depth + 1)
        elif isinstance(item, h5py.Dataset) and not item.external and not item.is_virtual:
            for name in item.attrs:
                item.attrs[name]
            if item.chunks or item.dtype.hasobject:
                item[()]


if __name__ == "__main__":
    try:
        import resource

        room = 4 * os.path.getsize(sys.argv[1]) + (4 << 30)
        resource.setrlimit(resource.RLIMIT_AS, (room, room))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except ImportError:  # not on Windows
        pass
    _walk(sys.argv[1])  # an exception ends this child; the parent meets the same one and reports it
