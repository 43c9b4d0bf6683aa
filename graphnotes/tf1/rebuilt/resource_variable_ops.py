"""Resource variables: what is gathered from one passes through an Identity; their shapes in conds and loops are ops."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import (
    array_ops,
    cond,
    gen_resource_variable_ops,
    variable_v1,
)

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.resource_variable_ops", "BaseResourceVariable.sparse_read")
def sparse_read(self, indices, name=None):
    value = sparse_read.original(self, indices, name)
    return value if self._dtype == dtypes.variant else array_ops.identity(value)


@rebuild("tensorflow.python.ops.resource_variable_ops", "BaseResourceVariable.initialized_value")
def initialized_value(self):
    """The variable's value, or its initial value as long as it isn't initialized."""
    with ops.init_scope():
        initialized = variable_v1.is_variable_initialized(self)
        return cond.cond(initialized, self.read_value, lambda: self.initial_value)


@rebuild("tensorflow.python.ops.resource_variable_ops", "variable_shape")
def variable_shape(handle, out_type=None):
    """A variable's shape `[rank]`: a constant where it is known, an op where the handle went through a cond or a loop."""
    if handle.op.type in ("Enter", "Exit", "Merge", "NextIteration", "Switch"):
        return gen_resource_variable_ops.variable_shape(handle, out_type=out_type or dtypes.int32)
    return variable_shape.original(handle, out_type)
