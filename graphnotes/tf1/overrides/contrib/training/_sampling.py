"""Examples drawn by probabilities: rejection, stratified and weighted sampling (tf.contrib.training)."""

from __future__ import annotations

from tensorflow.python.framework.indexed_slices import (
    convert_n_to_tensor_or_indexed_slices,
)
from tensorflow.python.ops.control_flow_ops import with_dependencies
from tensorflow.python.training import moving_averages

from graphnotes.tf1 import root as tf

_TOLERANCE = 1e-6  # of a sum of probabilities
_SMOOTHING = 10  # examples of each class that are taken as seen


def rejection_sample(
    tensors,
    accept_prob_fn,
    batch_size,
    queue_threads=1,
    enqueue_many=False,
    prebatch_capacity=16,
    prebatch_threads=1,
    runtime_checks=False,
    name=None,
):
    """Batches of the examples that are accepted with the probability `accept_prob_fn(tensors)`.

    Args:
        enqueue_many: the tensors are batches of examples.
        runtime_checks: check that probabilities are in [0, 1].

    Returns:
        The list of the batched tensors.
    """
    with tf.variable_scope(name, "rejection_sample", tensors):
        tensors = _converted(tensors)
        if enqueue_many:
            tensors = [_as_many_as(tensors[0], tensor) for tensor in tensors]
            tensors = _one_by_one(tensors, prebatch_threads, prebatch_capacity)
        probability = accept_prob_fn(tensors)
        if runtime_checks:
            checks = [tf.assert_less_equal(0.0, probability), tf.assert_less_equal(probability, 1.0)]
            probability = tf.identity(with_dependencies(checks, probability), name="prob_with_checks")
        accepted = tf.random_uniform([]) < probability
        batch = tf.train.maybe_batch(tensors, keep_input=accepted, batch_size=batch_size, num_threads=queue_threads)
        return [batch] if tf.is_tensor(batch) else batch


def stratified_sample(
    tensors,
    labels,
    target_probs,
    batch_size,
    init_probs=None,
    enqueue_many=False,
    queue_capacity=16,
    threads_per_queue=1,
    name=None,
):
    """Batches in which classes have the shares `target_probs`.

    Args:
        labels: the class of the example; of each example with `enqueue_many`.
        init_probs: the classes' shares in the data; default: estimated as examples come.

    Returns:
        The list of the batched tensors, the batch's labels.

    Raises:
        ValueError: shares of different lengths.
    """
    with tf.name_scope(name, "stratified_sample", [*tensors, labels]):
        tensors, labels = _converted(tensors), tf.convert_to_tensor(labels)
        target_probs = tf.convert_to_tensor(target_probs, dtype=tf.float32)
        if not enqueue_many:
            tensors = [tf.expand_dims(tensor, 0) for tensor in tensors]
            labels = tf.expand_dims(labels, 0)
        if init_probs is None:
            target_probs.get_shape().assert_is_fully_defined()
            init_probs = _estimated_shares(labels, target_probs.get_shape().num_elements())
        else:
            init_probs = tf.convert_to_tensor(init_probs, dtype=tf.float32)
        tensors, labels, (init_probs, target_probs) = _checked(tensors, labels, [init_probs, target_probs])
        possible = tf.reduce_all(tf.logical_or(tf.not_equal(init_probs, 0), tf.equal(target_probs, 0)))
        message = "All classes with zero initial probability must also have zero target probability: "
        init_probs = with_dependencies([tf.Assert(possible, [message, init_probs, target_probs])], init_probs)
        accept = _acceptance(init_probs, target_probs)
        rejected = tf.reduce_sum((1 - accept) * init_probs)
        warning = "Proportion of examples rejected by sampler is high."
        accept = tf.cond(
            tf.less(rejected, 0.5), lambda: accept, lambda: tf.Print(accept, [accept], message=warning, first_n=10)
        )
        *values, label = _one_by_one([*tensors, labels], threads_per_queue, queue_capacity)
        probability = tf.gather(accept, label)
        accepted = tf.random_uniform([]) < probability
        batch = tf.train.maybe_batch(
            [*values, label], keep_input=accepted, batch_size=batch_size, num_threads=threads_per_queue
        )
        return batch[:-1], batch[-1]


