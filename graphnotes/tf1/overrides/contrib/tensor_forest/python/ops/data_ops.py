"""tensorflow.contrib.tensor_forest.python.ops.data_ops: what a model's features are, and one tensor of them all."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.tensor_forest._batch import CATEGORICAL, FLOAT
from graphnotes.tf1.overrides.contrib.tensor_forest.python.ops.tensor_forest_ops import (
    reinterpret_string_to_float,
)

__all__ = [
    "DATA_CATEGORICAL",
    "DATA_FLOAT",
    "DTYPE_TO_FTYPE",
    "CastToFloat",
    "DataColumn",
    "DataColumnCollection",
    "GetColumnName",
    "ParseDataTensorOrDict",
    "ParseLabelTensorOrDict",
    "TensorForestDataSpec",
]

DATA_FLOAT, DATA_CATEGORICAL = FLOAT, CATEGORICAL
DTYPE_TO_FTYPE = {
    tf.string: DATA_CATEGORICAL,
    tf.int32: DATA_CATEGORICAL,
    tf.int64: DATA_CATEGORICAL,
    tf.float32: DATA_FLOAT,
    tf.float64: DATA_FLOAT,
}


class DataColumn:
    """A column of features: its name, what kind they are, and how many."""

    def __init__(self):
        self.name, self.original_type, self.size = "", "", 0

    def SerializeToString(self):
        return f"name: {self.name} original_type: {self.original_type} size: {self.size}"


class DataColumnCollection:
    """Columns, added like the elements of a repeated field."""

    def __init__(self):
        self.cols = []

    def add(self):
        self.cols.append(DataColumn())
        return self.cols[-1]

    def size(self):
        return len(self.cols)

    def SerializeToString(self):
        return "".join(f"{{{column.SerializeToString()}}}" for column in self.cols)


class TensorForestDataSpec:
    """The columns of a model's features."""

    def __init__(self):
        self.sparse, self.dense = DataColumnCollection(), DataColumnCollection()
        self.dense_features_size = 0

    def SerializeToString(self):
        return (
            f"dense_features_size: {self.dense_features_size} dense: [{self.dense.SerializeToString()}] "
            f"sparse: [{self.sparse.SerializeToString()}]"
        )

    def describe(self, collection, name, dtype, size):
        """Add a column to `dense` or `sparse`."""
        column = collection.add()
        column.name, column.original_type, column.size = name, DTYPE_TO_FTYPE[dtype], size


def CastToFloat(tensor):
    """Features as numbers: strings by their hash, integers as they are."""
    if tensor.dtype == tf.string:
        return reinterpret_string_to_float(tensor)
    return tf.cast(tensor, tf.float32) if tensor.dtype.is_integer else tensor


def GetColumnName(column_key, col_num):
    """The name of the column under a key: the key itself, or the name of the feature column it is."""
    return column_key if isinstance(column_key, str) else getattr(column_key, "column_name", str(col_num))


def ParseDataTensorOrDict(data):
    """The features a forest gets.

    Args:
        data: a tensor [n, features], a SparseTensor, or a dict of such.

    Returns:
        a tuple of: the dense features float32 [n, features] or None, the sparse ones (a SparseTensor) or None, and what
        they are, a TensorForestDataSpec.
    """
    spec = TensorForestDataSpec()
    if isinstance(data, dict):
        return *_parse_dict(data, spec), spec
    if isinstance(data, tf.SparseTensor):
        spec.describe(spec.sparse, "sparse_features", data.dtype, -1)
        return None, data, spec
    data = tf.convert_to_tensor(data)
    spec.dense_features_size = data.get_shape()[1]
    spec.describe(spec.dense, "dense_features", data.dtype, spec.dense_features_size)
    return data, None, spec


def _parse_dict(data, spec):
    dense, sparse = [], []
    for key in sorted(data):
        column = data[key]
        if not isinstance(column, tf.SparseTensor):
            shape = column.get_shape()
            size = 1 if len(shape) == 1 else shape[1].value
            spec.describe(spec.dense, GetColumnName(key, len(dense)), column.dtype, size)
            spec.dense_features_size += size
            dense.append(CastToFloat(column))
        elif column.dtype == tf.float32:
            tf.logging.info("TensorForest does not support sparse continuous.")
        else:
            if not sparse:
                spec.describe(spec.sparse, "all_sparse", column.dtype, -1)
            sparse.append(tf.SparseTensor(column.indices, CastToFloat(column.values), column.dense_shape))
    tf.logging.info(spec.SerializeToString())
    return tf.concat(dense, 1) if dense else None, tf.sparse_concat(1, sparse) if sparse else None


def ParseLabelTensorOrDict(labels):
    """Labels as float32: of a tensor, a SparseTensor (-1 where it has none), or a dict of tensors side by side."""
    if isinstance(labels, dict):
        labels = tf.concat([labels[key] for key in sorted(labels)], 1)
    elif isinstance(labels, tf.SparseTensor):
        labels = tf.sparse_tensor_to_dense(labels, default_value=-1)
    return tf.cast(labels, tf.float32)
