"""A process of ours that runs beside this one and hands over its result in files."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable


class Child:
    """`python -m module ...` in a process of its own, from now on; `folder` is where it finds and leaves files.

    `stop` ends it and removes the folder; its owner calls that in any case.
    """

    def __init__(self, module: str, arguments: Callable[[str], list[str]], **environment: str) -> None:
        """`arguments` gives the command line for the folder's path, and may first write there what the process is to find."""
        self._held = tempfile.TemporaryDirectory()
        self.folder = self._held.name
        command = [sys.executable, "-m", module, *arguments(self.folder)]
        with open(f"{self.folder}/stderr", "wb") as words:
            settings = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"} | environment
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=words, env=settings)

    def failed(self) -> bool:
        """Wait for its end; whether that was a failure."""
        return self._process.wait() != 0

    def words(self) -> str:
        """What it wrote to stderr."""
        with open(f"{self.folder}/stderr", encoding="utf-8", errors="replace") as file:
            return file.read().strip()

    def stop(self) -> None:
        """End the process, if it still runs, and remove its files."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._held.cleanup()
