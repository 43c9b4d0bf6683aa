"""Resource variables: what is gathered from one passes through an Identity."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import array_ops, cond, variable_v1

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
