"""A process that holds one program of one column, and runs blocks of its steps when it is asked to.

Reads a number of steps per line from standard input; answers the seconds they took, one line each. The first line it
writes, without being asked, says that the program is built and warm.
"""

import itertools
import os
import sys
import time

from benchmarks import columns

_LEARNS = "graphnotes"  # measures its ways to run a step, over the first hundreds of steps
_WARM = 30  # steps of the other columns at most; a second at most


def main(column: str, name: str, warm_s: str) -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    step = columns.program(column, name)()
    end = time.perf_counter() + (float(warm_s) if column == _LEARNS else min(float(warm_s), 1.0))
    for done in itertools.count(1):
        step()
        if time.perf_counter() > end or (column != _LEARNS and done == _WARM):
            break
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        steps = range(int(line))
        start = time.perf_counter()
        for _ in steps:
            step()
        print(time.perf_counter() - start, file=answers, flush=True)
    os._exit(0)  # queue threads of the program need no goodbye


if __name__ == "__main__":
    main(*sys.argv[1:])
