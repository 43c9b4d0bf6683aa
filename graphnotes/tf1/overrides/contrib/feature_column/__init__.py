"""tf.contrib.feature_column: columns of sequences, and the input layer of a recurrent network."""

from graphnotes.tf1.overrides.contrib.feature_column._columns import (
    sequence_categorical_column_with_hash_bucket,
    sequence_categorical_column_with_identity,
    sequence_categorical_column_with_vocabulary_file,
    sequence_categorical_column_with_vocabulary_list,
    sequence_numeric_column,
)
from graphnotes.tf1.overrides.contrib.feature_column._input_layer import (
    sequence_input_layer,
)

__all__ = [
    "sequence_categorical_column_with_hash_bucket",
    "sequence_categorical_column_with_identity",
    "sequence_categorical_column_with_vocabulary_file",
    "sequence_categorical_column_with_vocabulary_list",
    "sequence_input_layer",
    "sequence_numeric_column",
]
