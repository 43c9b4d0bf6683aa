"""How an op's inputs become tensors: a Python number takes the default type of the op's attribute, where it has one."""

from __future__ import annotations

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.framework.op_def_library", "_ExtractDefaultTypesAndAllowedTypes")
def extract_default_types(op_def, default_types, allowed_types) -> None:
    """Leaves out the types an attribute allows: today's TensorFlow tries those before the default, 1.15 had the default first."""
    extract_default_types.original(op_def, default_types, allowed_types)
    allowed_types.clear()
