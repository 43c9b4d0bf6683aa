"""tf.contrib.layers: layers with variable scopes, initializers, regularizers, summaries and training steps."""

from __future__ import annotations

from graphnotes.tf1.overrides.contrib.layers._batch_norm import batch_norm
from graphnotes.tf1.overrides.contrib.layers._columns._cross import crossed_column
from graphnotes.tf1.overrides.contrib.layers._columns._dense import (
    bucketized_column,
    real_valued_column,
)
from graphnotes.tf1.overrides.contrib.layers._columns._embedding import (
    embedding_column,
    one_hot_column,
    scattered_embedding_column,
    shared_embedding_columns,
)
from graphnotes.tf1.overrides.contrib.layers._columns._inputs import (
    input_from_feature_columns,
    joint_weighted_sum_from_feature_columns,
    sequence_input_from_feature_columns,
    weighted_sum_from_feature_columns,
)
from graphnotes.tf1.overrides.contrib.layers._columns._parsing import (
    check_feature_columns,
    create_feature_spec_for_parsing,
    infer_real_valued_columns,
    make_place_holder_tensors_for_base_features,
    parse_feature_columns_from_examples,
    parse_feature_columns_from_sequence_examples,
    transform_features,
)
from graphnotes.tf1.overrides.contrib.layers._columns._sparse import (
    sparse_column_with_hash_bucket,
    sparse_column_with_integerized_feature,
    sparse_column_with_keys,
    sparse_column_with_vocabulary_file,
    weighted_sparse_column,
)
from graphnotes.tf1.overrides.contrib.layers._composition import repeat, stack
from graphnotes.tf1.overrides.contrib.layers._convolution import (
    conv1d,
    conv2d,
    conv3d,
    convolution,
    convolution1d,
    convolution2d,
    convolution3d,
)
from graphnotes.tf1.overrides.contrib.layers._dense import (
    elu,
    fully_connected,
    legacy_fully_connected,
    legacy_linear,
    legacy_relu,
    linear,
    relu,
    relu6,
)
from graphnotes.tf1.overrides.contrib.layers._depthwise import (
    conv2d_in_plane,
    convolution2d_in_plane,
    separable_conv2d,
    separable_convolution2d,
)
from graphnotes.tf1.overrides.contrib.layers._embedding import (
    bow_encoder,
    embed_sequence,
    embedding_lookup_unique,
    safe_embedding_lookup_sparse,
)
from graphnotes.tf1.overrides.contrib.layers._initializers import (
    variance_scaling_initializer,
    xavier_initializer,
    xavier_initializer_conv2d,
)
from graphnotes.tf1.overrides.contrib.layers._normalization import (
    bias_add,
    group_norm,
    instance_norm,
    layer_norm,
    unit_norm,
)
from graphnotes.tf1.overrides.contrib.layers._optimize import (
    OPTIMIZER_CLS_NAMES,
    OPTIMIZER_SUMMARIES,
    optimize_loss,
)
from graphnotes.tf1.overrides.contrib.layers._pooling import (
    avg_pool2d,
    avg_pool3d,
    max_pool2d,
    max_pool3d,
)
from graphnotes.tf1.overrides.contrib.layers._regularizers import (
    apply_regularization,
    l1_l2_regularizer,
    l1_regularizer,
    l2_regularizer,
    sum_regularizer,
)
from graphnotes.tf1.overrides.contrib.layers._reshaping import (
    dense_to_sparse,
    dropout,
    flatten,
    images_to_sequence,
    maxout,
    one_hot_encoding,
    sequence_to_images,
    softmax,
    spatial_softmax,
)
from graphnotes.tf1.overrides.contrib.layers._transpose import (
    conv2d_transpose,
    conv3d_transpose,
    convolution2d_transpose,
    convolution3d_transpose,
)
from graphnotes.tf1.overrides.contrib.layers.summaries import (
    summarize_activation,
    summarize_activations,
    summarize_collection,
    summarize_tensor,
    summarize_tensors,
)

__all__ = [
    "OPTIMIZER_CLS_NAMES",
    "OPTIMIZER_SUMMARIES",
    "apply_regularization",
    "avg_pool2d",
    "avg_pool3d",
    "batch_norm",
    "bias_add",
    "bow_encoder",
    "bucketized_column",
    "check_feature_columns",
    "conv1d",
    "conv2d",
    "conv2d_in_plane",
    "conv2d_transpose",
    "conv3d",
    "conv3d_transpose",
    "convolution",
    "convolution1d",
    "convolution2d",
    "convolution2d_in_plane",
    "convolution2d_transpose",
    "convolution3d",
    "convolution3d_transpose",
    "create_feature_spec_for_parsing",
    "crossed_column",
    "dense_to_sparse",
    "dropout",
    "elu",
    "embed_sequence",
    "embedding_column",
    "embedding_lookup_unique",
    "flatten",
    "fully_connected",
    "group_norm",
    "images_to_sequence",
    "infer_real_valued_columns",
    "input_from_feature_columns",
    "instance_norm",
    "joint_weighted_sum_from_feature_columns",
    "l1_l2_regularizer",
    "l1_regularizer",
    "l2_regularizer",
    "layer_norm",
    "legacy_fully_connected",
    "legacy_linear",
    "legacy_relu",
    "linear",
    "make_place_holder_tensors_for_base_features",
    "max_pool2d",
    "max_pool3d",
    "maxout",
    "one_hot_column",
    "one_hot_encoding",
    "optimize_loss",
    "parse_feature_columns_from_examples",
    "parse_feature_columns_from_sequence_examples",
    "real_valued_column",
    "relu",
    "relu6",
    "repeat",
    "safe_embedding_lookup_sparse",
    "scattered_embedding_column",
    "separable_conv2d",
    "separable_convolution2d",
    "sequence_input_from_feature_columns",
    "sequence_to_images",
    "shared_embedding_columns",
    "softmax",
    "sparse_column_with_hash_bucket",
    "sparse_column_with_integerized_feature",
    "sparse_column_with_keys",
    "sparse_column_with_vocabulary_file",
    "spatial_softmax",
    "stack",
    "sum_regularizer",
    "summarize_activation",
    "summarize_activations",
    "summarize_collection",
    "summarize_tensor",
    "summarize_tensors",
    "transform_features",
    "unit_norm",
    "variance_scaling_initializer",
    "weighted_sparse_column",
    "weighted_sum_from_feature_columns",
    "xavier_initializer",
    "xavier_initializer_conv2d",
]
