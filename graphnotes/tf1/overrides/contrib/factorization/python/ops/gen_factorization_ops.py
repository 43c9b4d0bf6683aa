"""tensorflow.contrib.factorization.python.ops.gen_factorization_ops: the steps of weighted alternating least squares."""

from __future__ import annotations

from graphnotes.tf1 import root as tf

__all__ = ["masked_matmul", "wals_compute_partial_lhs_and_rhs"]


def masked_matmul(a, b, mask_indices, transpose_a, transpose_b, name=None):
    """The elements of a matrix product that are asked for, and no others.

    Args:
        a, b: float32 matrices.
        mask_indices: int64 [n, 2], rows and columns of the product.
        transpose_a, transpose_b: bool, whether a matrix is to be transposed first.

    Returns:
        float32 [n].
    """
    with tf.name_scope(name, "MaskedMatmul"):
        a, b = (tf.convert_to_tensor(x, tf.float32) for x in (a, b))
        rows = tf.cond(tf.convert_to_tensor(transpose_a), lambda: tf.transpose(a), lambda: a)
        columns = tf.cond(tf.convert_to_tensor(transpose_b), lambda: b, lambda: tf.transpose(b))
        mask_indices = tf.convert_to_tensor(mask_indices, tf.int64)
        return tf.reduce_sum(tf.gather(rows, mask_indices[:, 0]) * tf.gather(columns, mask_indices[:, 1]), 1)


def wals_compute_partial_lhs_and_rhs(
    factors,
    factor_weights,
    unobserved_weights,
    input_weights,
    input_indices,
    input_values,
    entry_weights,
    input_block_size,
    input_is_transpose,
    name=None,
):
    """What the observed entries add to the normal equations of each row of a block.

    Args:
        factors: float32 [m, k], those of the columns.
        factor_weights: float32 [m], the columns' weights; empty with `entry_weights`.
        unobserved_weights: float32 scalar, the weight of entries not observed.
        input_weights: float32 [rows], the rows' weights; empty with `entry_weights`.
        input_indices, input_values: int64 [n, 2] and float32 [n], the entries.
        entry_weights: float32 [n], each entry's weight, or empty.
        input_block_size: int64 scalar, how many rows.
        input_is_transpose: bool scalar, whether indices are (column, row).

    Returns:
        left-hand sides float32 [rows, k, k] and right-hand sides float32 [rows, k].
    """
    with tf.name_scope(name, "WALSComputePartialLhsAndRhs"):
        transposed = tf.cast(input_is_transpose, tf.int32)
        rows = tf.gather(input_indices, transposed, axis=1)
        columns = tf.gather(input_indices, 1 - transposed, axis=1)
        weights = tf.cond(
            tf.equal(tf.size(entry_weights), 0),
            lambda: tf.gather(input_weights, rows) * tf.gather(factor_weights, columns),
            lambda: tf.convert_to_tensor(entry_weights, tf.float32),
        )
        weights = tf.expand_dims(weights, 1)
        chosen = tf.gather(factors, columns)
        products = tf.expand_dims(weights * chosen, 2) * tf.expand_dims(chosen, 1)
        values = (unobserved_weights + weights) * tf.expand_dims(input_values, 1) * chosen
        return tf.unsorted_segment_sum(products, rows, input_block_size), tf.unsorted_segment_sum(values, rows, input_block_size)
