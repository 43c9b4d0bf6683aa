"""What all of contrib's feature columns share.

A column's `key` (its fields, without functions) is its identity, and the order in which columns are built: it is 1.15's text,
so a model's variables and seeds come in 1.15's order.
"""

from __future__ import annotations

import collections

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.layers._reshaping import inner_flatten

LinearArguments = collections.namedtuple("LinearArguments", ["ids", "weights", "vocab_size", "initializer", "combiner"])
EmbeddingArguments = collections.namedtuple(
    "EmbeddingArguments",
    ["ids", "weights", "vocab_size", "initializer", "combiner", "dimension", "shared_name", "hash_key", "max_norm", "trainable"],
)


class FeatureColumn:
    """One feature of an example. Subclasses are named tuples."""

    _functions = ()  # fields that are no part of the key

    @property
    def name(self) -> str:
        return self.column_name

    @property
    def config(self) -> dict:
        """How the feature is parsed: {name: tf.VarLenFeature or tf.FixedLenFeature}."""
        raise NotImplementedError(f"Column {self.name} has no parsing specification.")

    @property
    def key(self) -> str:
        fields = (f"{field}={value}" for field, value in zip(self._fields, self) if field not in self._functions)
        return f"{type(self).__name__}({', '.join(fields)})"

    def insert_transformed_feature(self, columns_to_tensors: dict) -> None:
        """Put the column's tensor into `columns_to_tensors`, made from what is there already."""
        raise NotImplementedError(f"Transform is not implemented for {self}.")

    def _checkpoint_path(self):
        """(checkpoint, tensor name) that the weights start from, or None."""
        path = getattr(self, "ckpt_to_load_from", None)
        return None if path is None else (path, self.tensor_name_in_ckpt)

    def _to_dnn_input_layer(self, tensor, weight_collections=None, trainable=True, output_rank=2):
        raise ValueError(f"Column {self.name} is not supported in DNN.")

    def _deep_embedding_lookup_arguments(self, tensor):
        raise NotImplementedError(f"No deep embedding lookup arguments for column {self}.")

    def _wide_embedding_lookup_arguments(self, tensor):
        raise NotImplementedError(f"No wide embedding lookup arguments for column {self}.")

    def _to_dense_tensor(self, tensor):
        raise NotImplementedError(f"No dense tensor representation for column {self}.")


def tensor_of(column, columns_to_tensors: dict):
    """The transformed tensor of a column, made now if it isn't there yet."""
    if column not in columns_to_tensors:
        column.insert_transformed_feature(columns_to_tensors)
    return columns_to_tensors[column]


def check_checkpoint(path, tensor_name) -> None:
    if (path is None) != (tensor_name is None):
        raise ValueError("Must specify both `ckpt_to_load_from` and `tensor_name_in_ckpt` or none of them.")


def real_valued(tensor, output_rank: int, column_name: str | None = None):
    """A dense tensor with `output_rank` dimensions; the inner ones are flattened together."""
    rank = tensor.get_shape().ndims
    if rank == output_rank:
        return tensor
    if rank is not None and output_rank > rank + 1:
        where = "" if column_name is None else f"Error while processing column {column_name}."
        raise ValueError(
            f"{where}Rank of input Tensor ({rank}) should be the same as output_rank ({output_rank}). For example, sequence "
            "data should typically be 3 dimensional (rank 3) while non-sequence data is typically 2 dimensional (rank 2)."
        )
    if rank is not None and output_rank == rank + 1:
        tf.logging.warning(
            f"Rank of input Tensor ({rank}) should be the same as output_rank ({output_rank}) for column. "
            "Will attempt to expand dims. It is highly recommended that you resize your input, as this behavior may change."
        )
        return tf.expand_dims(tensor, -1, name="expand_dims")
    return inner_flatten(tensor, output_rank)
