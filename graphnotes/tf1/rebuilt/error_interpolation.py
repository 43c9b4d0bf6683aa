"""Errors of `Session.run`: the kernel's message comes first, as scripts that look at it expect, then where its node was made."""

from __future__ import annotations

import os
import re
import traceback

from tensorflow.python.framework import ops

from graphnotes.tf1.rebuilt import rebuild

_TAG = re.compile(r"\{\{(?:function_node|node|colocation_node) ([^}]*)\}\}")
_LIBRARIES = tuple(
    os.sep + os.path.join(*parts) + os.sep
    for parts in (("tensorflow", "python"), ("tf_keras", "src"), ("graphnotes", "tf1"), ("graphnotes", "companions"), ("tensorflow_estimator",))
)


@rebuild("tensorflow.python.framework.error_interpolation", "interpolate_graph")
def interpolate_graph(message: str, graph: ops.Graph) -> str:
    """`message` with "node X (defined at FILE:LINE)" for its tags, and the stack of the first node that the graph knows."""
    first = None

    def name_place(tag: re.Match) -> str:
        nonlocal first
        name = tag.group(1)
        op = _operation(graph, name)
        if op is None:
            return f"node {name}"
        first = first or op
        frame = _caller(op)
        return f"node {name}" if frame is None else f"node {name} (defined at {frame.filename}:{frame.lineno}) "

    text = _TAG.sub(name_place, message)
    if first is None:
        return text
    stack = "".join(traceback.format_list(_stack(first)))
    return f"{text}\n\nOriginal stack trace for {first.name!r}:\n{stack}"


def _operation(graph: ops.Graph, name: str) -> ops.Operation | None:
    try:
        return graph.get_operation_by_name(name)
    except (KeyError, ValueError):
        return None


def _stack(op: ops.Operation) -> list:
    """The lines that made an operation; none where TensorFlow fails to name a file, as it may for code made from text."""
    try:
        return list(op.traceback or ())
    except RuntimeError:
        return []


def _caller(op: ops.Operation):
    """The innermost line of the program that made an operation, past the libraries' own."""
    frames = _stack(op)
    own = [frame for frame in frames if not any(part in frame.filename for part in _LIBRARIES)]
    return (own or frames or [None])[-1]
