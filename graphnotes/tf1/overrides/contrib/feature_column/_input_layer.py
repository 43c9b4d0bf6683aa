"""The input layer of a recurrent network (tf.contrib.feature_column)."""

from __future__ import annotations

from tensorflow.python.feature_column import feature_column as fc

from graphnotes.tf1 import root as tf


def sequence_input_layer(features, feature_columns, weight_collections=None, trainable=True):
    """The sequences [batch, steps, depth] of all columns next to each other, and their lengths [batch].

    Args:
        features: sparse features by name.
        feature_columns: sequence columns; categorical ones wrapped by an embedding or indicator column.
        weight_collections: collections of the embeddings.
        trainable: whether these are trained.

    Raises:
        ValueError: another kind of column.
    """
    columns = fc._normalize_feature_columns(feature_columns)
    for column in columns:
        if not isinstance(column, fc._SequenceDenseColumn):
            raise ValueError(
                "All feature_columns must be of type _SequenceDenseColumn. You can wrap a sequence_categorical_column with an "
                f"embedding_column or indicator_column. Given (type {type(column)}): {column}"
            )
    with tf.variable_scope(None, default_name="sequence_input_layer", values=features.values()):
        builder = fc._LazyBuilder(features)
        columns = sorted(columns, key=lambda column: column.name)
        parts, lengths = [], []
        for column in columns:
            with tf.variable_scope(None, default_name=column._var_scope_name):
                dense, length = column._get_sequence_dense_tensor(
                    builder, weight_collections=weight_collections, trainable=trainable
                )
                depth = column._variable_shape.num_elements()
                shape = tf.shape(dense)
                parts.append(tf.reshape(dense, [shape[0], shape[1], depth]))
                lengths.append(length)
        fc._verify_static_batch_size_equality(parts, columns)
        fc._verify_static_batch_size_equality(lengths, columns)
        length = _all_equal(lengths)
        return tf.concat(parts, -1), length


def _all_equal(tensors):
    with tf.name_scope(None, "assert_all_equal", values=tensors):
        if len(tensors) == 1:
            return tensors[0]
        with tf.control_dependencies([tf.assert_equal(tensors[0], t) for t in tensors[1:]]):
            return tf.identity(tensors[0])


def concatenate_context_input(context_input, sequence_input):
    """`context_input` [batch, d1] at every step after `sequence_input` [batch, steps, d0]; both float32.

    Raises:
        ValueError: other ranks.
        TypeError: other dtypes.
    """
    checks = []
    for tensor, rank, name in ((sequence_input, 3, "sequence_input"), (context_input, 2, "context_input")):
        checks.append(tf.assert_rank(tensor, rank, message=f"{name} must have rank {rank}", data=[tf.shape(tensor)]))
        checks.append(
            tf.assert_type(tensor, tf.float32, message=f"{name} must have dtype float32; got {tensor.dtype}.")
        )
    with tf.control_dependencies(checks):
        steps = tf.shape(sequence_input)[1]
        everywhere = tf.tile(tf.expand_dims(context_input, 1), tf.concat([[1], [steps], [1]], 0))
    return tf.concat([sequence_input, everywhere], 2)
