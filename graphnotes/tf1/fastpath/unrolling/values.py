"""What flows between the nodes of a loop while it is gone through."""

from __future__ import annotations

import numpy as np


class CannotUnroll(Exception):
    """This call's loops stay loops; the message says why."""


class Wire:
    """A tensor of the sketch; its value too where that follows from shapes (integers and booleans only)."""

    __slots__ = ("tensor", "value")

    def __init__(self, tensor, value: np.ndarray | None = None) -> None:
        self.tensor, self.value = tensor, value


class Array:
    """A TensorArray: `key` tells it from others, `size` is the wire of its size."""

    __slots__ = ("key", "size")

    def __init__(self, key: tuple, size: Wire) -> None:
        self.key, self.size = key, size


class Flow:
    """The flow of a TensorArray: what was written to which array on the way here."""

    __slots__ = ("written",)

    def __init__(self, written: dict[tuple, Wire]) -> None:
        self.written = written  # (array's key, index) -> what is there

    def and_write(self, array: Array, index: int, wire: Wire) -> Flow:
        if (array.key, index) in self.written:
            raise CannotUnroll(f"{array.key[0]} is written twice at {index}")
        return Flow({**self.written, (array.key, index): wire})

    def read(self, array: Array, index: int) -> Wire:
        if (array.key, index) not in self.written:
            raise CannotUnroll(f"{array.key[0]} is read at {index}, where nothing was written")
        return self.written[array.key, index]


class Stack:
    """A stack that keeps values of one loop for another, the gradient's."""

    __slots__ = ("op",)

    def __init__(self, op) -> None:
        self.op = op


def united(flows: list) -> Flow:
    """The flow after all of these; what isn't a Flow is the zero that a sum of flows starts from."""
    written: dict[tuple, Wire] = {}
    for flow in flows:
        for place, wire in flow.written.items() if isinstance(flow, Flow) else ():
            if written.setdefault(place, wire) is not wire:
                raise CannotUnroll(f"{place[0][0]} is written twice at {place[1]}")
    return Flow(written)
