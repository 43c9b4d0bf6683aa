"""The confusion matrix: zeros plus a sparse tensor of ones."""

from __future__ import annotations

from tensorflow.python.framework import dtypes, ops, sparse_tensor
from tensorflow.python.ops import (
    array_ops,
    array_ops_stack,
    check_ops,
    cond,
    confusion_matrix,
    control_flow_ops,
    math_ops,
    sparse_ops,
)

from graphnotes.tf1.rebuilt import rebuild

_MODULE = "tensorflow.python.ops.confusion_matrix"


@rebuild(_MODULE, "confusion_matrix")
def confusion_matrix_(labels, predictions, num_classes=None, weights=None, dtype=dtypes.int32, name=None):
    """`tf.confusion_matrix`: [num_classes, num_classes], rows are labels, columns predictions.

    Raises:
        ValueError: shapes don't match.
    """

    def checked(x, check, *bound, message):
        return control_flow_ops.with_dependencies([check(x, *bound, message=message)], x)

    with ops.name_scope(name, "confusion_matrix", (predictions, labels, num_classes, weights)):
        labels, predictions = confusion_matrix.remove_squeezable_dimensions(
            ops.convert_to_tensor(labels, name="labels"), ops.convert_to_tensor(predictions, name="predictions")
        )
        predictions = math_ops.cast(predictions, dtypes.int64)
        labels = math_ops.cast(labels, dtypes.int64)
        not_negative = check_ops.assert_non_negative
        labels = checked(labels, not_negative, message="`labels` contains negative values")
        predictions = checked(predictions, not_negative, message="`predictions` contains negative values")
        if num_classes is None:
            num_classes = math_ops.maximum(math_ops.reduce_max(predictions), math_ops.reduce_max(labels)) + 1
        else:
            bound = math_ops.cast(num_classes, dtypes.int64)
            labels = checked(labels, check_ops.assert_less, bound, message="`labels` out of bound")
            predictions = checked(predictions, check_ops.assert_less, bound, message="`predictions` out of bound")
        if weights is not None:
            weights = ops.convert_to_tensor(weights, name="weights")
            predictions.get_shape().assert_is_compatible_with(weights.get_shape())
            weights = math_ops.cast(weights, dtype)
        shape = array_ops_stack.stack([num_classes, num_classes])
        indices = array_ops_stack.stack([labels, predictions], axis=1)
        values = array_ops.ones_like(predictions, dtype) if weights is None else weights
        cells = sparse_tensor.SparseTensor(indices, values, dense_shape=math_ops.cast(shape, dtypes.int64))
        zeros = array_ops.zeros(math_ops.cast(shape, dtypes.int32), dtype)
        return sparse_ops.sparse_add(zeros, cells)


@rebuild(_MODULE, "remove_squeezable_dimensions")
def remove_squeezable_dimensions(labels, predictions, expected_rank_diff=0, name=None):
    """Squeezes the last dimension of the one whose rank is one too many; fails if that dimension isn't 1."""
    with ops.name_scope(name, "remove_squeezable_dimensions", [labels, predictions]):
        predictions, labels = ops.convert_to_tensor(predictions), ops.convert_to_tensor(labels)
        ranks = labels.get_shape().ndims, predictions.get_shape().ndims
        if None not in ranks:
            difference = ranks[1] - ranks[0] - expected_rank_diff
            if difference == 1:
                predictions = array_ops.squeeze(predictions, [-1])
            elif difference == -1:
                labels = array_ops.squeeze(labels, [-1])
            return labels, predictions
        difference = array_ops.rank(predictions) - array_ops.rank(labels)
        predictions = _squeezed_if(predictions, expected_rank_diff + 1, difference)
        return _squeezed_if(labels, expected_rank_diff - 1, difference), predictions


def _squeezed_if(x, wanted, difference):
    """x, without its last dimension if the ranks turn out to differ as wanted; x itself if that dimension is known not to be 1."""
    if x.get_shape().ndims is not None and not x.get_shape().dims[-1].is_compatible_with(1):
        return x
    return cond.cond(math_ops.equal(wanted, difference), lambda: array_ops.squeeze(x, [-1]), lambda: x)
