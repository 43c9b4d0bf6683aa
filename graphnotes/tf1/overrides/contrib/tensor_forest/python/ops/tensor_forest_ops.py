"""tensorflow.contrib.tensor_forest.python.ops.tensor_forest_ops: features made numbers."""

from __future__ import annotations

import hashlib

import numpy as np

from graphnotes.tf1 import root as tf

__all__ = ["reinterpret_string_to_float", "scatter_add_ndim"]


def reinterpret_string_to_float(input_data, name=None):
    """A float32 for each string, the same for the same string; others than 1.15's, whose hash is of another kind."""

    def numbers(strings):
        hashed = [int.from_bytes(hashlib.blake2b(text, digest_size=4).digest(), "little") for text in strings.reshape(-1)]
        return np.array(hashed, np.uint32).astype(np.float32).reshape(strings.shape)

    with tf.name_scope(name, "ReinterpretStringToFloat") as scope:
        input_data = tf.convert_to_tensor(input_data, tf.string, name="input_data")
        found = tf.numpy_function(numbers, [input_data], tf.float32, name=scope)
    found.set_shape(input_data.shape)
    return found


def scatter_add_ndim(input, indices, deltas, name=None):
    """Add `deltas` to a variable, in place, at `indices` [n, rank], or at the rows that shorter indices mean."""
    return tf.scatter_nd_add(input, indices, deltas, name=name or "ScatterAddNdim").op
