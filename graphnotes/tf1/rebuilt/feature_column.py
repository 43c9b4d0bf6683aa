"""Feature columns: an id outside its buckets is an error, not a column of zeros."""

from __future__ import annotations

from tensorflow.python.feature_column import feature_column
from tensorflow.python.framework import dtypes, ops, sparse_tensor
from tensorflow.python.ops import array_ops, check_ops, math_ops

from graphnotes.tf1.rebuilt import rebuild


@rebuild("tensorflow.python.feature_column.feature_column_v2", "IdentityCategoricalColumn._transform_input_tensor")
def identity_ids(self, input_tensor):
    """The ids as int64; checked when the graph runs if there is no default for those out of range.

    Raises:
        ValueError: the ids aren't integers.
    """
    if self.default_value is not None or not input_tensor.dtype.is_integer:
        return identity_ids.original(self, input_tensor)
    return _checked(self, input_tensor)


@rebuild("tensorflow.python.feature_column.feature_column", "_IdentityCategoricalColumn._transform_feature")
def identity_ids_of_contrib(self, inputs):
    """The same of the columns that contrib's sequence columns are made of."""
    input_tensor = feature_column._to_sparse_input_and_drop_ignore_values(inputs.get(self.key))
    if self.default_value is not None or not input_tensor.dtype.is_integer:
        return identity_ids_of_contrib.original(self, inputs)
    return _checked(self, input_tensor)


def _checked(self, input_tensor):
    ids = math_ops.cast(input_tensor.values, dtypes.int64, name="values")
    buckets = math_ops.cast(self.num_buckets, dtypes.int64, name="num_buckets")
    zero = math_ops.cast(0, dtypes.int64, name="zero")
    below = check_ops.assert_less(
        ids,
        buckets,
        data=(ids, buckets),
        message=f'Bucket index for categorical column "{self.name}" exceeds number of buckets',
        name="assert_less_than_num_buckets",
    )
    not_negative = check_ops.assert_greater_equal(
        ids,
        zero,
        data=(ids,),
        message=f'Negative bucket index for categorical column "{self.name}"',
        name="assert_greater_or_equal_0",
    )
    with ops.control_dependencies((below, not_negative)):
        ids = array_ops.identity(ids)
    return sparse_tensor.SparseTensor(input_tensor.indices, ids, input_tensor.dense_shape)
