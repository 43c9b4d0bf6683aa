"""tensorflow.python.framework.op_def_registry: generated wrappers announced their ops here; the runtime knows them itself."""

from __future__ import annotations

from tensorflow.python.framework import c_api_util

__all__ = ["get_registered_ops", "register_op_list"]


def get_registered_ops() -> dict:
    """Every op the runtime knows: its OpDef by its name."""
    known = c_api_util.ApiDefMap()
    return {name: known.get_op_def(name) for name in known.op_names()}


def register_op_list(op_list) -> None:
    """Check that an OpList names no op twice, as 1.15 did; nothing needs to be kept."""
    seen = set()
    for op_def in op_list.op:
        if op_def.name in seen:
            raise ValueError(f"op {op_def.name!r} is listed twice")
        seen.add(op_def.name)
