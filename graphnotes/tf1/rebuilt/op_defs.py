"""Definitions of ops as 1.15 had them, where they take more today: the types of an input or attribute, a string's values.

A legacy graph's ops are checked against these before they are built, so that what 1.15 refused is refused in its words.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.resources
import threading
from collections.abc import Iterator

from tensorflow.core.framework import op_def_pb2
from tensorflow.python.framework import dtypes

from graphnotes.tf1 import api
from graphnotes.tf1.rebuilt import rebuild


@functools.cache
def _narrower() -> dict[str, list[list[str]]]:
    """{op: [[kind, name, value, ...], ...]}."""
    rows: dict[str, list[list[str]]] = {}
    text = importlib.resources.files(api).joinpath("op_types.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, op, *rest = line.split()
            rows.setdefault(op, []).append([kind, *rest])
    return rows


_made: dict[str, op_def_pb2.OpDef] = {}
_as_today = threading.local()


@contextlib.contextmanager
def as_today() -> Iterator[None]:
    """Inside, ops take what they take today: for what graphnotes itself makes of ops in place of a kernel that is gone."""
    before, _as_today.on = getattr(_as_today, "on", False), True
    try:
        yield
    finally:
        _as_today.on = before


def _as_it_was(op_def: op_def_pb2.OpDef) -> op_def_pb2.OpDef:
    made = op_def_pb2.OpDef()
    made.CopyFrom(op_def)
    attributes = {attr.name: attr for attr in made.attr}
    for kind, name, *values in _narrower()[op_def.name]:
        if kind == "input":
            arg = next(arg for arg in made.input_arg if arg.name == name)
            arg.type, arg.type_attr = dtypes.as_dtype(values[0]).as_datatype_enum, ""
        elif name not in attributes:  # another TensorFlow version
            continue
        elif kind == "minimum":
            attributes[name].has_minimum, attributes[name].minimum = True, int(values[0])
        else:
            allowed = attributes[name].allowed_values.list
            allowed.Clear()
            if kind == "type":
                allowed.type.extend(dtypes.as_dtype(value).as_datatype_enum for value in values)
            else:
                allowed.s.extend(value.encode() for value in values)
    return _made.setdefault(op_def.name, made)


@rebuild("tensorflow.python.framework.op_def_library", "_GetOpDef")
def get_op_def(op_type_name, keywords):
    """The definition, the graph, and the graph's producer version.

    Raises:
        TypeError: explicit padding for an op that took "SAME" and "VALID" only.
    """
    op_def, graph, producer = get_op_def.original(op_type_name, keywords)
    if op_type_name in _narrower() and not getattr(_as_today, "on", False):
        if keywords.get("explicit_paddings") and not op_type_name.startswith("Conv2D"):
            flat = keywords["explicit_paddings"]
            pairs = [list(pair) for pair in zip(flat[::2], flat[1::2], strict=True)]
            raise TypeError(f"Expected string for argument 'padding' not {pairs}.")
        op_def = _made.get(op_type_name) or _as_it_was(op_def)
    return op_def, graph, producer