def resample_at_rate(inputs, rates, scope=None, seed=None, back_prop=False):
    """Each row of the inputs as often as a Poisson distribution with its rate says.

    Args:
        rates: [rows].
        back_prop: let gradients pass through the choice.
    """
    with tf.name_scope(scope, default_name="resample_at_rate", values=[*inputs, rates]):
        rates = tf.convert_to_tensor(rates, name="rates")
        counts = tf.cast(tf.random_poisson(rates, (), rates.dtype, seed=seed), tf.int32)
        rows = _repeated_range(counts)
        if not back_prop:
            rows = tf.stop_gradient(rows)
        return [tf.gather(tensor, rows) for tensor in inputs]


def weighted_resample(inputs, weights, overall_rate, scope=None, mean_decay=0.999, seed=None):
    """Rows drawn by their weights, on average `overall_rate` times as many as there are.

    Returns:
        The list of the resampled inputs, the rates that their rows had.
    """
    with tf.name_scope(scope, "weighted_resample", inputs) as whole:
        with tf.variable_scope(scope, "estimate_mean", inputs):
            estimate = tf.get_local_variable(
                "estimated_mean", initializer=tf.cast(0, weights.dtype), dtype=weights.dtype
            )
            now = tf.reduce_mean(weights)
            mean = moving_averages.assign_moving_average(estimate, now, mean_decay)
        rates = weights * overall_rate / mean
        rates, *results = resample_at_rate([rates, *inputs], rates, scope=whole, seed=seed)
        return results, rates


def _repeated_range(counts):
    """Row numbers, each as often as its count: [2, 0, 1] gives [0, 0, 2]."""
    with tf.name_scope(None, "repeat_range", [counts]) as scope:
        counts = tf.convert_to_tensor(counts, name="counts")

        def write(rows, i):
            return rows.write(i, tf.fill(counts[i : i + 1], i)), i + 1

        size = tf.shape(counts)[0]
        rows = tf.TensorArray(dtype=tf.int32, size=size, infer_shape=False)
        rows, written = tf.while_loop(lambda _, i: i < size, write, loop_vars=[rows, 0])
        return tf.cond(written > 0, rows.concat, lambda: tf.zeros(shape=[0], dtype=tf.int32), name=scope)


def _converted(tensors):
    return convert_n_to_tensor_or_indexed_slices(tensors)


def _as_many_as(first, tensor):
    tensor.get_shape().with_rank_at_least(1)[0].assert_is_compatible_with(first.get_shape()[0])
    return tensor


def _one_by_one(tensors, num_threads, capacity):
    """Single examples of batches."""
    batch = tf.train.batch(tensors, batch_size=1, num_threads=num_threads, capacity=capacity, enqueue_many=True)
    batch = [batch] if tf.is_tensor(batch) else batch
    return [tf.squeeze(tensor, [0]) for tensor in batch]


def _estimated_shares(labels, num_classes):
    start = [_SMOOTHING] * num_classes
    seen = tf.Variable(initial_value=start, trainable=False, name="class_count", dtype=tf.int64)
    seen = seen.assign_add(tf.reduce_sum(tf.one_hot(labels, num_classes, dtype=tf.int64), 0))
    seen += 0  # a copy, which later examples don't change
    return tf.cast(tf.truediv(seen, tf.reduce_sum(seen)), tf.float32)


def _checked(tensors, labels, distributions):
    checked = []
    for probabilities in distributions:
        probabilities.get_shape().assert_is_fully_defined()
        probabilities.get_shape().assert_has_rank(1)
        total = tf.reduce_sum(probabilities)
        checks = [
            tf.assert_non_negative(probabilities),
            tf.assert_less(total, 1.0 + _TOLERANCE),
            tf.assert_less(1.0 - _TOLERANCE, total),
        ]
        checked.append(with_dependencies(checks, probabilities))
    length = checked[0].get_shape().num_elements()
    if any(probabilities.get_shape().num_elements() != length for probabilities in checked):
        raise ValueError("Probability parameters must have the same length.")
    labels.get_shape().assert_has_rank(1)
    for tensor in tensors:
        _as_many_as(labels, tensor)
    size = tf.shape(labels)[0]
    some = tf.assert_positive(size)
    labels = with_dependencies([some], labels)
    tensors = [with_dependencies([some, tf.assert_equal(tf.shape(t)[0], size)], t) for t in tensors]
    checks = [
        tf.assert_integer(labels),
        tf.assert_non_negative(labels),
        tf.assert_less(labels, tf.cast(length, labels.dtype)),
    ]
    return tensors, with_dependencies(checks, labels), checked


def _acceptance(init_probs, target_probs):
    """The probability with which an example of each class is accepted."""
    ratio = target_probs / init_probs
    ratio = tf.compat.v2.where(tf.is_nan(ratio), tf.zeros_like(ratio), ratio)
    return ratio / tf.reduce_max(ratio)
