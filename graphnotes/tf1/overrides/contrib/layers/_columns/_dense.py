"""Columns of numbers: real values, and real values sorted into buckets."""

from __future__ import annotations

import collections
import itertools

from tensorflow.python.ops.math_ops import _bucketize

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.layers._columns._base import (
    FeatureColumn,
    LinearArguments,
    real_valued,
    tensor_of,
)
from graphnotes.tf1.overrides.contrib.layers._columns._core import Categorical, Dense


class _RealValuedColumn(
    FeatureColumn,
    Dense,
    collections.namedtuple("_RealValuedColumn", ["column_name", "dimension", "default_value", "dtype", "normalizer"]),
):
    """`dimension` numbers per example."""

    _functions = ("normalizer",)

    @property
    def config(self) -> dict:
        default = None if self.default_value is None else list(self.default_value)
        return {self.column_name: tf.FixedLenFeature([self.dimension], self.dtype, default)}

    @property
    def _width(self) -> int:
        return self.dimension

    @property
    def normalizer_fn(self):
        return self.normalizer

    def insert_transformed_feature(self, columns_to_tensors: dict) -> None:
        tensor = columns_to_tensors[self.name]
        if self.normalizer is not None:
            tensor = self.normalizer(tensor)
        columns_to_tensors[self] = tf.cast(tensor, tf.float32)

    def _to_dense_tensor(self, tensor):
        return tensor

    def _to_dnn_input_layer(self, tensor, weight_collections=None, trainable=True, output_rank=2):
        if tensor.dtype != tf.float32:
            tensor = tf.cast(tensor, tf.float32)
        return real_valued(tensor, output_rank, self.name)


class _BucketizedColumn(
    FeatureColumn, Categorical, Dense, collections.namedtuple("_BucketizedColumn", ["source_column", "boundaries"])
):
    """Which of the buckets between `boundaries` each number of a real valued column falls in."""

    def __new__(cls, source_column, boundaries):
        if not isinstance(source_column, _RealValuedColumn):
            raise TypeError(f"source_column must be an instance of _RealValuedColumn. source_column: {source_column}")
        if source_column.dimension is None:
            raise ValueError(f"source_column must have a defined dimension. source_column: {source_column}")
        if not isinstance(boundaries, (list, tuple)) or not boundaries:
            raise ValueError(f"boundaries must be a non-empty list or tuple. boundaries: {boundaries}")
        if any(low > high for low, high in itertools.pairwise(boundaries)):
            raise ValueError(f"boundaries must be a sorted list. boundaries: {boundaries}")
        return super().__new__(cls, source_column, tuple(dict.fromkeys(boundaries)))

    @property
    def name(self) -> str:
        return f"{self.source_column.name}_bucketized"

    @property
    def key(self) -> str:
        return str(self)

    @property
    def length(self) -> int:
        return len(self.boundaries) + 1

    @property
    def config(self) -> dict:
        return self.source_column.config

    def insert_transformed_feature(self, columns_to_tensors: dict) -> None:
        numbers = tensor_of(self.source_column, columns_to_tensors)
        columns_to_tensors[self] = _bucketize(numbers, boundaries=list(self.boundaries), name="bucketize")

    def _to_dnn_input_layer(self, tensor, weight_collections=None, trainable=True, output_rank=2):
        if output_rank != 2:
            raise ValueError("BucketizedColumn currently only supports output_rank=2")
        buckets = tf.one_hot(tf.cast(tensor, tf.int64), self.length, 1.0, 0.0, name="one_hot")
        return tf.reshape(buckets, [-1, self.length * self.source_column.dimension], name="reshape")

    @property
    def _width(self) -> int:
        return self.length * self.source_column.dimension

    _num_buckets = _width

    def id_tensor(self, tensor):
        return self.to_sparse_tensor(tensor)

    def weight_tensor(self, tensor):
        return None

    def _get_dense_tensor(self, inputs, weight_collections=None, trainable=None):
        return self._to_dnn_input_layer(inputs.get(self), weight_collections, trainable)

    def to_sparse_tensor(self, tensor):
        """Buckets [batch, dimension] as ids, those of each dimension in their own range."""
        dimension = self.source_column.dimension
        batch_size = tf.shape(tensor, name="shape")[0]
        if dimension > 1:
            rows = tf.expand_dims(tf.range(0, batch_size), 1, name="expand_dims")
            rows = tf.reshape(tf.tile(rows, [1, dimension], name="tile"), [-1], name="reshape")
            places = tf.tile(tf.range(0, dimension), [batch_size], name="tile")
            ids = tf.reshape(tensor, [-1], name="reshape") + self.length * places
        else:
            rows = tf.range(0, batch_size)
            places = tf.zeros([batch_size], dtype=tf.int32, name="zeros")
            ids = tf.reshape(tensor, [-1], name="reshape")
        indices = tf.cast(tf.transpose(tf.stack((rows, places))), tf.int64)
        return tf.SparseTensor(indices, ids, tf.cast(tf.stack([batch_size, dimension]), tf.int64))

    def _wide_embedding_lookup_arguments(self, tensor):
        size = self.length * self.source_column.dimension
        return LinearArguments(self.to_sparse_tensor(tensor), None, size, tf.zeros_initializer(), "sum")


def real_valued_column(column_name, dimension=1, default_value=None, dtype=tf.float32, normalizer=None):
    """Column of `dimension` numbers (tf.contrib.layers.real_valued_column).

    Args:
        default_value: a number, or one per dimension, for examples without the feature.
        normalizer: function of the feature's tensor, applied before anything else.

    Raises:
        TypeError: `dimension` is no integer, or `default_value` doesn't fit `dtype`.
        ValueError: `dimension` is less than 1, `dtype` is no number, or there are too few default values.
    """
    where = f"column_name: {column_name}"
    if dimension is None:
        raise TypeError(
            "dimension must be an integer. Use the _real_valued_var_len_column for variable length features."
            f"dimension: {dimension}, {where}"
        )
    if not isinstance(dimension, int):
        raise TypeError(f"dimension must be an integer. dimension: {dimension}, {where}")
    if dimension < 1:
        raise ValueError(f"dimension must be greater than 0. dimension: {dimension}, {where}")
    if not (dtype.is_integer or dtype.is_floating):
        raise ValueError(f"dtype must be convertible to float. dtype: {dtype}, {where}")
    if default_value is not None:
        default_value = _defaults(default_value, dimension, dtype, where)
    return _RealValuedColumn(column_name, dimension, default_value, dtype, normalizer)


def _defaults(value, dimension, dtype, where):
    values = value if isinstance(value, list) else [value] * dimension
    if len(values) != dimension:
        raise ValueError(
            f"The length of default_value must be equal to dimension. default_value: {value}, dimension: {dimension}, {where}"
        )
    if dtype.is_integer and all(isinstance(v, int) for v in values):
        return tuple(values)
    if dtype.is_floating and all(isinstance(v, (int, float)) for v in values):
        return tuple(float(v) for v in values)
    raise TypeError(f"default_value must be compatible with dtype. default_value: {value}, dtype: {dtype}, {where}")


def bucketized_column(source_column, boundaries):
    """A real valued column sorted into len(boundaries) + 1 buckets (tf.contrib.layers.bucketized_column).

    Raises:
        TypeError: the source is no real valued column.
        ValueError: the boundaries are empty or not sorted.
    """
    return _BucketizedColumn(source_column, boundaries)
