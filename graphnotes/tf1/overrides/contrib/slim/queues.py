"""tf.contrib.slim.queues: queue runners for the length of a `with` block."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from graphnotes.tf1 import root as tf

_one_at_a_time = threading.Lock()


class NestedQueueRunnerError(Exception):
    """`QueueRunners` inside of `QueueRunners`."""


@contextlib.contextmanager
def QueueRunners(session) -> Iterator[None]:
    """Runs the graph's queue runners in the block, and stops them at its end.

    Raises:
        NestedQueueRunnerError: they run already.
    """
    if not _one_at_a_time.acquire(blocking=False):
        raise NestedQueueRunnerError("QueueRunners cannot be nested")
    try:
        coordinator = tf.train.Coordinator()
        threads = [
            thread
            for runner in tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)
            for thread in runner.create_threads(session, coord=coordinator, daemon=True, start=True)
        ]
        try:
            yield
        finally:
            coordinator.request_stop()
            try:
                coordinator.join(threads, stop_grace_period_secs=120)
            except RuntimeError:  # a thread waits for a queue: closing the session wakes it
                session.close()
    finally:
        _one_at_a_time.release()


__all__ = ["NestedQueueRunnerError", "QueueRunners"]
