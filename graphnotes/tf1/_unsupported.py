"""Symbols of TensorFlow 1.15 that exist here so that code importing them loads, and that refuse when they are used."""

from __future__ import annotations

from collections.abc import Callable


def unsupported(symbol: str, why: str) -> Callable:
    """A stand-in for the function tf.`symbol`: calling it raises NotImplementedError with `why` (the reason and the way out)."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise NotImplementedError(f"tf.{symbol} of TensorFlow 1.15 is not supported: {why}")

    refuse.__name__ = refuse.__qualname__ = symbol.rpartition(".")[2]
    refuse.__doc__ = f"tf.{symbol} is not supported: {why}."
    refuse.unsupported = why
    return refuse


def unsupported_class(symbol: str, why: str, base: type = object, **members: object) -> type:
    """A stand-in for the class tf.`symbol`: can be subclassed and named, but not instantiated."""
    refuse = unsupported(symbol, why)
    name = symbol.rpartition(".")[2]
    return type(name, (base,), {**members, "__init__": refuse, "__doc__": refuse.__doc__, "unsupported": why})
