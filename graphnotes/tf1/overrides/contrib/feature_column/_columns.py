"""Columns of sequences (tf.contrib.feature_column): a sparse feature [batch, steps] (or [batch, steps, ...])."""

from __future__ import annotations

from typing import NamedTuple

from tensorflow.python.feature_column import feature_column as fc
from tensorflow.python.feature_column import utils as fc_utils

from graphnotes.tf1 import root as tf


def sequence_categorical_column_with_identity(key, num_buckets, default_value=None):
    """A sequence of integers in [0, num_buckets); others become `default_value`, or an error."""
    return fc._SequenceCategoricalColumn(fc._categorical_column_with_identity(key, num_buckets, default_value))


def sequence_categorical_column_with_hash_bucket(key, hash_bucket_size, dtype=tf.string):
    """A sequence of strings or integers, hashed into `hash_bucket_size` numbers."""
    return fc._SequenceCategoricalColumn(fc._categorical_column_with_hash_bucket(key, hash_bucket_size, dtype))


def sequence_categorical_column_with_vocabulary_file(
    key, vocabulary_file, vocabulary_size=None, num_oov_buckets=0, default_value=None, dtype=tf.string
):
    """A sequence of words of a file, one a line; others are hashed into `num_oov_buckets` or become `default_value`."""
    return fc._SequenceCategoricalColumn(
        fc._categorical_column_with_vocabulary_file(key, vocabulary_file, vocabulary_size, num_oov_buckets, default_value, dtype)
    )


def sequence_categorical_column_with_vocabulary_list(key, vocabulary_list, dtype=None, default_value=-1, num_oov_buckets=0):
    """A sequence of words of a list; others are hashed into `num_oov_buckets` or become `default_value`."""
    return fc._SequenceCategoricalColumn(
        fc._categorical_column_with_vocabulary_list(key, vocabulary_list, dtype, default_value, num_oov_buckets)
    )


def sequence_numeric_column(key, shape=(1,), default_value=0.0, dtype=tf.float32, normalizer_fn=None):
    """A sequence of numbers, `shape` of them a step; shorter sequences are filled up with `default_value`.

    Args:
        key: name of the feature.
        shape: of one step.
        default_value: fills up.
        dtype: of the feature.
        normalizer_fn: applied to the sparse feature before.

    Raises:
        ValueError: the shape is not made of positive integers, or the dtype is not a number's.
        TypeError: `normalizer_fn` cannot be called.
    """
    shape = fc._check_shape(shape=shape, key=key)
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype must be convertible to float. dtype: {dtype}, key: {key}")
    if normalizer_fn is not None and not callable(normalizer_fn):
        raise TypeError(f"normalizer_fn must be a callable. Given: {normalizer_fn}")
    return _SequenceNumericColumn(_Numbers(key, shape, default_value, dtype, normalizer_fn))


class _Numbers(NamedTuple):
    key: str
    shape: tuple
    default_value: float
    dtype: object
    normalizer_fn: object


class _SequenceNumericColumn(fc._SequenceDenseColumn):
    def __init__(self, numbers: _Numbers) -> None:
        self._numbers = numbers

    def __getattr__(self, name: str) -> object:
        if name in _Numbers._fields:
            return getattr(self._numbers, name)
        raise AttributeError(name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SequenceNumericColumn) and self._numbers == other._numbers

    def __hash__(self) -> int:
        return hash(self._numbers)

    @property
    def name(self) -> str:
        return self.key

    @property
    def _parse_example_spec(self) -> dict:
        return {self.key: tf.VarLenFeature(self.dtype)}

    def _transform_feature(self, inputs):
        feature = inputs.get(self.key)
        return feature if self.normalizer_fn is None else self.normalizer_fn(feature)

    @property
    def _variable_shape(self):
        return tf.TensorShape(self.shape)

    def _get_sequence_dense_tensor(self, inputs, weight_collections=None, trainable=None):
        sparse = inputs.get(self)
        dense = tf.sparse_tensor_to_dense(sparse, default_value=self.default_value)
        dense = tf.reshape(dense, tf.concat([tf.shape(dense)[:1], [-1], self._variable_shape], axis=0))
        each = self._variable_shape.num_elements() if sparse.shape.ndims == 2 else 1
        lengths = fc_utils.sequence_length_from_sparse_tensor(sparse, num_elements=each)
        return fc._SequenceDenseColumn.TensorSequenceLengthPair(dense_tensor=dense, sequence_length=lengths)
