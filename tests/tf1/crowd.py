"""Eight threads that share what they work on, and a ninth that makes the graph grow meanwhile."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def crowd(work: Callable[[int], None], grow: Callable[[], None]) -> None:
    """Runs work(0) ... work(7) at once, and `grow` again and again until they end; raises what any of them raised."""
    ended = threading.Event()

    def growing():
        while not ended.is_set():
            grow()

    with ThreadPoolExecutor(9) as pool:
        grown = pool.submit(growing)
        try:
            for _ in pool.map(work, range(8)):
                pass
        finally:
            ended.set()
        grown.result()
