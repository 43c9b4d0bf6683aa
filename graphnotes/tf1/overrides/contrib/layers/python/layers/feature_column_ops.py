"""tensorflow.contrib.layers.python.layers.feature_column_ops: models' first layers out of feature columns."""

from graphnotes.tf1.overrides.contrib.layers._columns._inputs import (
    input_from_feature_columns,
    joint_weighted_sum_from_feature_columns,
    sequence_input_from_feature_columns,
    weighted_sum_from_feature_columns,
)
from graphnotes.tf1.overrides.contrib.layers._columns._parsing import (
    check_feature_columns,
    infer_real_valued_columns,
    parse_feature_columns_from_examples,
    parse_feature_columns_from_sequence_examples,
    transform_features,
)

__all__ = [
    "check_feature_columns",
    "infer_real_valued_columns",
    "input_from_feature_columns",
    "joint_weighted_sum_from_feature_columns",
    "parse_feature_columns_from_examples",
    "parse_feature_columns_from_sequence_examples",
    "sequence_input_from_feature_columns",
    "transform_features",
    "weighted_sum_from_feature_columns",
]
