"""How columns' features are parsed out of serialized examples, and fed."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.layers._columns._base import (
    FeatureColumn,
    tensor_of,
)
from graphnotes.tf1.overrides.contrib.layers._columns._dense import real_valued_column


def create_feature_spec_for_parsing(feature_columns) -> dict:
    """{feature: VarLenFeature or FixedLenFeature} of all columns (tf.contrib.layers.create_feature_spec_for_parsing).

    Raises:
        TypeError: something is no column of contrib.
    """
    columns = feature_columns.values() if isinstance(feature_columns, dict) else feature_columns
    features = {}
    for column in columns:
        if not isinstance(column, FeatureColumn):
            raise TypeError(f"feature_columns should only contain instances of _FeatureColumn. Given column is {column}")
        features.update(column.config)
    return features


def make_place_holder_tensors_for_base_features(feature_columns) -> dict:
    """A placeholder `Placeholder_<feature>` for each of the columns' features, sparse where they are."""
    placeholders = {}
    for name, feature in create_feature_spec_for_parsing(feature_columns).items():
        if isinstance(feature, tf.VarLenFeature):
            placeholders[name] = tf.sparse_placeholder(feature.dtype, name=f"Placeholder_{name}")
        else:
            placeholders[name] = tf.placeholder(feature.dtype, (None, feature.shape[0]), name=f"Placeholder_{name}")
    return placeholders


def check_feature_columns(feature_columns) -> None:
    """ValueError when the columns are a dictionary or one of them stands there twice."""
    if isinstance(feature_columns, dict):
        raise ValueError("Expected feature_columns to be iterable, found dict.")
    seen = set()
    for column in feature_columns:
        if column.key in seen:
            raise ValueError(
                f"Duplicate feature column key found for column: {column.name}. This usually means that the column is almost "
                "identical to another column, and one must be discarded."
            )
        seen.add(column.key)


def in_order(feature_columns) -> list:
    """The columns in the order in which models build them."""
    return sorted(set(feature_columns), key=lambda column: column.key)


def transform_features(features: dict, feature_columns) -> dict:
    """{column: its tensor}, made from the features' tensors (tf.contrib.layers.transform_features)."""
    tensors = features.copy()
    check_feature_columns(feature_columns)
    for column in in_order(feature_columns):
        tensor_of(column, tensors)
    return {column: tensor for column, tensor in tensors.items() if column in feature_columns}


def parse_feature_columns_from_examples(serialized, feature_columns, name=None, example_names=None) -> dict:
    """Serialized tf.Examples [batch] as tensors, of each feature and of each column."""
    check_feature_columns(feature_columns)
    tensors = tf.parse_example(
        serialized=serialized,
        features=create_feature_spec_for_parsing(feature_columns),
        name=name,
        example_names=example_names,
    )
    for column in in_order(feature_columns):
        tensor_of(column, tensors)
    return tensors


def parse_feature_columns_from_sequence_examples(
    serialized, context_feature_columns, sequence_feature_columns, name=None, example_name=None
) -> tuple[dict, dict]:
    """One serialized tf.SequenceExample as its context's and its sequences' tensors.

    Raises:
        ValueError: more than one example.
    """
    try:
        serialized = tf.reshape(serialized, [])
    except ValueError as error:
        raise ValueError(
            "serialized must contain as single sequence example. Batching must be done after parsing for sequence examples. "
            f"Error: {error}"
        ) from error
    context, sequence = context_feature_columns or [], sequence_feature_columns or []
    check_feature_columns(context)
    context_spec = create_feature_spec_for_parsing(context)
    check_feature_columns(sequence)
    spec = {key: _of_sequence(key, feature) for key, feature in create_feature_spec_for_parsing(sequence).items()}
    return tf.parse_single_sequence_example(serialized, context_spec, spec, example_name, name)


def _of_sequence(key, feature):
    if isinstance(feature, tf.VarLenFeature):
        return feature
    if feature.default_value is not None:
        tf.logging.warning(
            f'Found default value {feature.default_value} for feature "{key}". Ignoring this value and setting '
            "`allow_missing=True` instead."
        )
    return tf.FixedLenSequenceFeature(feature.shape, feature.dtype, allow_missing=feature.default_value is not None)


def infer_real_valued_columns(features) -> list:
    """A real valued column for each dense tensor of numbers (tf.contrib.layers.infer_real_valued_columns).

    Raises:
        ValueError: a sparse tensor, or one of strings.
    """
    if not isinstance(features, dict):
        return [_inferred("", features)]
    return [_inferred(name, tensor) for name, tensor in features.items()]


def _inferred(name, tensor):
    advice = f"Please define corresponding FeatureColumn for tensor {name} {tensor}."
    if isinstance(tensor, tf.SparseTensor):
        raise ValueError(f"SparseTensor is not supported for auto detection. {advice}")
    if not (tensor.dtype.is_integer or tensor.dtype.is_floating):
        raise ValueError(f"Non integer or non floating types are not supported for auto detection. {advice}")
    dimension = 1
    for size in tensor.get_shape().as_list()[1:]:
        dimension *= size
    return real_valued_column(name, dimension=dimension, dtype=tensor.dtype)
