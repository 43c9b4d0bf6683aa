"""Columns of ids: hashed strings, vocabularies, integers, and ids with weights."""

from __future__ import annotations

import collections

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib import lookup
from graphnotes.tf1.overrides.contrib.layers._columns._base import (
    FeatureColumn,
    LinearArguments,
    real_valued,
    tensor_of,
)
from graphnotes.tf1.overrides.contrib.layers._columns._core import Categorical

_FIELDS = ["column_name", "is_integerized", "bucket_size", "lookup_config", "combiner", "dtype"]
_LookupFields = collections.namedtuple(
    "_SparseIdLookupConfig", ["vocabulary_file", "keys", "num_oov_buckets", "vocab_size", "default_value"]
)


class _SparseIdLookupConfig(_LookupFields):
    def __new__(cls, vocabulary_file=None, keys=None, num_oov_buckets=0, vocab_size=None, default_value=-1):
        return super().__new__(cls, vocabulary_file, keys, num_oov_buckets, vocab_size, default_value)


class _SparseColumn(FeatureColumn, Categorical, collections.namedtuple("_SparseColumn", _FIELDS)):
    """Ids of one feature, any number of them per example."""

    def __new__(cls, column_name, is_integerized=False, bucket_size=None, lookup_config=None, combiner="sum", dtype=None):
        dtype = tf.string if dtype is None else dtype
        if is_integerized and bucket_size is None:
            raise ValueError(f"bucket_size must be set if is_integerized is True. column_name: {column_name}")
        if is_integerized and not dtype.is_integer:
            raise ValueError(
                f"dtype must be an integer if is_integerized is True. dtype: {dtype}, column_name: {column_name}."
            )
        if dtype != tf.string and not dtype.is_integer:
            raise ValueError(f"dtype must be string or integer. dtype: {dtype}, column_name: {column_name}")
        if bucket_size is None and lookup_config is None:
            raise ValueError(f"one of bucket_size or lookup_config must be set. column_name: {column_name}")
        if bucket_size is not None and bucket_size < 1:
            raise ValueError(f"bucket_size must be at least 1. bucket_size: {bucket_size}, column_name: {column_name}")
        return super().__new__(cls, column_name, is_integerized, bucket_size, lookup_config, combiner, dtype)

    @property
    def key(self) -> str:
        return str(self)

    @property
    def length(self) -> int:
        """How many ids there are."""
        if self.bucket_size is not None:
            return self.bucket_size
        return self.lookup_config.vocab_size + self.lookup_config.num_oov_buckets

    @property
    def config(self) -> dict:
        return {self.column_name: tf.VarLenFeature(self.dtype)}

    def id_tensor(self, tensor):
        return tensor

    def weight_tensor(self, tensor):
        return None

    def is_compatible(self, other) -> bool:
        """Whether both columns may share an embedding."""
        if self.lookup_config and other.lookup_config:
            return self.lookup_config == other.lookup_config
        integers = self.dtype.is_integer and other.dtype.is_integer
        compatible = self.length == other.length and (self.dtype == other.dtype or integers)
        if compatible:
            tf.logging.warn(f"Column {self.name} and {other.name} may not have the same vocabulary.")
        return compatible

    def insert_transformed_feature(self, columns_to_tensors: dict) -> None:
        columns_to_tensors[self] = self._ids(self._sparse(columns_to_tensors[self.name]))

    def _sparse(self, tensor):
        if isinstance(tensor, tf.SparseTensor):
            return tensor
        absent = "" if tensor.dtype == tf.string else -1
        return dense_to_sparse_tensor(real_valued(tensor, 2, self.name), absent)

    def _to_dnn_input_layer(self, tensor, weight_collections=None, trainable=True, output_rank=2):
        raise ValueError(
            f"SparseColumn is not supported in DNN. Please use embedding_column or one_hot_column. column: {self}"
        )

    def _wide_embedding_lookup_arguments(self, tensor):
        ids, weights = self.id_tensor(tensor), self.weight_tensor(tensor)
        return LinearArguments(ids, weights, self.length, tf.zeros_initializer(), self.combiner)


