"""Streaming metrics of tf.contrib.metrics from counts, Cohen's kappa, values one after the other."""


def _data(tf):
    labels = tf.constant([0, 1, 1, 0, 1, 1])
    scores = tf.constant([0.1, 0.8, 0.4, 0.3, 0.9, 0.55])
    return labels, scores, tf.constant([1.0, 2.0, 1.0, 0.5, 1.0, 1.0])


def at_thresholds(tf, np):
    M = tf.contrib.metrics
    labels, scores, weights = _data(tf)
    thresholds = [0.2, 0.5, 0.7]
    return {
        "tp": M.streaming_true_positives_at_thresholds(scores, labels, thresholds)[1],
        "fn": M.streaming_false_negatives_at_thresholds(scores, labels, thresholds, weights)[1],
        "fp": M.streaming_false_positives_at_thresholds(scores, labels, thresholds)[1],
        "tn": M.streaming_true_negatives_at_thresholds(scores, labels, thresholds)[1],
        "fpr": M.streaming_false_positive_rate_at_thresholds(scores, labels, thresholds)[1],
        "fnr": M.streaming_false_negative_rate_at_thresholds(scores, labels, thresholds, weights, updates_collections=["u"])[1],
    }


def rates(tf, np):
    M = tf.contrib.metrics
    labels, scores, weights = _data(tf)
    predictions = tf.cast(scores > 0.35, tf.int32)
    return {
        "fpr": M.streaming_false_positive_rate(predictions, labels)[1],
        "fnr": M.streaming_false_negative_rate(predictions, labels, weights, metrics_collections=["m"])[1],
        "kappa": M.cohen_kappa(labels, predictions, 2)[1],
        "weighted": M.cohen_kappa(tf.reshape(labels, [6, 1]), predictions, 2, weights)[1],
    }


def curves(tf, np):
    M = tf.contrib.metrics
    labels, scores, weights = _data(tf)
    points, update = M.streaming_curve_points(labels, scores, num_thresholds=5)
    pr, pr_update = M.streaming_curve_points(labels, scores, weights, num_thresholds=4, curve="PR")
    with tf.control_dependencies([update, pr_update]):
        again = tf.constant(1)
    return {
        "again": again,
        "names": tf.constant([points.name, pr.name]),
        "recall": M.recall_at_precision(labels, scores, 0.9, num_thresholds=20)[1],
        "strict": M.recall_at_precision(labels, scores, 0.9, num_thresholds=20, strict_mode=True)[1],
        "precision": M.precision_at_recall(labels, scores, 0.7, weights, num_thresholds=20)[1],
    }


def concatenation(tf, np):
    M = tf.contrib.metrics
    value, update = M.streaming_concat(tf.constant([[1.0, 2.0], [3.0, 4.0]]), axis=1)
    few, few_update = M.streaming_concat(tf.constant([1, 2, 3]), max_size=2)
    top, top_update = M.streaming_sparse_average_precision_at_top_k(tf.constant([[2, 0]], tf.int64), tf.constant([[0, 1]], tf.int64))
    return {"updates": tf.stack([update, few_update]), "top": top_update, "names": tf.constant([value.name, few.name, top.name])}
