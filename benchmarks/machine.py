"""What the machine can do at best, measured: matrix product and memory bandwidth."""

from __future__ import annotations

import os
import platform
import time

import numpy as np


def flops_per_second(rounds: int) -> float:
    """The best of some float32 matrix products of 1536x1536, by NumPy."""
    a, b = (np.random.rand(1536, 1536).astype(np.float32) for _ in range(2))
    return 2 * 1536**3 / _best(lambda: a @ b, rounds)


def bytes_per_second(rounds: int) -> float:
    """The best of some copies of 256 MiB: bytes read plus bytes written."""
    source = np.ones(2**26, np.float32)
    target = np.empty_like(source)
    return 2 * source.nbytes / _best(lambda: np.copyto(target, source), rounds)


def _best(work, rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def described() -> str:
    """The processor, its cores, and how busy they were."""
    name = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo") as file:
            name = next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), name)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{name}, {cores} cores{load}, Python {platform.python_version()}"
