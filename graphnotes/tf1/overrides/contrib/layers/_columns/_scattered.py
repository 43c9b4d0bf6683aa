"""Embeddings whose every number is hashed into one vector of parameters (arXiv:1504.04788)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.layers._columns._cross import sparse_feature_cross

# what stands for the value of an example without any, as in 1.15
_NO_STRING, _NO_INTEGER = "6ZxWzWOHxZ", 1288896567


def scattered_embedding_lookup(params: list, values, dimension: int, name: str | None = None, hash_key: int | None = None):
    """Embeddings [..., dimension] of values [...]; number i of value v is the parameter at the hash of (i, v).

    Args:
        params: vectors, the parts of all parameters in their order; the first ones may have one element more than the last.
    """
    with tf.name_scope(name, "scattered_embedding_lookup", [*params, dimension, values]):
        shape = tf.shape(values)
        values = tf.reshape(values, [-1, 1])
        places = tf.tile(tf.expand_dims(tf.range(0, dimension), 0), tf.shape(values))
        size = sum(int(part.get_shape()[0]) for part in params)
        ids = sparse_feature_cross([places, values], hashed_output=True, num_buckets=size, hash_key=hash_key)
        found = tf.nn.embedding_lookup(params, tf.sparse_tensor_to_dense(ids), partition_strategy="div")
        return tf.reshape(found, tf.concat([shape, [dimension]], 0))


def scattered_embedding_lookup_sparse(params: list, values, dimension: int, combiner: str, name: str, hash_key: int | None):
    """Combined embeddings [rows, dimension] of the values of a SparseTensor.

    Raises:
        ValueError: a combiner that is none of "mean", "sqrtn" and "sum".
    """
    segments = {"sum": tf.sparse_segment_sum, "mean": tf.sparse_segment_mean, "sqrtn": tf.sparse_segment_sqrt_n}
    if combiner not in segments:
        raise ValueError("Combiner must be one of 'mean', 'sqrtn' or 'sum'.")
    with tf.name_scope(name, "scattered_embedding_lookup_sparse", [*params, values]) as scope:
        values, _ = tf.sparse_fill_empty_rows(values, _NO_STRING if values.dtype == tf.string else _NO_INTEGER)
        rows = tf.cast(values.indices[:, 0], tf.int32)
        unique, places = tf.unique(values.values)
        embeddings = scattered_embedding_lookup(params, unique, dimension, hash_key=hash_key)
        return segments[combiner](embeddings, places, rows, name=scope)
