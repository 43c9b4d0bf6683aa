"""Columns that turn ids into dense vectors: one-hot vectors and embeddings."""

from __future__ import annotations

import collections
import math
from collections.abc import Sequence

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import model_variable
from graphnotes.tf1.overrides.contrib.layers._columns._base import (
    EmbeddingArguments,
    FeatureColumn,
    check_checkpoint,
    tensor_of,
)
from graphnotes.tf1.overrides.contrib.layers._columns._core import Dense
from graphnotes.tf1.overrides.contrib.layers._columns._scattered import (
    scattered_embedding_lookup_sparse,
)
from graphnotes.tf1.overrides.contrib.layers._columns._sparse import (
    _SparseColumn,
    _WeightedSparseColumn,
)
from graphnotes.tf1.overrides.contrib.layers._embedding import (
    safe_embedding_lookup_sparse,
)
from graphnotes.tf1.overrides.contrib.layers._reshaping import inner_flatten

_EMBEDDING_FIELDS = [
    "sparse_id_column",
    "dimension",
    "combiner",
    "initializer",
    "ckpt_to_load_from",
    "tensor_name_in_ckpt",
    "shared_embedding_name",
    "shared_vocab_size",
    "max_norm",
    "trainable",
]


class _OneHotColumn(FeatureColumn, Dense, collections.namedtuple("_OneHotColumn", ["sparse_id_column"])):
    """How often (or with which weight) each id occurs."""

    @property
    def name(self) -> str:
        return f"{self.sparse_id_column.name}_one_hot"

    @property
    def key(self) -> str:
        return str(self)

    @property
    def length(self) -> int:
        return self.sparse_id_column.length

    @property
    def config(self) -> dict:
        return self.sparse_id_column.config

    def insert_transformed_feature(self, columns_to_tensors: dict) -> None:
        columns_to_tensors[self] = tensor_of(self.sparse_id_column, columns_to_tensors)

    @property
    def _width(self) -> int:
        return self.length

    def _transform_feature(self, inputs):
        return self._to_dnn_input_layer(inputs.get(self.sparse_id_column))

    def _to_dnn_input_layer(self, tensor, weight_collections=None, trainable=False, output_rank=2):
        ids = inner_flatten(self.sparse_id_column.id_tensor(tensor), output_rank)
        weights = self.sparse_id_column.weight_tensor(tensor)
        if weights is None:
            dense_ids = tf.sparse_tensor_to_dense(ids, default_value=-1)
            one_hot = tf.one_hot(dense_ids, depth=self.length, on_value=1.0, off_value=0.0)
            return tf.reduce_sum(one_hot, axis=[output_rank - 1])
        weighted = tf.sparse_merge(sp_ids=ids, sp_values=weights, vocab_size=self.length)
        weighted = tf.sparse_slice(weighted, tf.zeros_like(weighted.dense_shape), weighted.dense_shape)
        dense = tf.sparse_tensor_to_dense(weighted)
        return tf.reshape(dense, tf.concat([tf.shape(dense)[:-1], [self.length]], axis=0))


class _Embedded(Dense):
    """What a network reads of a column of embeddings."""

    @property
    def _width(self) -> int:
        return self.dimension

    def _get_dense_tensor(self, inputs, weight_collections=None, trainable=None):
        arguments = self._deep_embedding_lookup_arguments(inputs.get(self))
        return embed(self, arguments, weight_collections, trainable)


class _EmbeddingColumn(FeatureColumn, _Embedded, collections.namedtuple("_EmbeddingColumn", _EMBEDDING_FIELDS)):
    """The combined embeddings of an example's ids."""

    _functions = ("initializer",)

    def __new__(
        cls,
        sparse_id_column,
        dimension,
        combiner="mean",
        initializer=None,
        ckpt_to_load_from=None,
        tensor_name_in_ckpt=None,
        shared_embedding_name=None,
        shared_vocab_size=None,
        max_norm=None,
        trainable=True,
    ):
        if initializer is not None and not callable(initializer):
            raise ValueError(
                f"initializer must be callable if specified. Embedding of column_name: {sparse_id_column.name}"
            )
        check_checkpoint(ckpt_to_load_from, tensor_name_in_ckpt)
        if initializer is None:
            initializer = tf.truncated_normal_initializer(mean=0.0, stddev=1 / math.sqrt(sparse_id_column.length))
        return super().__new__(
            cls,
            sparse_id_column,
            dimension,
            combiner,
            initializer,
            ckpt_to_load_from,
            tensor_name_in_ckpt,
            shared_embedding_name,
            shared_vocab_size,
            max_norm,
            trainable,
        )

    @property
    def name(self) -> str:
        kind = "embedding" if self.shared_embedding_name is None else "shared_embedding"
        return f"{self.sparse_id_column.name}_{kind}"

    @property
    def length(self) -> int:
        return self.sparse_id_column.length if self.shared_vocab_size is None else self.shared_vocab_size

    @property
    def config(self) -> dict:
        return self.sparse_id_column.config

    def insert_transformed_feature(self, columns_to_tensors: dict) -> None:
        columns_to_tensors[self] = tensor_of(self.sparse_id_column, columns_to_tensors)

    def _deep_embedding_lookup_arguments(self, tensor):
        return EmbeddingArguments(
            ids=self.sparse_id_column.id_tensor(tensor),
            weights=self.sparse_id_column.weight_tensor(tensor),
            vocab_size=self.length,
            initializer=self.initializer,
            combiner=self.combiner,
            dimension=self.dimension,
            shared_name=self.shared_embedding_name,
            hash_key=None,
            max_norm=self.max_norm,
            trainable=self.trainable,
        )

    def _wide_embedding_lookup_arguments(self, tensor):
        raise ValueError(f"Column {self} is not supported in linear models. Please use sparse_column.")


