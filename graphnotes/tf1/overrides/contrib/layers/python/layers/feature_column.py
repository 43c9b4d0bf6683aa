"""tensorflow.contrib.layers.python.layers.feature_column: the columns and the types that code tests them for."""

from graphnotes.tf1.overrides.contrib.layers._columns._base import (
    FeatureColumn as _FeatureColumn,
)
from graphnotes.tf1.overrides.contrib.layers._columns._cross import (
    _CrossedColumn,
    crossed_column,
)
from graphnotes.tf1.overrides.contrib.layers._columns._dense import (
    _BucketizedColumn,
    _RealValuedColumn,
    bucketized_column,
    real_valued_column,
)
from graphnotes.tf1.overrides.contrib.layers._columns._embedding import (
    _EmbeddingColumn,
    _OneHotColumn,
    _ScatteredEmbeddingColumn,
    embedding_column,
    one_hot_column,
    scattered_embedding_column,
    shared_embedding_columns,
)
from graphnotes.tf1.overrides.contrib.layers._columns._parsing import (
    create_feature_spec_for_parsing,
    make_place_holder_tensors_for_base_features,
)
from graphnotes.tf1.overrides.contrib.layers._columns._sparse import (
    _SparseColumn,
    _SparseColumnHashed,
    _SparseColumnIntegerized,
    _SparseColumnKeys,
    _SparseColumnVocabulary,
    _WeightedSparseColumn,
    sparse_column_with_hash_bucket,
    sparse_column_with_integerized_feature,
    sparse_column_with_keys,
    sparse_column_with_vocabulary_file,
    weighted_sparse_column,
)

__all__ = [
    "_BucketizedColumn",
    "_CrossedColumn",
    "_EmbeddingColumn",
    "_FeatureColumn",
    "_OneHotColumn",
    "_RealValuedColumn",
    "_ScatteredEmbeddingColumn",
    "_SparseColumn",
    "_SparseColumnHashed",
    "_SparseColumnIntegerized",
    "_SparseColumnKeys",
    "_SparseColumnVocabulary",
    "_WeightedSparseColumn",
    "bucketized_column",
    "create_feature_spec_for_parsing",
    "crossed_column",
    "embedding_column",
    "make_place_holder_tensors_for_base_features",
    "one_hot_column",
    "real_valued_column",
    "scattered_embedding_column",
    "shared_embedding_columns",
    "sparse_column_with_hash_bucket",
    "sparse_column_with_integerized_feature",
    "sparse_column_with_keys",
    "sparse_column_with_vocabulary_file",
    "weighted_sparse_column",
]
