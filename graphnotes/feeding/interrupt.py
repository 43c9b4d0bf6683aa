"""Ctrl-C as a request."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Self


class Interrupt:
    """Inside its `with` block the first Ctrl-C only sets `asked`; the next one raises KeyboardInterrupt.

    In a thread other than the main one it does nothing: signals don't come there.
    """

    asked = False

    def __enter__(self) -> Self:
        self._before: Any = None
        # a program's own handler, or that Ctrl-C is ignored, stays
        usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if usual and threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
        signal.signal(signal.SIGINT, self._before)

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
