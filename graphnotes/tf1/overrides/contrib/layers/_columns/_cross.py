"""Crossed columns: each combination of several columns' values is one hashed id.

With a hash key the ids come from the same op as in 1.15. Without one, 1.15 used a compiled op of contrib; its ids are
computed here from ops that there are: a fingerprint for each string (an integer is its own), combined from left to right.
"""

from __future__ import annotations

import collections

from tensorflow.python.ops import gen_sparse_ops

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.layers._columns._base import (
    FeatureColumn,
    LinearArguments,
    check_checkpoint,
    tensor_of,
)
from graphnotes.tf1.overrides.contrib.layers._columns._core import Categorical
from graphnotes.tf1.overrides.contrib.layers._columns._dense import _BucketizedColumn
from graphnotes.tf1.overrides.contrib.layers._columns._sparse import _SparseColumn
from graphnotes.tf1.rebuilt.op_defs import as_today

SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY = 956888297470
_SEED = 0xDECAFCAFFE
_INCREMENT = 0x9E3779B97F4A7800 - 2**64  # as a signed number
_MOST_BUCKETS = 2**63 - 1


class _CrossedColumn(
    FeatureColumn,
    Categorical,
    collections.namedtuple(
        "_CrossedColumn",
        ["columns", "hash_bucket_size", "hash_key", "combiner", "ckpt_to_load_from", "tensor_name_in_ckpt"],
    ),
):
    """Combinations of the values of sparse and bucketized columns."""

    def __new__(cls, columns, hash_bucket_size, hash_key, combiner="sum", ckpt_to_load_from=None, tensor_name_in_ckpt=None):
        for column in columns:
            if not isinstance(column, (_SparseColumn, _CrossedColumn, _BucketizedColumn)):
                raise TypeError(
                    "columns must be a set of _SparseColumn, _CrossedColumn, or _BucketizedColumn instances. "
                    f"(column {column} is a {type(column).__name__})"
                )
        if len(columns) < 2:
            raise ValueError(f"columns must contain at least 2 elements. columns: {columns}")
        if hash_bucket_size < 2:
            raise ValueError(f"hash_bucket_size must be at least 2. hash_bucket_size: {hash_bucket_size}")
        check_checkpoint(ckpt_to_load_from, tensor_name_in_ckpt)
        in_order = tuple(sorted(columns, key=lambda column: column.name))
        return super().__new__(cls, in_order, hash_bucket_size, hash_key, combiner, ckpt_to_load_from, tensor_name_in_ckpt)

    @property
    def name(self) -> str:
        return "_X_".join(sorted(column.name for column in self.columns))

    @property
    def key(self) -> str:
        return str(self)

    @property
    def length(self) -> int:
        return self.hash_bucket_size

    @property
    def config(self) -> dict:
        return {name: feature for column in self.columns for name, feature in column.config.items()}

    def id_tensor(self, tensor):
        return tensor

    def weight_tensor(self, tensor):
        return None

    def _leaves(self):
        for column in self.columns:
            yield from column._leaves() if isinstance(column, _CrossedColumn) else [column]

    def insert_transformed_feature(self, columns_to_tensors: dict) -> None:
        features = []
        for column in self._leaves():
            if isinstance(column, _BucketizedColumn):
                features.append(column.to_sparse_tensor(tensor_of(column, columns_to_tensors)))
            else:
                features.append(columns_to_tensors[column.name])
        columns_to_tensors[self] = sparse_feature_cross(features, True, self.hash_bucket_size, "cross", self.hash_key)

    def _to_dnn_input_layer(self, tensor, weight_collections=None, trainable=True, output_rank=2):
        raise ValueError(f"CrossedColumn is not supported in DNN. Please use embedding_column. column: {self}")

    def _wide_embedding_lookup_arguments(self, tensor):
        return LinearArguments(tensor, None, self.length, tf.zeros_initializer(), self.combiner)


def crossed_column(
    columns, hash_bucket_size, combiner="sum", ckpt_to_load_from=None, tensor_name_in_ckpt=None, hash_key=None
):
    """The combinations of columns' values, hashed into `hash_bucket_size` ids (tf.contrib.layers.crossed_column).

    Args:
        columns: sparse, bucketized and crossed columns.
        hash_key: key of the better hash.

    Raises:
        TypeError: another kind of column.
        ValueError: fewer than two columns or buckets.
    """
    return _CrossedColumn(columns, hash_bucket_size, hash_key, combiner, ckpt_to_load_from, tensor_name_in_ckpt)