class _ScatteredEmbeddingColumn(
    FeatureColumn,
    _Embedded,
    collections.namedtuple(
        "_ScatteredEmbeddingColumn", ["column_name", "size", "dimension", "hash_key", "combiner", "initializer"]
    ),
):
    """Embeddings whose numbers are hashed into one vector of `size` parameters."""

    _functions = ("initializer",)

    @property
    def name(self) -> str:
        return f"{self.column_name}_scattered_embedding"

    @property
    def config(self) -> dict:
        return {self.column_name: tf.VarLenFeature(tf.string)}

    def insert_transformed_feature(self, columns_to_tensors: dict) -> None:
        columns_to_tensors[self] = columns_to_tensors[self.column_name]

    def _deep_embedding_lookup_arguments(self, tensor):
        return EmbeddingArguments(
            tensor, None, self.size, self.initializer, self.combiner, self.dimension, None, self.hash_key, None, True
        )


def embed(column, arguments, weight_collections, trainable, output_rank=2):
    """The embeddings that a column's arguments ask for, their variable made or shared now."""
    ids = inner_flatten(arguments.ids, output_rank)
    weights = None if arguments.weights is None else inner_flatten(arguments.weights, output_rank)
    if arguments.hash_key:
        variable = model_variable(
            name="weights",
            shape=[arguments.vocab_size],
            dtype=tf.float32,
            initializer=arguments.initializer,
            trainable=trainable and arguments.trainable,
            collections=weight_collections,
        )
        return scattered_embedding_lookup_sparse(
            parts_of(variable), ids, arguments.dimension, arguments.combiner, "lookup", arguments.hash_key
        )
    embeddings = _shared_variable(arguments) if arguments.shared_name is not None else []
    if not embeddings:
        variable = model_variable(
            name=arguments.shared_name or "weights",
            shape=[arguments.vocab_size, arguments.dimension],
            dtype=tf.float32,
            initializer=arguments.initializer,
            trainable=trainable and arguments.trainable,
            collections=weight_collections,
        )
        if arguments.shared_name is not None:
            tf.add_to_collection(_shared_collection(arguments.shared_name), variable)
        embeddings = parts_of(variable)
    restore_from_checkpoint(column._checkpoint_path(), embeddings)
    return safe_embedding_lookup_sparse(
        embeddings,
        ids,
        sparse_weights=weights,
        combiner=arguments.combiner,
        name=f"{column.name}weights",
        max_norm=arguments.max_norm,
    )


def _shared_collection(name: str) -> str:
    return "SHARED_EMBEDDING_COLLECTION_" + name.upper()


def _shared_variable(arguments) -> list:
    found = tf.get_collection(_shared_collection(arguments.shared_name))
    if not found:
        return []
    if len(found) > 1:
        raise ValueError(f"Collection {_shared_collection(arguments.shared_name)} can only contain one (partitioned) variable.")
    if found[0].get_shape() != [arguments.vocab_size, arguments.dimension]:
        raise ValueError(
            f"The embedding variable with name {arguments.shared_name} already exists, but its shape does not match required "
            "embedding shape here. Please make sure to use different shared_embedding_name for different shared embeddings."
        )
    return parts_of(found[0])


def parts_of(variable) -> list:
    """A variable, or the parts of a partitioned one."""
    return variable._get_variable_list() if hasattr(variable, "_get_variable_list") else [variable]


def restore_from_checkpoint(source, variables: list) -> None:
    """Let the variables start from `source`, (checkpoint, tensor name), if it is given."""
    if source is not None:
        path, tensor_name = source
        tf.train.init_from_checkpoint(path, {tensor_name: variables[0] if len(variables) == 1 else variables})


