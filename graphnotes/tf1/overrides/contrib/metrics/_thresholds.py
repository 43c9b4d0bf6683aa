"""Streaming metrics from counts of right and wrong predictions, at one threshold or many (tf.contrib.metrics)."""

from __future__ import annotations

from tensorflow.python.ops import metrics_impl, weights_broadcast_ops

from graphnotes.tf1 import root as tf

_EPSILON = 1e-7
_KINDS = ("tp", "fn", "tn", "fp")
_NAMES = {"tp": "true_positives", "fn": "false_negatives", "tn": "true_negatives", "fp": "false_positives"}


def collected(value, update, metrics_collections, updates_collections):
    """A metric's value and update, put into the collections."""
    if metrics_collections:
        tf.add_to_collections(metrics_collections, value)
    if updates_collections:
        tf.add_to_collections(updates_collections, update)
    return value, update


def counts_at_thresholds(predictions, labels, thresholds, weights=None, includes=_KINDS):
    """The counts [thresholds] of each kind in `includes`, and the ops that add a batch to them: two dictionaries."""
    predictions, labels, weights = metrics_impl._remove_squeezable_dimensions(predictions, labels, weights)
    predictions.shape.assert_is_compatible_with(labels.shape)
    number = len(thresholds)
    column = tf.reshape(predictions, [-1, 1])
    row = tf.reshape(tf.cast(labels, dtype=tf.bool), [1, -1])
    size = column.shape.as_list()[0]
    if size is None:
        size = tf.shape(column)[0]
    tiled = tf.tile(tf.expand_dims(tf.constant(thresholds), [1]), tf.stack([1, size]))
    positive = tf.greater(tf.tile(tf.transpose(column), [number, 1]), tiled)
    predicted = {"p": positive}
    if "fn" in includes or "tn" in includes:
        predicted["n"] = tf.logical_not(positive)
    labelled = {True: tf.tile(row, [number, 1])}
    if "fp" in includes or "tn" in includes:
        labelled[False] = tf.logical_not(labelled[True])
    if weights is not None:
        weights = weights_broadcast_ops.broadcast_weights(tf.cast(weights, tf.float32), predictions)
        weights = tf.tile(tf.reshape(weights, [1, -1]), [number, 1])
        tiled.shape.assert_is_compatible_with(weights.shape)
    values, updates = {}, {}
    for kind in (kind for kind in _KINDS if kind in includes):
        count = metrics_impl.metric_variable([number], tf.float32, name=_NAMES[kind])
        ours = tf.cast(tf.logical_and(labelled[kind in ("tp", "fn")], predicted[kind[1]]), tf.float32)
        if weights is not None:
            ours *= weights
        values[kind], updates[kind] = count, tf.assign_add(count, tf.reduce_sum(ours, 1))
    return values, updates


def _count_at_thresholds(name: str, kind: str):
    def metric(predictions, labels, thresholds, weights=None):
        values, updates = counts_at_thresholds(predictions, labels, thresholds, weights, includes=(kind,))
        return values[kind], updates[kind]

    metric.__name__ = metric.__qualname__ = name
    metric.__doc__ = f"How many {_NAMES[kind].replace('_', ' ')} there were so far at each threshold: the counts and their update."
    return metric


streaming_true_positives_at_thresholds = _count_at_thresholds("streaming_true_positives_at_thresholds", "tp")
streaming_false_negatives_at_thresholds = _count_at_thresholds("streaming_false_negatives_at_thresholds", "fn")
streaming_false_positives_at_thresholds = _count_at_thresholds("streaming_false_positives_at_thresholds", "fp")
streaming_true_negatives_at_thresholds = _count_at_thresholds("streaming_true_negatives_at_thresholds", "tn")


def _rate(name: str, wrong: str, right: str):
    """The share of `wrong` among `wrong` and `right` predictions."""

    def metric(
        predictions, labels, weights=None, metrics_collections=None, updates_collections=None, name=None
    ):
        with tf.variable_scope(name, scope, (predictions, labels, weights)):
            predictions, labels, weights = metrics_impl._remove_squeezable_dimensions(
                predictions=tf.cast(predictions, dtype=tf.bool),
                labels=tf.cast(labels, dtype=tf.bool),
                weights=weights,
            )
            bad, bad_update = getattr(tf.metrics, _NAMES[wrong])(labels=labels, predictions=predictions, weights=weights)
            good, good_update = getattr(tf.metrics, _NAMES[right])(labels=labels, predictions=predictions, weights=weights)

            def share(bad, good, name):
                return tf.where(tf.greater(bad + good, 0), tf.div(bad, bad + good), 0, name)

            value, update = share(bad, good, "value"), share(bad_update, good_update, "update_op")
            return collected(value, update, metrics_collections, updates_collections)

    def at_thresholds(
        predictions, labels, thresholds, weights=None, metrics_collections=None, updates_collections=None, name=None
    ):
        with tf.variable_scope(name, scope + "_at_thresholds", (predictions, labels, weights)):
            values, updates = counts_at_thresholds(predictions, labels, thresholds, weights, (wrong, right))

            def share(counts, name):
                bad, good = counts[wrong], counts[right]
                return tf.div(bad, _EPSILON + bad + good, name=f"{wrong}r_{name}")

            value, update = share(values, "value"), share(updates, "update_op")
            return collected(value, update, metrics_collections, updates_collections)

    scope = name
    metric.__name__, at_thresholds.__name__ = "streaming_" + name, f"streaming_{name}_at_thresholds"
    words = f"{_NAMES[wrong].replace('_', ' ')} among them and the {_NAMES[right].replace('_', ' ')}"
    metric.__doc__ = f"The share of {words}: the value and its update."
    at_thresholds.__doc__ = f"The share of {words} at each threshold: the values and their update."
    return metric, at_thresholds


