"""Timing programs in turns: one process per column, asked for a block of steps each, round after round.

Whatever slows the machine down for a while slows all columns alike, so ratios are taken within a round.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Failed(Exception):
    """A worker did not do what it was asked; the message is the last thing it said."""


class Worker:
    """One column's process for one program."""

    def __init__(self, column: str, program: str, warm_s: float) -> None:
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the worker
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", column, program, str(warm_s)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True, env=_environment(), cwd=ROOT,
        )  # fmt: skip

    def wait_until_ready(self) -> None:
        self._answer()

    def block(self, steps: int) -> float:
        """Seconds that this many steps took."""
        self._process.stdin.write(f"{steps}\n")
        self._process.stdin.flush()
        return float(self._answer())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
        self._errors.close()

    def _answer(self) -> str:
        line = self._process.stdout.readline()
        if not line:
            self._errors.seek(0)
            said = self._errors.read().strip().splitlines()
            raise Failed(said[-1] if said else f"status {self._process.wait()}")
        return line.strip()


def seconds_per_step(program: str, columns: list[str], rounds: int, block_s: float) -> dict[str, list[float]]:
    """column -> seconds per step, one number per round; a block takes the slowest column about `block_s` seconds."""
    workers = {}
    try:
        for column in columns:
            workers[column] = Worker(column, program, warm_s=block_s * 16)
            workers[column].wait_until_ready()
        steps, slowest = 1, max(worker.block(1) for worker in workers.values())
        while slowest * 2 < block_s:
            steps = max(steps + 1, min(steps * 10, int(steps * block_s / slowest)))
            slowest = max(worker.block(steps) for worker in workers.values())
        seconds = {column: [] for column in columns}
        for turn in range(rounds):
            order = columns if turn % 2 == 0 else columns[::-1]
            for column in order:
                seconds[column].append(workers[column].block(steps) / steps)
        return seconds
    finally:
        for worker in workers.values():
            worker.close()


def seconds_to_first_line(columns: list[str], rounds: int) -> dict[str, list[float]]:
    """column -> seconds from the process's start until its import is done, one number per round after a warm one."""
    with tempfile.TemporaryDirectory() as folder:
        commands = {}
        for column in columns:
            script = Path(folder, f"first_line_of_{column}.py")  # not torch.py: it would import itself
            module = "torch" if column == "torch" else "tensorflow"
            script.write_text(f"import {module}\nimport time\nprint(time.time())\n")
            runner = ["-m", "graphnotes", "run"] if column == "graphnotes" else []
            commands[column] = [sys.executable, *runner, str(script)]
        return _in_turns(commands, rounds, folder, lambda start, printed: float(printed) - start)


def seconds_of_the_note(columns: list[str], rounds: int) -> dict[str, list[float]]:
    """column -> seconds of the whole mnist_softmax.py, from the process's start to its end."""
    with tempfile.TemporaryDirectory() as folder:
        note = ROOT / "legacy_examples" / "mnist_softmax.py"
        by_hand = Path(folder, "by_hand.py")
        by_hand.write_text(plain_note(note.read_text()))
        commands = {
            "graphnotes": [sys.executable, "-m", "graphnotes", "run", str(note)],
            "plain": [sys.executable, str(by_hand)],
        }
        return _in_turns({column: commands[column] for column in columns}, rounds, folder, lambda start, _: time.time() - start)


def plain_note(source: str) -> str:
    """The note's script with its two TF1 imports replaced by tf.compat.v1 and the tutorials' plain way of reading MNIST."""
    for old, new in (
        ("import tensorflow as tf\n", "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n"),
        ("from tensorflow.examples.tutorials.mnist import input_data\n", "from benchmarks.programs.mnist import plain_datasets\n"),
        ("input_data.read_data_sets('./', one_hot=True)", "plain_datasets()"),
    ):
        if old not in source:
            raise Failed(f"legacy_examples/mnist_softmax.py has no longer the line {old.strip()!r}")
        source = source.replace(old, new)
    return source


def _in_turns(commands: dict[str, list[str]], rounds: int, folder: str, seconds_of) -> dict[str, list[float]]:
    """Run each command once per round, after a warm round; `seconds_of(start, printed)` says how long it took."""
    seconds = {column: [] for column in commands}
    for turn in range(rounds + 1):
        for column, command in commands.items():
            start = time.time()
            done = subprocess.run(command, capture_output=True, text=True, env=_environment(), cwd=folder, check=False)
            if done.returncode:
                raise Failed((done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1])
            if turn:
                seconds[column].append(seconds_of(start, done.stdout))
    return seconds


def _environment() -> dict[str, str]:
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3", "MPLBACKEND": "agg"}