def sparse_feature_cross(inputs, hashed_output=False, num_buckets=0, name=None, hash_key=None):
    """All combinations of the inputs' values, row by row (tf.contrib.layers.sparse_feature_cross).

    Args:
        inputs: list of SparseTensors [batch, any] and dense tensors [batch, n], of strings or integers.
        hashed_output: give ids (int64) instead of joined strings.
        num_buckets: how many ids there are; 0: as many as int64 has.

    Raises:
        TypeError: not a list of tensors.
    """
    if not isinstance(inputs, list):
        raise TypeError("Inputs must be a list")
    if not all(isinstance(i, tf.SparseTensor) or tf.contrib.framework.is_tensor(i) for i in inputs):
        raise TypeError("All inputs must be SparseTensors")
    sparse = [_comparable(i) for i in inputs if isinstance(i, tf.SparseTensor)]
    dense = [i if i.dtype == tf.string else tf.cast(i, tf.int64) for i in inputs if not isinstance(i, tf.SparseTensor)]
    if hashed_output and not hash_key:
        return _cross_by_combining([*sparse, *map(_rows, dense)], num_buckets, name)
    strings = all(i.dtype == tf.string for i in [*sparse, *dense])
    indices, values, shape = gen_sparse_ops.sparse_cross(
        indices=[s.indices for s in sparse],
        values=[s.values for s in sparse],
        shapes=[s.dense_shape for s in sparse],
        dense_inputs=dense,
        hashed_output=hashed_output,
        num_buckets=num_buckets,
        hash_key=hash_key or SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY,
        out_type=tf.int64 if hashed_output else tf.string,
        internal_type=tf.string if strings else tf.int64,
        name=name or "SparseFeatureCrossV2",
    )
    return tf.SparseTensor(indices, values, shape)


def _comparable(sparse):
    """The sparse tensor with strings or 64-bit integers for values."""
    values = sparse.values
    if values.dtype != tf.string:
        values = tf.cast(values, tf.int64)
    return tf.SparseTensor(sparse.indices, values, sparse.dense_shape)


def _rows(dense):
    """A dense tensor [batch, n] as a sparse one with all its elements."""
    shape = tf.shape(dense, out_type=tf.int64)
    rows = tf.reshape(tf.tile(tf.expand_dims(tf.range(shape[0]), 1), tf.stack([1, shape[1]])), [-1])
    columns = tf.tile(tf.range(shape[1]), tf.expand_dims(shape[0], 0))
    return tf.SparseTensor(tf.stack([rows, columns], 1), tf.reshape(dense, [-1]), shape)


def _fingerprints(values):
    """64 bits for each value: an integer is its own, a string's is FarmHash64's."""
    if values.dtype != tf.string:
        return values
    return tf.bitcast(tf.raw_ops.Fingerprint(data=values, method="farmhash64"), tf.int64)


def _cross_by_combining(features, num_buckets, name):
    """The ids of 1.15's hash without a key: fingerprints combined one after the other, the last feature changing fastest."""
    with tf.name_scope(name, "SparseFeatureCross"):
        batch = features[0].dense_shape[0]
        rows, hashed = tf.range(batch), tf.fill([batch], tf.constant(_SEED, tf.int64))
        for feature in features:
            feature_rows = feature.indices[:, 0]
            counts = tf.math.unsorted_segment_sum(tf.ones_like(feature_rows), feature_rows, batch)
            repeated = tf.repeat(tf.range(tf.size(rows, out_type=tf.int64)), tf.gather(counts, rows))
            rows_now = tf.gather(rows, repeated)
            starts = tf.gather(tf.cumsum(counts, exclusive=True), rows_now)
            within = _within(tf.gather(counts, rows))
            fingerprint = tf.gather(_fingerprints(feature.values), starts + within)
            hashed, rows = _combine(tf.gather(hashed, repeated), fingerprint), rows_now
        with as_today():
            ids = tf.bitcast(hashed, tf.uint64) % tf.constant(num_buckets or _MOST_BUCKETS, tf.uint64)
        per_row = tf.math.unsorted_segment_sum(tf.ones_like(rows), rows, batch)
        width = tf.maximum(tf.reduce_max(per_row), tf.constant(0, tf.int64))
        indices = tf.stack([rows, _within(per_row)], 1)
        return tf.SparseTensor(indices, tf.bitcast(ids, tf.int64), tf.stack([batch, width]))


def _within(counts):
    """0, 1, ... for each count, one after the other: [2, 3] gives [0, 1, 0, 1, 2]."""
    total = tf.range(tf.reduce_sum(counts))
    return total - tf.repeat(tf.cumsum(counts, exclusive=True), counts)


def _combine(seed, value):
    left = tf.bitwise.left_shift(seed, tf.constant(10, tf.int64))
    right = tf.bitwise.right_shift(seed, tf.constant(4, tf.int64))  # with the sign, as 1.15's signed numbers
    return tf.bitwise.bitwise_xor(seed, value + tf.constant(_INCREMENT, tf.int64) + left + right)
