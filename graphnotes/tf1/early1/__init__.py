"""Names of TensorFlow 1.0 to 1.14 that 1.15 no longer had, for the code written in between. Reading them needs no TensorFlow.

1.15's own names come first: what stands here is looked up only where 1.15 would have raised AttributeError. Source: the API of
TensorFlow 1.0 to 1.14 and their release notes.
"""

from __future__ import annotations

import functools
import importlib.resources
import re

# ops without a public name of their own began with an underscore until 1.7: gen_nn_ops._max_pool_grad
_GENERATED = re.compile(r"(python\.(?:ops|training)\.gen_\w+)\._([a-z]\w*)")


@functools.cache
def _names() -> dict[str, str]:
    text = importlib.resources.files(__name__).joinpath("names.txt").read_text("utf-8")
    return dict(line.split(": ") for line in text.splitlines() if not line.startswith("#"))


def now(symbol: str) -> str | None:
    """Where `symbol` ("contrib.data.Dataset", without "tensorflow.") is today: a symbol of 1.15, or "graphnotes. ..."; None if nowhere."""
    parts = symbol.split(".")
    for end in range(len(parts), 0, -1):
        found = _names().get(".".join(parts[:end]))
        if found is not None:
            return ".".join([found, *parts[end:]])
    generated = _GENERATED.fullmatch(symbol)
    return f"{generated[1]}.{generated[2]}" if generated else None
