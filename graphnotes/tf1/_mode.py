"""Legacy mode: the process builds graphs as TensorFlow 1.15 did.

`enter()` is for a program that is all TensorFlow 1 (the runner, the first use of `graphnotes.tf1`): the process is in graph
mode from then on. `legacy_graphs()` is for a TensorFlow 2 program that builds one TensorFlow 1 graph: only the code inside
the `with` block is affected. Outside of both, and wherever code executes eagerly, TensorFlow is as it was.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator

_entered = False
_inside = threading.local()
_executing_eagerly: Callable[[], bool]  # TensorFlow's, from the time that 1.15's graph building is in place


def enter() -> None:
    """Put the process into legacy mode: graph mode, reference variables, TF1 shapes and control flow (`tf.compat.v1.disable_v2_behavior`).

    Also installs the 1.15 graph building of `graphnotes.tf1.rebuilt`. Entering twice is entering once; there is no way back.
    """
    global _entered
    if _entered:
        return
    from tensorflow.python.compat import v2_compat
    from tensorflow.python.util import deprecation

    with deprecation.silence():
        v2_compat.disable_v2_behavior()
    _install()
    _entered = True


def _install() -> None:
    """Put 1.15's graph building in place; it sleeps wherever no legacy graph is built."""
    global _executing_eagerly
    from tensorflow.python.eager import context

    from graphnotes.tf1 import rebuilt, signatures

    _executing_eagerly = context.executing_eagerly
    rebuilt.install()
    if os.environ.get("GRAPHNOTES_EXACT", "0") not in ("", "0"):
        rebuilt.install("exact")
    signatures.load("core")


def ensure() -> None:
    """Enter legacy mode, unless this thread builds legacy graphs already."""
    if not _entered and not getattr(_inside, "depth", 0):
        enter()


def entered() -> bool:
    """Whether the process is in legacy mode as a whole."""
    return _entered


def active() -> bool:
    """Whether graphs are built as 1.15 built them, here and now."""
    if not _entered and not getattr(_inside, "depth", 0):
        return False
    return not _executing_eagerly()


@contextlib.contextmanager
def legacy_graphs() -> Iterator[None]:
    """Build TensorFlow 1.15 graphs inside the block, in a program that is TensorFlow 2 elsewhere.

    For use with `tf.Graph().as_default()`. The switches for reference variables and control flow are TensorFlow's own and
    process-wide, so other threads should not build graphs meanwhile; they are put back at the end.
    """
    from tensorflow.python.ops import (
        control_flow_util,
        control_flow_v2_toggles,
        resource_variables_toggle,
    )
    from tensorflow.python.util import deprecation

    if _entered:
        yield
        return
    _install()
    resource = resource_variables_toggle.resource_variables_enabled()
    control_flow = control_flow_util.ENABLE_CONTROL_FLOW_V2
    _inside.depth = getattr(_inside, "depth", 0) + 1
    with deprecation.silence():
        resource_variables_toggle.disable_resource_variables()
    control_flow_v2_toggles.disable_control_flow_v2()
    try:
        yield
    finally:
        _inside.depth -= 1
        if resource:
            resource_variables_toggle.enable_resource_variables()
        if control_flow:
            control_flow_v2_toggles.enable_control_flow_v2()
