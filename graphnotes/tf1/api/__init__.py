"""The recorded public API of TensorFlow 1.15.5: which names each namespace had.

`names.txt` was written down from the released package (contrib to depth 4). Reading it needs no TensorFlow.
"""

from __future__ import annotations

import functools
import importlib.resources


@functools.cache
def _lines() -> dict[str, str]:
    text = importlib.resources.files(__name__).joinpath("names.txt").read_text("utf-8")
    lines = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            namespace, _, names = line.partition(": ")
            lines["" if namespace == "tf" else namespace[3:]] = names
    return lines


@functools.cache
def names(path: str) -> frozenset[str] | None:
    """The public names of namespace `path` ("" is tf itself, "nn" is tf.nn); None if 1.15.5 had no such namespace."""
    line = _lines().get(path)
    return None if line is None else frozenset(name.rstrip("/") for name in line.split(" "))


def is_namespace(path: str) -> bool:
    """Whether 1.15.5 had a public namespace tf.`path`."""
    return path in _lines()


def namespaces() -> list[str]:
    """Every public namespace, "" (tf itself) first."""
    return sorted(_lines())


def had(symbol: str) -> bool:
    """Whether tf.`symbol` ("nn.relu") was a public symbol or namespace of 1.15.5."""
    path, _, name = symbol.rpartition(".")
    listed = names(path)
    return listed is not None and name in listed


@functools.cache
def _private() -> dict[str, str]:
    text = importlib.resources.files(__name__).joinpath("private.txt").read_text("utf-8")
    return dict(line.partition(": ")[::2] for line in text.splitlines() if not line.startswith("#"))


@functools.cache
def private(path: str) -> dict[str, str]:
    """Where the names of the private module `path` ("python.ops.math_ops") live: "tf.<symbol>" or today's "python.<module>"."""
    homes = {}
    for entry in _private().get(path, "").split():
        name, _, home = entry.partition("=")
        homes[name] = home or f"tf.{name}"
    return homes


def is_private_module(path: str) -> bool:
    """Whether 1.15.5's private module `path` has names that are served from elsewhere."""
    return path in _private() or any(module.startswith(path + ".") for module in _private())
