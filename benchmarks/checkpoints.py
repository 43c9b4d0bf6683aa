"""How long listing and verifying a large checkpoint takes, and how much memory.

    python benchmarks/checkpoints.py [GIGABYTES] [FOLDER]

Writes a V2 checkpoint of random tensors (64 MB each, and a thousand small ones), then measures in fresh processes:
`ls`, `verify`, TensorFlow's own reading of every tensor, and copying the bytes to nowhere. Medians of three.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

from graphnotes.checkpoints import Checkpoint, Entry, convert

LARGE, SMALL = (4096, 4096), (100,)


class Random(Checkpoint):
    """Random tensors made when they are read."""

    def __init__(self, count: int):
        shapes = {f"layer_{index}/kernel": LARGE for index in range(count)} | {f"layer_{index}/bias": SMALL for index in range(1000)}
        self.path = "random"
        self.entries = {name: Entry(name, "float32", shape, 4 * int(np.prod(shape))) for name, shape in sorted(shapes.items())}

    def read(self, name: str) -> np.ndarray:
        return np.random.default_rng(len(name)).standard_normal(self.entries[name].shape, dtype=np.float32)


def measured(*command: str) -> tuple[float, float]:
    """Median seconds and peak megabytes of a command."""
    seconds, peaks = [], []
    for _ in range(3):
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        assert status == 0, command
        seconds.append(time.perf_counter() - start)
        peaks.append(usage.ru_maxrss / 1024)
    return statistics.median(seconds), max(peaks)


def main(gigabytes: float, folder: str) -> None:
    """Prints one line per measurement."""
    prefix = os.path.join(folder, "model")
    start = time.perf_counter()
    writing = os.fork()  # a child's peak memory counts from its parent's: this process stays small
    if not writing:
        convert(Random(round(gigabytes * 1e9 / 4 / np.prod(LARGE))), prefix)
        os._exit(0)
    assert os.waitpid(writing, 0)[1] == 0
    size = os.path.getsize(prefix + ".data-00000-of-00001")
    print(f"{size / 1e9:.2f} GB written in {time.perf_counter() - start:.1f} s (making the numbers and fsync included)")
    tool = [sys.executable, "-m", "graphnotes", "checkpoint"]
    reader = "import sys, tensorflow as tf; r = tf.train.load_checkpoint(sys.argv[1]); [r.get_tensor(n) for n in r.get_variable_to_shape_map()]"
    for name, command in {
        "nothing (--help)": [*tool, "--help"],
        "ls": [*tool, "ls", prefix],
        "verify": [*tool, "verify", prefix],
        "ls --stats": [*tool, "ls", "--stats", prefix],
        "cat > /dev/null": ["cat", prefix + ".data-00000-of-00001"],
        "TensorFlow reads all": [sys.executable, "-c", reader, prefix],
    }.items():
        seconds, peak = measured(*command)
        print(f"{name:22} {seconds:6.2f} s   {size / seconds / 1e9:6.2f} GB/s   {peak:6.0f} MB at most")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[2] if len(sys.argv) > 2 else None) as scratch:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 2.0, scratch)