class _SparseColumnIntegerized(_SparseColumn):
    def _ids(self, sparse):
        return tf.SparseTensor(sparse.indices, tf.mod(sparse.values, self.bucket_size, name="mod"), sparse.dense_shape)


class _SparseColumnHashed(_SparseColumn):
    def __new__(
        cls,
        column_name,
        is_integerized=False,
        bucket_size=None,
        lookup_config=None,
        combiner="sum",
        dtype=None,
        hash_keys=None,
    ):
        if hash_keys is not None:
            if not isinstance(hash_keys, list) or not hash_keys:
                raise ValueError("hash_keys must be a non-empty list.")
            if not all(isinstance(pair, list) and len(pair) == 2 and all(isinstance(k, int) for k in pair) for pair in hash_keys):
                raise ValueError("Each element of hash_keys must be a pair of integers.")
        column = super().__new__(cls, column_name, is_integerized, bucket_size, lookup_config, combiner, dtype)
        column.hash_keys = hash_keys
        return column

    def _ids(self, sparse):
        values = tf.as_string(sparse.values) if self.dtype.is_integer else sparse.values
        if not self.hash_keys:
            ids = tf.string_to_hash_bucket_fast(values, self.bucket_size, name="lookup")
            return tf.SparseTensor(sparse.indices, ids, sparse.dense_shape)
        hashed = [tf.string_to_hash_bucket_strong(values, self.bucket_size, key) for key in self.hash_keys]
        parts = [tf.SparseTensor(sparse.indices, ids, sparse.dense_shape) for ids in hashed]
        return tf.sparse_concat(axis=1, sp_inputs=parts, name="lookup")


class _SparseColumnKeys(_SparseColumn):
    def _ids(self, sparse):
        table = lookup.index_table_from_tensor(
            mapping=tuple(self.lookup_config.keys),
            default_value=self.lookup_config.default_value,
            dtype=self.dtype,
            name="lookup",
        )
        return table.lookup(sparse)


class _SparseColumnVocabulary(_SparseColumn):
    def _ids(self, sparse):
        if self.dtype.is_integer:
            sparse = tf.SparseTensor(sparse.indices, tf.as_string(sparse.values), sparse.dense_shape)
        table = lookup.index_table_from_file(
            vocabulary_file=self.lookup_config.vocabulary_file,
            num_oov_buckets=self.lookup_config.num_oov_buckets,
            vocab_size=self.lookup_config.vocab_size,
            default_value=self.lookup_config.default_value,
            name=f"{self.name}_lookup",
        )
        return table.lookup(sparse)


class _WeightedSparseColumn(
    FeatureColumn,
    Categorical,
    collections.namedtuple("_WeightedSparseColumn", ["sparse_id_column", "weight_column_name", "dtype"]),
):
    """Ids of one feature, their weights of another."""

    @property
    def name(self) -> str:
        return f"{self.sparse_id_column.name}_weighted_by_{self.weight_column_name}"

    @property
    def key(self) -> str:
        return str(self)

    @property
    def length(self) -> int:
        return self.sparse_id_column.length

    @property
    def lookup_config(self):
        return self.sparse_id_column.lookup_config

    @property
    def config(self) -> dict:
        return {**self.sparse_id_column.config, self.weight_column_name: tf.VarLenFeature(self.dtype)}

    def id_tensor(self, tensor):
        return tensor[0]

    def weight_tensor(self, tensor):
        return tensor[1]

    def is_compatible(self, other) -> bool:
        return self.sparse_id_column.is_compatible(getattr(other, "sparse_id_column", other))

    def insert_transformed_feature(self, columns_to_tensors: dict) -> None:
        ids = tensor_of(self.sparse_id_column, columns_to_tensors)
        weights = columns_to_tensors[self.weight_column_name]
        if not isinstance(weights, tf.SparseTensor):
            weights = dense_to_sparse_tensor(weights)
        if not self.dtype.is_floating:
            weights = tf.cast(weights, tf.float32)
        columns_to_tensors[self] = (ids, weights)

    def _to_dnn_input_layer(self, tensor, weight_collections=None, trainable=True, output_rank=2):
        raise ValueError(
            f"WeightedSparseColumn is not supported in DNN. Please use embedding_column or one_hot_column. column: {self}"
        )

    def _wide_embedding_lookup_arguments(self, tensor):
        ids, weights = self.id_tensor(tensor), self.weight_tensor(tensor)
        return LinearArguments(ids, weights, self.length, tf.zeros_initializer(), self.sparse_id_column.combiner)


