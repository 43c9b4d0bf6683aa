"""Keras' metrics as TensorFlow 1.15 built them: a result waits for its update, and accuracies are plain comparisons."""

from __future__ import annotations

import inspect

from tensorflow.python.framework import dtypes, ops
from tensorflow.python.ops import array_ops, math_ops, nn_ops
from tensorflow.python.util import tf_decorator
from tf_keras.src import backend
from tf_keras.src.metrics import base_metric
from tf_keras.src.utils import metrics_utils, tf_utils

from graphnotes.tf1.rebuilt import rebuild

_ACCURACY = "tf_keras.src.metrics.accuracy_metrics"


@rebuild("tf_keras.src.utils.metrics_utils", "update_state_wrapper")
def update_state_wrapper(update_state_fn):
    """Wrap a metric's `update_state` so that the op it returns is an update of the metric; today's is the graph's last op."""

    def update(metric, *args, **kwargs):
        with tf_utils.graph_context_for_symbolic_tensors(*args, **kwargs):
            op = update_state_fn(*args, **kwargs)
            if op is None and not ops.executing_eagerly_outside_functions():
                op = ops.get_default_graph().get_operations()[-1]  # the call of a function of the user's that returns nothing
        if op is not None:
            metric.add_update(op)
        return op

    return tf_decorator.make_decorator(update_state_fn, update)


@rebuild(_ACCURACY, "binary_accuracy")
def binary_accuracy(y_true, y_pred, threshold=0.5):
    """`tf.keras.metrics.binary_accuracy`: the share of predictions above the threshold that are as the labels, over the last axis."""
    y_pred = ops.convert_to_tensor(y_pred)
    threshold = math_ops.cast(threshold, y_pred.dtype)
    above = math_ops.cast(y_pred > threshold, y_pred.dtype)
    return backend.mean(math_ops.equal(y_true, above), axis=-1)


@rebuild(_ACCURACY, "categorical_accuracy")
def categorical_accuracy(y_true, y_pred):
    """`tf.keras.metrics.categorical_accuracy`: 1 where the greatest prediction is that of the label, else 0."""
    same = math_ops.equal(math_ops.argmax(y_true, axis=-1), math_ops.argmax(y_pred, axis=-1))
    return math_ops.cast(same, backend.floatx())


@rebuild(_ACCURACY, "sparse_categorical_accuracy")
def sparse_categorical_accuracy(y_true, y_pred):
    """`tf.keras.metrics.sparse_categorical_accuracy`: 1 where the greatest prediction has the label's index, else 0."""
    y_true = _without_last_of_equal_ranks(y_true, y_pred)
    found = math_ops.argmax(y_pred, axis=-1)
    if backend.dtype(found) != backend.dtype(y_true):
        found = math_ops.cast(found, backend.dtype(y_true))
    return math_ops.cast(math_ops.equal(y_true, found), backend.floatx())


@rebuild(_ACCURACY, "top_k_categorical_accuracy")
def top_k_categorical_accuracy(y_true, y_pred, k=5):
    """`tf.keras.metrics.top_k_categorical_accuracy`: 1 where the label is among the k greatest predictions, else 0."""
    return math_ops.cast(nn_ops.in_top_k(y_pred, math_ops.argmax(y_true, axis=-1), k), backend.floatx())


@rebuild(_ACCURACY, "sparse_top_k_categorical_accuracy")
def sparse_top_k_categorical_accuracy(y_true, y_pred, k=5):
    """`tf.keras.metrics.sparse_top_k_categorical_accuracy`: the same for labels that are indices."""
    y_true = _without_last_of_equal_ranks(y_true, y_pred)
    return math_ops.cast(nn_ops.in_top_k(y_pred, math_ops.cast(y_true, dtypes.int32), k), backend.floatx())


def _without_last_of_equal_ranks(y_true, y_pred):
    """Labels of the predictions' rank lose their last axis, whose size is 1 in the session at the latest."""
    ranks = ops.convert_to_tensor(y_pred).shape.rank, ops.convert_to_tensor(y_true).shape.rank
    return array_ops.squeeze(y_true, [-1]) if None not in ranks and ranks[0] == ranks[1] else y_true


def _mean_of(metric: str, function) -> None:
    """Let a class of metrics be the mean of the function, which takes the parameters after name and dtype."""

    def init(self, *args, **kwargs):
        given = inspect.signature(init.original).bind(self, *args, **kwargs)
        given.apply_defaults()
        parameters = {key: value for key, value in given.arguments.items() if key != "self"}
        base_metric.MeanMetricWrapper.__init__(self, function, **parameters)

    rebuild(_ACCURACY, f"{metric}.__init__")(init)


_mean_of("BinaryAccuracy", binary_accuracy)
_mean_of("CategoricalAccuracy", categorical_accuracy)
_mean_of("SparseCategoricalAccuracy", sparse_categorical_accuracy)
_mean_of("TopKCategoricalAccuracy", top_k_categorical_accuracy)
_mean_of("SparseTopKCategoricalAccuracy", sparse_top_k_categorical_accuracy)


@rebuild("tf_keras.src.utils.metrics_utils", "_filter_top_k")
def filter_top_k(x, k):
    """The k greatest of the last axis; the others become the most negative number."""
    _, indices = nn_ops.top_k(x, k, sorted=False)
    kept = math_ops.reduce_sum(array_ops.one_hot(indices, x.shape[-1], axis=-1), axis=-2)
    return x * kept + metrics_utils.NEG_INF * (1 - kept)