streaming_false_positive_rate, streaming_false_positive_rate_at_thresholds = _rate("false_positive_rate", "fp", "tn")
streaming_false_negative_rate, streaming_false_negative_rate_at_thresholds = _rate("false_negative_rate", "fn", "tp")


def _thresholds(number: int) -> list[float]:
    """So many thresholds over [0, 1], the outermost a little outside."""
    inner = [(i + 1) * 1.0 / (number - 1) for i in range(number - 2)]
    return [0.0 - _EPSILON, *inner, 1.0 + _EPSILON]


def streaming_curve_points(
    labels=None,
    predictions=None,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    curve="ROC",
    name=None,
):
    """Points [thresholds, 2] of the ROC curve (false positive rate, recall) or the PR curve (recall, precision), and their update.

    Raises:
        ValueError: another curve.
    """
    with tf.variable_scope(name, "curve_points", (labels, predictions, weights)):
        if curve not in ("ROC", "PR"):
            raise ValueError(f"curve must be either ROC or PR, {curve} unknown")
        values, updates = counts_at_thresholds(predictions, labels, _thresholds(num_thresholds), weights)
        epsilon = 1.0e-6
        recall = tf.div(values["tp"] + epsilon, values["tp"] + values["fn"] + epsilon)
        if curve == "ROC":
            xs, ys = tf.div(values["fp"], values["fp"] + values["tn"] + epsilon), recall
        else:
            xs, ys = recall, tf.div(values["tp"] + epsilon, values["tp"] + values["fp"] + epsilon)
        points = tf.stack([xs, ys], axis=1)
        return collected(points, tf.group(*updates.values()), metrics_collections, updates_collections)


def recall_at_precision(
    labels,
    predictions,
    precision,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    name=None,
    strict_mode=False,
):
    """The recall at the threshold whose precision is nearest to `precision` (when strict, not below it; else 0), and its update.

    Raises:
        ValueError: `precision` is outside [0, 1].
    """
    if not 0 <= precision <= 1:
        raise ValueError("`precision` must be in the range [0, 1].")
    with tf.variable_scope(name, "recall_at_precision", (predictions, labels, weights)):
        inner = [i * 1.0 / (num_thresholds - 1) for i in range(1, num_thresholds - 1)]
        thresholds = [0.0 - _EPSILON, *inner, 1.0 + _EPSILON]
        values, updates = counts_at_thresholds(predictions, labels, thresholds, weights)

        def recall(counts, name):
            tp, fp, fn = counts["tp"], counts["fp"], counts["fn"]
            precisions = tf.div(tp, tp + fp + _EPSILON)

            def at(place):
                return tf.div(tp[place], tp[place] + fn[place] + _EPSILON, name)

            if not strict_mode:
                return at(tf.argmin(tf.abs(precisions - precision), 0, output_type=tf.int32))
            # 1 / (how much above) is largest where the precision is just above, and negative below
            place = tf.argmax(tf.div(1.0, precisions - precision + _EPSILON), 0, output_type=tf.int32)
            return tf.cond(precisions[place] >= precision, lambda: at(place), lambda: 0.0)

        value, update = recall(values, "value"), recall(updates, "update_op")
        return collected(value, update, metrics_collections, updates_collections)


def precision_at_recall(
    labels,
    predictions,
    target_recall,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """The precision at the highest threshold whose recall is at least `target_recall`, and its update.

    Raises:
        ValueError: `target_recall` is outside [0, 1].
        RuntimeError: eager execution is enabled.
    """
    if tf.executing_eagerly():
        raise RuntimeError("tf.metrics.precision_at_recall is not supported when eager execution is enabled.")
    if target_recall < 0 or target_recall > 1:
        raise ValueError("`target_recall` must be in the range [0, 1].")
    with tf.variable_scope(name, "precision_at_recall", (predictions, labels, weights)):
        values, updates = counts_at_thresholds(predictions, labels, _thresholds(num_thresholds), weights)

        def precision(counts, name):
            tp, fp, fn = counts["tp"], counts["fp"], counts["fn"]
            recalls = tf.div(tp, tp + fn + _EPSILON)
            place = tf.reduce_sum(tf.cast(tf.greater_equal(recalls, target_recall), tf.int64)) - 1
            return tf.div(tp[place] + _EPSILON, tp[place] + fp[place] + _EPSILON, name)

        value, update = precision(values, "value"), precision(updates, "update_op")
        return collected(value, update, metrics_collections, updates_collections)
