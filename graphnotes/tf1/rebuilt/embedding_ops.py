"""Embedding lookups of sparse ids: every id is looked up once, then summed by row."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops, sparse_tensor
from tensorflow.python.ops import array_ops, embedding_ops, math_ops, variables
from tensorflow.python.platform import tf_logging

from graphnotes.tf1.rebuilt import rebuild

_COMBINE = {
    "sum": math_ops.sparse_segment_sum,
    "mean": math_ops.sparse_segment_mean,
    "sqrtn": math_ops.sparse_segment_sqrt_n,
}


@rebuild("tensorflow.python.ops.embedding_ops", "embedding_lookup_sparse")
def embedding_lookup_sparse(
    params,
    sp_ids,
    sp_weights,
    partition_strategy="mod",
    name=None,
    combiner=None,
    max_norm=None,
    allow_fast_lookup=False,
):
    """`tf.nn.embedding_lookup_sparse`: one row for each row of ids, combined by sum, mean or sqrtn.

    Raises:
        ValueError: unknown combiner.
        TypeError: ids or weights aren't SparseTensors.
    """
    if combiner is None:
        tf_logging.warn('The default value of combiner will change from "mean" to "sqrtn" after 2016/11/01.')
        combiner = "mean"
    if combiner not in _COMBINE:
        raise ValueError("combiner must be one of 'mean', 'sqrtn' or 'sum'")
    if isinstance(params, variables.PartitionedVariable):
        params = list(params)
    if not isinstance(params, list):
        params = [params]
    if not isinstance(sp_ids, sparse_tensor.SparseTensor):
        raise TypeError("sp_ids must be SparseTensor")
    if sp_weights is not None:
        if not isinstance(sp_weights, sparse_tensor.SparseTensor):
            raise TypeError("sp_weights must be either None or SparseTensor")
        for part in ("values", "indices", "dense_shape"):
            ids_shape = getattr(sp_ids, part).get_shape()
            ids_shape.assert_is_compatible_with(getattr(sp_weights, part).get_shape())
    with ops.name_scope(name, "embedding_lookup_sparse", params + [sp_ids]) as scope:
        rows = sp_ids.indices[:, 0]
        if rows.dtype != dtypes.int32:
            rows = math_ops.cast(rows, dtypes.int32)
        ids, index = array_ops.unique(sp_ids.values)
        found = embedding_ops.embedding_lookup(
            params, ids, partition_strategy=partition_strategy, max_norm=max_norm
        )
        if found.dtype in (dtypes.float16, dtypes.bfloat16):
            found = math_ops.cast(found, dtypes.float32)
        if sp_weights is None:
            return _COMBINE[combiner](found, index, rows, name=scope)
        return _weighted(found, index, rows, sp_weights.values, combiner, scope)


def _weighted(found, index, rows, weights, combiner: str, scope: str):
    if weights.dtype != found.dtype:
        weights = math_ops.cast(weights, found.dtype)
    found = array_ops.gather(found, index)
    ones = array_ops.fill(array_ops.expand_dims(array_ops.rank(found) - 1, 0), 1)
    column = array_ops.concat([array_ops.shape(weights), ones], 0)
    shape = weights.get_shape()
    weights = array_ops.reshape(weights, column)
    if found.get_shape().ndims is not None:
        weights.set_shape(shape.concatenate([1] * (found.get_shape().ndims - 1)))
    found *= weights
    if combiner == "sum":
        return math_ops.segment_sum(found, rows, name=scope)
    total = math_ops.segment_sum(found, rows)
    if combiner == "mean":
        return math_ops.div(total, math_ops.segment_sum(weights, rows), name=scope)
    squares = math_ops.segment_sum(math_ops.pow(weights, 2), rows)
    return math_ops.div(total, math_ops.sqrt(squares), name=scope)
