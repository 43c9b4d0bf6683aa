"""Losses over lists of logits, and models in buckets of lengths (tf.contrib.legacy_seq2seq)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf


def sequence_loss_by_example(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    softmax_loss_function=None,
    name=None,
):
    """The weighted cross entropy of each sequence, [batch].

    Args:
        logits: [batch, symbols] over time.
        targets: ids [batch] over time.
        weights: [batch] over time.
        average_across_timesteps: divide by the sum of a sequence's weights.
        softmax_loss_function: a function of (labels, logits) in the place of the cross entropy.

    Raises:
        ValueError: the lists have different lengths.
    """
    if len(targets) != len(logits) or len(weights) != len(logits):
        raise ValueError(
            "Lengths of logits, weights, and targets must be the same "
            f"{len(logits)}, {len(weights)}, {len(targets)}."
        )
    with tf.name_scope(name, "sequence_loss_by_example", logits + targets + weights):
        losses = []
        for logit, target, weight in zip(logits, targets, weights):
            if softmax_loss_function is None:
                target = tf.reshape(target, [-1])
                loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target, logits=logit)
            else:
                loss = softmax_loss_function(labels=target, logits=logit)
            losses.append(loss * weight)
        total = tf.add_n(losses)
        if average_across_timesteps:
            size = tf.add_n(weights)
            size += 1e-12  # not to divide by 0 when all weights are 0
            total /= size
    return total


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    softmax_loss_function=None,
    name=None,
):
    """The sum of `sequence_loss_by_example`, divided by the batch size unless told otherwise."""
    with tf.name_scope(name, "sequence_loss", logits + targets + weights):
        cost = tf.reduce_sum(
            sequence_loss_by_example(
                logits,
                targets,
                weights,
                average_across_timesteps=average_across_timesteps,
                softmax_loss_function=softmax_loss_function,
            )
        )
        return cost / tf.cast(tf.shape(targets[0])[0], cost.dtype) if average_across_batch else cost


def model_with_buckets(
    encoder_inputs,
    decoder_inputs,
    targets,
    weights,
    buckets,
    seq2seq,
    softmax_loss_function=None,
    per_example_loss=False,
    name=None,
):
    """One model for each bucket of (input length, output length), all with the same weights.

    Args:
        buckets: pairs of lengths, growing.
        seq2seq: a function of encoder and decoder inputs that gives outputs and state.

    Returns:
        for each bucket the outputs, and the loss (of each example with `per_example_loss`).

    Raises:
        ValueError: a list is shorter than the last bucket.
    """
    for what, values, length in (
        ("encoder_inputs", encoder_inputs, buckets[-1][0]),
        ("targets", targets, buckets[-1][1]),
        ("weights", weights, buckets[-1][1]),
    ):
        if len(values) < length:
            raise ValueError(f"Length of {what} ({len(values)}) must be at least that of last bucket ({length}).")
    loss_of = sequence_loss_by_example if per_example_loss else sequence_loss
    losses, outputs = [], []
    with tf.name_scope(name, "model_with_buckets", encoder_inputs + decoder_inputs + targets + weights):
        for j, (inputs_length, targets_length) in enumerate(buckets):
            with tf.variable_scope(tf.get_variable_scope(), reuse=True if j > 0 else None):
                result, _ = seq2seq(encoder_inputs[:inputs_length], decoder_inputs[:targets_length])
                outputs.append(result)
                losses.append(
                    loss_of(
                        result,
                        targets[:targets_length],
                        weights[:targets_length],
                        softmax_loss_function=softmax_loss_function,
                    )
                )
    return outputs, losses
