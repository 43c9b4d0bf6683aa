"""The weighted cross entropy of sequences (tf.contrib.seq2seq.sequence_loss)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    sum_over_timesteps=False,
    sum_over_batch=False,
    softmax_loss_function=None,
    name=None,
):
    """The weighted cross entropy of sequences, averaged over time, batch or both.

    Args:
        logits: [batch, time, classes].
        targets: class numbers [batch, time].
        weights: [batch, time]; 0 for padding.
        average_across_timesteps, average_across_batch: divide by the sum of weights along that axis.
        sum_over_timesteps, sum_over_batch: divide by the number of weights that are not 0 instead.
        softmax_loss_function: a function of (labels, logits) in the place of the cross entropy.

    Returns:
        a scalar, [time], [batch] or [batch, time], by what is averaged.

    Raises:
        ValueError: a rank is wrong, or an axis is both averaged and summed.
    """
    for what, tensor, rank, shape in (
        ("Logits", logits, 3, "[batch_size x sequence_length x logits]"),
        ("Targets", targets, 2, "[batch_size x sequence_length]"),
        ("Weights", weights, 2, "[batch_size x sequence_length]"),
    ):
        if len(tensor.get_shape()) != rank:
            raise ValueError(f"{what} must be a {shape} tensor")
    for axis, average, total in (
        ("timesteps", average_across_timesteps, sum_over_timesteps),
        ("batch", average_across_batch, sum_over_batch),
    ):
        if average and total:
            raise ValueError(f"average_across_{axis} and sum_over_{axis} cannot be set to True at same time.")
    with tf.name_scope(name, "sequence_loss", [logits, targets, weights]):
        classes = tf.shape(logits)[2]
        flat = tf.reshape(logits, [-1, classes])
        targets = tf.reshape(targets, [-1])
        if softmax_loss_function is None:
            loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=targets, logits=flat)
        else:
            loss = softmax_loss_function(labels=targets, logits=flat)
        loss *= tf.reshape(weights, [-1])
        if average_across_timesteps and average_across_batch:
            loss = tf.reduce_sum(loss)
            return tf.div_no_nan(loss, tf.reduce_sum(weights))
        if sum_over_timesteps and sum_over_batch:
            loss = tf.reduce_sum(loss)
            return tf.div_no_nan(loss, tf.cast(tf.count_nonzero(weights), loss.dtype))
        loss = tf.reshape(loss, tf.shape(logits)[0:2])
        if average_across_timesteps or average_across_batch:
            axis = [0] if average_across_batch else [1]
            loss = tf.reduce_sum(loss, axis=axis)
            return tf.div_no_nan(loss, tf.reduce_sum(weights, axis=axis))
        if sum_over_timesteps or sum_over_batch:
            axis = [0] if sum_over_batch else [1]
            loss = tf.reduce_sum(loss, axis=axis)
            count = tf.cast(tf.count_nonzero(weights, axis=axis), dtype=loss.dtype)
            return tf.div_no_nan(loss, count)
        return loss
