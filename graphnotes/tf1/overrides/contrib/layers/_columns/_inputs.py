"""The first layers of models: columns as one input, or as a weighted sum."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.framework import model_variable
from graphnotes.tf1.overrides.contrib.layers._columns import _cross, _dense
from graphnotes.tf1.overrides.contrib.layers._columns import _embedding as embedding
from graphnotes.tf1.overrides.contrib.layers._columns._base import tensor_of
from graphnotes.tf1.overrides.contrib.layers._columns._parsing import (
    check_feature_columns,
    in_order,
)
from graphnotes.tf1.overrides.contrib.layers._embedding import (
    safe_embedding_lookup_sparse,
)
from graphnotes.tf1.overrides.contrib.layers._reshaping import inner_flatten

_SEQUENCES = (embedding._OneHotColumn, embedding._EmbeddingColumn, _dense._RealValuedColumn)
_NO_SEQUENCES = (embedding._ScatteredEmbeddingColumn, _dense._BucketizedColumn, _cross._CrossedColumn)


def input_from_feature_columns(
    columns_to_tensors, feature_columns, weight_collections=None, trainable=True, scope=None, cols_to_outs=None
):
    """The columns' dense values side by side, [batch, width] (tf.contrib.layers.input_from_feature_columns).

    Args:
        columns_to_tensors: {feature or column: tensor}.
        cols_to_outs: a dictionary that gets each column's part.

    Raises:
        ValueError: a column that is no dense input, or stands there twice.
    """
    return _inputs(
        columns_to_tensors, feature_columns, weight_collections, trainable, scope, 2, "input_from_feature_columns", cols_to_outs
    )


def sequence_input_from_feature_columns(
    columns_to_tensors, feature_columns, weight_collections=None, trainable=True, scope=None
):
    """The columns' values at each time side by side, [batch, time, width].

    Raises:
        ValueError: a kind of column that sequences can't have.
    """
    for column in feature_columns:
        if not isinstance(column, _SEQUENCES):
            raise ValueError(f"FeatureColumn type {type(column).__name__} is not currently supported for sequence data.")
    for column in _with_parents(feature_columns):
        if isinstance(column, _NO_SEQUENCES):
            raise ValueError(
                f"Column {column.name} is of type {type(column).__name__}, which is not currently supported for sequences."
            )
    default = "sequence_input_from_feature_columns"
    return _inputs(columns_to_tensors, feature_columns, weight_collections, trainable, scope, 3, default, None)


def _with_parents(columns) -> list:
    gathered = list(columns)
    for column in gathered:  # grows while it is read
        parent = getattr(column, "sparse_id_column", getattr(column, "source_column", None))
        parents = (parent,) if parent is not None else getattr(column, "columns", ())
        gathered += [p for p in parents if p not in gathered]
    return gathered


def _inputs(columns_to_tensors, columns, weight_collections, trainable, scope, output_rank, default_name, cols_to_outs):
    tensors = columns_to_tensors.copy()
    check_feature_columns(columns)
    if cols_to_outs is not None and not isinstance(cols_to_outs, dict):
        raise ValueError("cols_to_outs must be a dict unless None")
    with tf.variable_scope(scope, default_name=default_name, values=tensors.values()):
        weight_collections = _and_global_variables(weight_collections)
        outputs = []
        for column in in_order(columns):
            with tf.variable_scope(None, default_name=column.name, values=tensors.values()):
                output = _dense_input(column, tensors, weight_collections, trainable, output_rank)
            outputs.append(output)
            if cols_to_outs is not None:
                cols_to_outs[column] = output
        return tf.concat(outputs, output_rank - 1)


def _dense_input(column, tensors, weight_collections, trainable, output_rank):
    tensor = tensor_of(column, tensors)
    if output_rank == 3:
        tensor = tf.nest.map_structure(lambda t: with_rank(t, column.name, output_rank), tensor)
    try:
        arguments = column._deep_embedding_lookup_arguments(tensor)
    except NotImplementedError as reason:
        try:
            return column._to_dnn_input_layer(tensor, weight_collections, trainable, output_rank=output_rank)
        except ValueError as error:
            raise ValueError(f"Error creating input layer for column: {column.name}.\n{error}, {reason}") from error
    return embedding.embed(column, arguments, weight_collections, trainable, output_rank)


def with_rank(tensor, column_name, output_rank):
    """A dense or sparse tensor with `output_rank` dimensions; ValueError when two or more are missing."""
    rank = tensor.get_shape().ndims
    if rank is None and isinstance(tensor, tf.SparseTensor):
        rank = tensor.dense_shape.get_shape().as_list()[0]
    if rank is None:
        raise ValueError(f"Error while processing column {column_name}. Rank of input Tensor can not be None.")
    if output_rank > rank + 1:
        raise ValueError(
            f"Error while processing column {column_name}. Rank of input Tensor ({rank}) should be the same as output_rank "
            f"({output_rank}). For example, sequence data should typically be 3 dimensional (rank 3) while non-sequence data "
            "is typically 2 dimensional (rank 2)."
        )
    if output_rank < rank:
        return inner_flatten(tensor, output_rank)
    if output_rank == rank:
        return tensor
    if isinstance(tensor, tf.SparseTensor):
        return tf.sparse_reshape(tensor, tf.concat([tensor.dense_shape, [1]], 0))
    static = tensor.get_shape()
    expanded = tf.expand_dims(tensor, -1)
    expanded.set_shape(static.as_list() + [1])
    return expanded


def _and_global_variables(collections):
    return list({*collections, tf.GraphKeys.GLOBAL_VARIABLES}) if collections else collections


def weighted_sum_from_feature_columns(
    columns_to_tensors, feature_columns, num_outputs, weight_collections=None, trainable=True, scope=None
):
    """A linear model's sum (tf.contrib.layers.weighted_sum_from_feature_columns).

    Returns:
        The sum [batch, num_outputs], {column: list of its variables}, the bias.

    Raises:
        ValueError: a column that has no linear weights, or stands there twice.
    """
    tensors = columns_to_tensors.copy()
    check_feature_columns(feature_columns)
    with tf.variable_scope(scope, default_name="weighted_sum_from_feature_columns", values=tensors.values()):
        outputs, variables = [], {}
        for column in in_order(feature_columns):
            tensor = tensor_of(column, tensors)
            try:
                arguments = column._wide_embedding_lookup_arguments(tensor)
                weights, summed = _looked_up(column, tensors, arguments, num_outputs, trainable, weight_collections)
            except NotImplementedError:
                weights, summed = _multiplied(column, tensors, tensor, num_outputs, trainable, weight_collections)
            except ValueError as error:
                raise ValueError(f"Error creating weighted sum for column: {column.name}.\n{error}") from error
            outputs.append(tf.reshape(summed, shape=(-1, num_outputs)))
            variables[column] = weights
            embedding.restore_from_checkpoint(column._checkpoint_path(), weights)
        return _with_bias(tf.add_n(outputs), variables, num_outputs, trainable, weight_collections)


def _looked_up(column, tensors, arguments, num_outputs, trainable, collections):
    with tf.variable_scope(None, default_name=column.name, values=tensors.values()):
        weights = embedding.parts_of(
            model_variable(
                name="weights",
                shape=[arguments.vocab_size, num_outputs],
                dtype=tf.float32,
                initializer=arguments.initializer,
                trainable=trainable,
                collections=collections,
            )
        )
        summed = safe_embedding_lookup_sparse(
            weights, arguments.ids, arguments.weights, combiner=arguments.combiner, name=f"{column.name}_weights"
        )
        return weights, summed


def _multiplied(column, tensors, tensor, num_outputs, trainable, collections):
    with tf.variable_scope(None, default_name=column.name, values=tensors.values()):
        tensor = with_rank(column._to_dense_tensor(tensor), column.name, output_rank=2)
        weight = model_variable(
            name="weight",
            shape=[tensor.get_shape()[1], num_outputs],
            initializer=tf.zeros_initializer(),
            trainable=trainable,
            collections=collections,
        )
        return [weight], tf.matmul(tensor, weight, name="matmul")


def _with_bias(summed, variables, num_outputs, trainable, collections):
    bias = model_variable(
        "bias_weight",
        shape=[num_outputs],
        initializer=tf.zeros_initializer(),
        trainable=trainable,
        collections=_and_global_variables(collections),
    )
    return tf.nn.bias_add(summed, bias), variables, bias


def joint_weighted_sum_from_feature_columns(
    columns_to_tensors, feature_columns, num_outputs, weight_collections=None, trainable=True, scope=None
):
    """A linear model's sum with one variable for all columns (tf.contrib.layers.joint_weighted_sum_from_feature_columns).

    Returns:
        The sum [batch, num_outputs], the list of the weights' variables, the bias.

    Raises:
        NotImplementedError: a real valued column.
        AssertionError: weighted columns, or another combiner than "sum".
    """
    tensors = columns_to_tensors.copy()
    check_feature_columns(feature_columns)
    with tf.variable_scope(scope, default_name="joint_weighted_sum_from_feature_columns", values=tensors.values()):
        arguments = []
        for column in in_order(feature_columns):
            tensor = tensor_of(column, tensors)
            try:
                arguments.append(column._wide_embedding_lookup_arguments(tensor))
            except NotImplementedError:
                raise NotImplementedError(
                    "Real-valued columns are not supported. Use weighted_sum_from_feature_columns instead, or bucketize "
                    "these columns."
                ) from None
        weights, summed = _joint_lookup(tensors, arguments, num_outputs, trainable, weight_collections)
        return _with_bias(summed, weights, num_outputs, trainable, weight_collections)


def _joint_lookup(tensors, arguments, num_outputs, trainable, collections):
    instead = "Please use weighted_sum_from_feature_columns instead."
    for one in arguments:
        if one.weights is not None:
            raise AssertionError(f"Joint sums for weighted sparse columns are not supported. {instead}")
        if one.combiner != "sum":
            raise AssertionError(f"Combiners other than sum are not supported for joint sums. {instead}")
    if not arguments:
        raise AssertionError("At least one column must be in the model.")
    size, parts = 0, []
    for one in arguments:
        parts.append(tf.SparseTensor(one.ids.indices, one.ids.values + size, one.ids.dense_shape))
        size += one.vocab_size
    ids = tf.sparse_concat(1, parts)
    with tf.variable_scope(None, default_name="linear_weights", values=tensors.values()):
        variable = model_variable(
            name="weights",
            shape=[size, num_outputs],
            dtype=tf.float32,
            initializer=tf.zeros_initializer(),
            trainable=trainable,
            collections=collections,
        )
        weights = embedding.parts_of(variable)
        return weights, safe_embedding_lookup_sparse(weights, ids, None, combiner="sum", name="_weights")
