"""Resource variables: what is gathered from one passes through an Identity."""

from __future__ import annotations

from tensorflow.python.framework import dtypes
from tensorflow.python.ops import array_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.ops.resource_variable_ops", "BaseResourceVariable.sparse_read")
def sparse_read(self, indices, name=None):
    value = sparse_read.original(self, indices, name)
    return value if self._dtype == dtypes.variant else array_ops.identity(value)
