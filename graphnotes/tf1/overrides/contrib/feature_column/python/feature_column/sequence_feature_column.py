"""tensorflow.contrib.feature_column.python.feature_column.sequence_feature_column: all of tf.contrib.feature_column."""

from graphnotes.tf1.overrides.contrib.feature_column import (
    sequence_categorical_column_with_hash_bucket,
    sequence_categorical_column_with_identity,
    sequence_categorical_column_with_vocabulary_file,
    sequence_categorical_column_with_vocabulary_list,
    sequence_input_layer,
    sequence_numeric_column,
)
from graphnotes.tf1.overrides.contrib.feature_column._input_layer import (
    concatenate_context_input,
)

__all__ = [
    "concatenate_context_input",
    "sequence_categorical_column_with_hash_bucket",
    "sequence_categorical_column_with_identity",
    "sequence_categorical_column_with_vocabulary_file",
    "sequence_categorical_column_with_vocabulary_list",
    "sequence_input_layer",
    "sequence_numeric_column",
]
