"""Where the builders get their `tf` from."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import ModuleType


@contextlib.contextmanager
def building(what: str, scope: str | None = None) -> Iterator[ModuleType]:
    """TensorFlow 1.15 as `tf`, to build `what` in the current default graph, inside name scope `scope` if given.

    Raises:
        RuntimeError: the caller executes eagerly, so there is no graph to build in.
    """
    from graphnotes import legacy_graphs

    with legacy_graphs():
        from graphnotes.tf1 import root as tf

        if tf.executing_eagerly():
            raise RuntimeError(
                f"{what} adds nodes to the default graph, but this code executes eagerly: "
                "call it under `with tf.Graph().as_default():`"
            )
        with tf.name_scope(scope) if scope else contextlib.nullcontext():
            yield tf
