"""tensorflow.python.framework.op_def_registry: generated wrappers announced their ops here; the runtime knows them itself."""

__all__ = ["register_op_list"]


def register_op_list(op_list) -> None:
    """Check that an OpList names no op twice, as 1.15 did; nothing needs to be kept."""
    seen = set()
    for op_def in op_list.op:
        if op_def.name in seen:
            raise ValueError(f"op {op_def.name!r} is listed twice")
        seen.add(op_def.name)