def one_hot_column(sparse_id_column):
    """A sparse column as vectors with a 1 for each id (tf.contrib.layers.one_hot_column)."""
    return _OneHotColumn(sparse_id_column)


def embedding_column(
    sparse_id_column,
    dimension,
    combiner="mean",
    initializer=None,
    ckpt_to_load_from=None,
    tensor_name_in_ckpt=None,
    max_norm=None,
    trainable=True,
):
    """A sparse column as embeddings of `dimension` numbers (tf.contrib.layers.embedding_column).

    Args:
        combiner: "mean", "sqrtn" or "sum".
        initializer: default: truncated normal with a standard deviation of 1 / sqrt(number of ids).
        ckpt_to_load_from: checkpoint to start from, with `tensor_name_in_ckpt`.

    Raises:
        ValueError: the initializer is no function, or only half of the checkpoint is given.
    """
    return _EmbeddingColumn(
        sparse_id_column,
        dimension,
        combiner,
        initializer,
        ckpt_to_load_from,
        tensor_name_in_ckpt,
        max_norm=max_norm,
        trainable=trainable,
    )


def shared_embedding_columns(
    sparse_id_columns,
    dimension,
    combiner="mean",
    shared_embedding_name=None,
    initializer=None,
    ckpt_to_load_from=None,
    tensor_name_in_ckpt=None,
    max_norm=None,
    trainable=True,
):
    """Embedding columns with one variable for all (tf.contrib.layers.shared_embedding_columns).

    Raises:
        TypeError: not a sequence of sparse columns.
        ValueError: no columns, or columns with different vocabularies.
    """
    if not isinstance(sparse_id_columns, Sequence) or isinstance(sparse_id_columns, str):
        raise TypeError(
            f"sparse_id_columns must be a non-string sequence (ex: list or tuple) instead of type {type(sparse_id_columns)}."
        )
    if len(sparse_id_columns) < 1:
        raise ValueError("The input sparse_id_columns should have at least one element.")
    for column in sparse_id_columns:
        if not isinstance(column, (_SparseColumn, _WeightedSparseColumn)):
            raise TypeError(f"Elements of sparse_id_columns must be _SparseColumn or _WeightedSparseColumn, but {column} is not.")
    start = (dimension, combiner, initializer, ckpt_to_load_from, tensor_name_in_ckpt)
    if len(sparse_id_columns) == 1:
        only = _EmbeddingColumn(sparse_id_columns[0], *start, shared_embedding_name, max_norm=max_norm, trainable=trainable)
        return [only]
    first, *others = sparse_id_columns
    weighted = isinstance(first, _WeightedSparseColumn)
    if not all(first.is_compatible(c) if weighted else c.is_compatible(first) for c in others):
        raise ValueError("The input sparse id columns are not compatible.")
    name = shared_embedding_name or _shared_name(sparse_id_columns)
    return tuple(
        _EmbeddingColumn(column, *start, name, first.length, max_norm=max_norm, trainable=trainable)
        for column in sparse_id_columns
    )


def _shared_name(columns) -> str:
    plain = sorted((c for c in columns if isinstance(c, _SparseColumn)), key=lambda c: c.name)
    weighted = sorted((c for c in columns if not isinstance(c, _SparseColumn)), key=lambda c: c.name)
    names = [column.name for column in plain + weighted]
    others = f"_plus_{len(names) - 3}_others" if len(names) > 3 else ""
    return "_".join(names[:3]) + others + "_shared_embedding"


def scattered_embedding_column(column_name, size, dimension, hash_key, combiner="mean", initializer=None):
    """A string feature as embeddings hashed into `size` parameters (tf.contrib.layers.scattered_embedding_column).

    A model with it raises NotImplementedError: the hashing op it needs was a compiled part of contrib.

    Raises:
        ValueError: a size below 1, an unknown combiner, or an initializer that is no function.
    """
    if dimension < 1 or size < 1:
        raise ValueError(
            f"Dimension and size must be greater than 0. dimension: {dimension}, size: {size}, column_name: {column_name}"
        )
    if combiner not in ("mean", "sqrtn", "sum"):
        raise ValueError(f"Combiner must be one of 'mean', 'sqrtn' or 'sum'. combiner: {combiner}, column_name: {column_name}")
    if initializer is not None and not callable(initializer):
        raise ValueError(f"initializer must be callable if specified. column_name: {column_name}")
    initializer = initializer or tf.truncated_normal_initializer(mean=0.0, stddev=0.1)
    return _ScatteredEmbeddingColumn(column_name, size, dimension, hash_key, combiner, initializer)