def dense_to_sparse_tensor(dense, ignore_value=None):
    """The elements of a dense tensor that aren't `ignore_value` (default 0 or "") as a SparseTensor."""
    with tf.name_scope("DenseToSparseTensor"):
        dense = tf.convert_to_tensor(dense)
        if ignore_value is None:
            ignore_value = "" if dense.dtype == tf.string else dense.dtype.as_numpy_dtype()
        ignored = tf.cast(ignore_value, dense.dtype, name="ignore_value")
        indices = tf.where(tf.not_equal(dense, ignored), name="indices")
        values = tf.gather_nd(dense, indices, name="values")
        return tf.SparseTensor(indices, values, tf.shape(dense, out_type=tf.int64, name="dense_shape"))


def sparse_column_with_integerized_feature(column_name, bucket_size, combiner="sum", dtype=tf.int64):
    """Column of integers, taken modulo `bucket_size` (tf.contrib.layers.sparse_column_with_integerized_feature).

    Args:
        combiner: "sum", "mean" or "sqrtn": how the weights of an example's ids are put together.

    Raises:
        ValueError: `bucket_size` is less than 1 or `dtype` is no integer.
    """
    return _SparseColumnIntegerized(column_name, True, bucket_size, combiner=combiner, dtype=dtype)


def sparse_column_with_hash_bucket(column_name, hash_bucket_size, combiner="sum", dtype=tf.string, hash_keys=None):
    """Column of strings or integers, hashed into `hash_bucket_size` ids (tf.contrib.layers.sparse_column_with_hash_bucket).

    Args:
        hash_keys: pairs of integers; each gives the feature one more, strongly hashed id.

    Raises:
        ValueError: wrong size, dtype or keys.
    """
    return _SparseColumnHashed(column_name, False, hash_bucket_size, None, combiner, dtype, hash_keys)


def sparse_column_with_keys(column_name, keys, default_value=-1, combiner="sum", dtype=tf.string):
    """Column of the ids of `keys` in their order, others `default_value` (tf.contrib.layers.sparse_column_with_keys)."""
    keys = tuple(keys)
    config = _SparseIdLookupConfig(keys=keys, vocab_size=len(keys), default_value=default_value)
    return _SparseColumnKeys(column_name, lookup_config=config, combiner=combiner, dtype=dtype)


def sparse_column_with_vocabulary_file(
    column_name, vocabulary_file, num_oov_buckets=0, vocab_size=None, default_value=-1, combiner="sum", dtype=tf.string
):
    """Column of the line numbers of a vocabulary file (tf.contrib.layers.sparse_column_with_vocabulary_file).

    Raises:
        ValueError: no `vocab_size`.
    """
    if vocab_size is None:
        raise ValueError(f"vocab_size should be defined. column_name: {column_name}")
    config = _SparseIdLookupConfig(vocabulary_file, None, num_oov_buckets, vocab_size, default_value)
    return _SparseColumnVocabulary(column_name, lookup_config=config, combiner=combiner, dtype=dtype)


def weighted_sparse_column(sparse_id_column, weight_column_name, dtype=tf.float32):
    """A sparse column with the weights of another feature (tf.contrib.layers.weighted_sparse_column).

    Raises:
        ValueError: `dtype` is no number.
    """
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype is not convertible to float. Given {dtype}")
    return _WeightedSparseColumn(sparse_id_column, weight_column_name, dtype)
