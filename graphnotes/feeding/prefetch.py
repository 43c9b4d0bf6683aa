"""Reading ahead: the next batches are made while the present one trains."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from graphnotes.feeding.position import Position

if TYPE_CHECKING:
    from typing import Self

_END = object()


def prefetched(batches: Iterable, ahead: int = 2) -> Prefetched:
    """The same batches in the same order, made up to `ahead` batches before they are asked for, in a thread of their own.

    An error in making a batch is raised where that batch would have come. The thread ends with the batches, with
    `close()`, and when nobody holds the iterator any more.

    Raises:
        ValueError: ahead is less than 1.
    """
    if ahead < 1:
        raise ValueError(f"ahead must be at least 1, got {ahead}")
    return Prefetched(batches, ahead)


class Prefetched(Iterator):
    """The iterator that `prefetched` gives. `position` is that of the batch handed out last, not of the one made last."""

    def __init__(self, batches: Iterable, ahead: int) -> None:
        self.position: Position | None = getattr(batches, "position", None)
        try:
            self._left = len(batches)
        except TypeError:
            self._left = None
        self._made = _made(batches, ahead)

    def __next__(self) -> Any:
        batch, self.position = next(self._made)
        if self._left is not None:
            self._left -= 1
        return batch

    def __len__(self) -> int:
        if self._left is None:
            raise TypeError("how many batches there are isn't known")
        return self._left

    def close(self) -> None:
        """End the thread; there are no more batches."""
        self._made.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _made(batches: Iterable, ahead: int) -> Generator[tuple[Any, Position | None], None, None]:
    """(batch, position after it) as a thread makes them. An abandoned generator is closed, which stops the thread."""
    ready: queue.Queue = queue.Queue(ahead)
    stop = threading.Event()
    thread = threading.Thread(target=_fill, args=(batches, ready, stop), name="graphnotes-prefetch", daemon=True)
    thread.start()
    try:
        while True:
            batch, position, error = ready.get()
            if error is not None:
                raise error
            if batch is _END:
                return
            yield batch, position
    finally:
        stop.set()
        while not ready.empty():  # a thread waiting for room goes on, and sees that it is to stop
            ready.get_nowait()


def _fill(batches: Iterable, ready: queue.Queue, stop: threading.Event) -> None:
    try:
        for batch in batches:
            ready.put((batch, getattr(batches, "position", None), None))
            if stop.is_set():
                return
        ready.put((_END, None, None))
    except BaseException as error:  # noqa: BLE001 - handed to the thread that trains, which raises it
        ready.put((None, None, error))
