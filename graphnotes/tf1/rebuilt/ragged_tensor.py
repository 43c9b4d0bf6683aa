"""RaggedTensor: its constructor took the row splits, and what else was known of the rows."""

from __future__ import annotations

from tensorflow.python.framework import dtypes
from tensorflow.python.framework.tensor import Tensor

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.ops.ragged.ragged_tensor"


@rebuild(_MODULE, "RaggedTensor.__init__")
def init(
    self,
    values,
    row_splits=None,
    cached_row_lengths=None,
    cached_value_rowids=None,
    cached_nrows=None,
    internal=False,
    row_partition=None,  # TensorFlow's own calls
):
    if internal and row_partition is None:
        from tensorflow.python.ops.ragged.row_partition import (
            RowPartition,
            _row_partition_factory_key,
        )

        if isinstance(row_splits, RowPartition):  # TensorFlow's own call, in what a cond or a loop returns
            return init.original(self, values, row_splits, internal)
        if not isinstance(row_splits, Tensor):
            raise TypeError(f"Row-partitioning argument must be a Tensor, got {row_splits!r}")
        if row_splits.dtype not in (dtypes.int32, dtypes.int64):
            raise ValueError("Row-partitioning argument must be int32 or int64")
        for cached in (cached_row_lengths, cached_value_rowids, cached_nrows):
            if cached is not None and not isinstance(cached, Tensor):
                raise TypeError("Cached value must be a Tensor or None.")
        row_partition = RowPartition(
            row_splits=row_splits,
            row_lengths=cached_row_lengths,
            value_rowids=cached_value_rowids,
            nrows=cached_nrows,
            internal=_row_partition_factory_key,
        )
    init.original(self, values=values, row_partition=row_partition, internal=internal)
