"""The losses of contrib.learn's heads: (the loss to minimise, the weighted average to report)."""

from __future__ import annotations

from tensorflow.python.ops.weights_broadcast_ops import broadcast_weights

from graphnotes.tf1 import root as tf


def _column(tensor):
    return tf.expand_dims(tensor, axis=1) if len(tensor.get_shape()) == 1 else tensor


def _columns(labels, logits):
    logits, labels = tf.convert_to_tensor(logits), tf.convert_to_tensor(labels)
    labels = _column(labels)
    logits = _column(logits)
    logits.get_shape().assert_is_compatible_with(labels.get_shape())
    return labels, logits


def mean_squared_loss(labels, logits, weights=None):
    """Squared differences of numbers [batch, dimension]."""
    with tf.name_scope(None, "mean_squared_loss", (logits, labels)) as name:
        labels, logits = _columns(labels, logits)
        loss = tf.squared_difference(logits, tf.cast(labels, tf.float32), name=name)
        return compute_weighted_loss(loss, weights)


def poisson_loss(labels, logits, weights=None):
    """The Poisson loss of counts [batch, dimension] and the logarithms of their means."""
    with tf.name_scope(None, "_poisson_loss", (logits, labels)) as name:
        labels, logits = _columns(labels, logits)
        loss = tf.nn.log_poisson_loss(labels, logits, compute_full_loss=True, name=name)
        return compute_weighted_loss(loss, weights)


def log_loss_with_two_classes(labels, logits, weights=None):
    """The cross entropy of labels 0 or 1, [batch] or [batch, 1], and logits [batch, 1]."""
    with tf.name_scope(None, "log_loss_with_two_classes", (logits, labels)) as name:
        logits = tf.convert_to_tensor(logits)
        labels = _column(tf.cast(labels, tf.float32))
        loss = tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits, name=name)
        return compute_weighted_loss(loss, weights)


def softmax_cross_entropy_loss(labels, logits, weights=None):
    """The cross entropy of class numbers [batch] or [batch, 1] and logits [batch, classes].

    Raises:
        ValueError: the labels are no integers.
    """
    with tf.name_scope(None, "softmax_cross_entropy_loss", (logits, labels)) as name:
        labels = tf.convert_to_tensor(labels)
        if not labels.dtype.is_integer:
            raise ValueError(f"Labels dtype should be integer Instead got {labels.dtype}.")
        is_column = len(labels.get_shape()) == 2
        if is_column:
            labels = tf.squeeze(labels, axis=(1,))
        loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name=name)
        if is_column:
            loss = tf.expand_dims(loss, axis=(1,))
        return compute_weighted_loss(loss, weights)


def sigmoid_cross_entropy_loss(labels, logits, weights=None):
    """The cross entropy of each of several labels [batch, classes]."""
    with tf.name_scope(None, "sigmoid_cross_entropy_loss", (logits, labels)) as name:
        loss = tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.cast(labels, tf.float32), logits=logits, name=name)
        return compute_weighted_loss(loss, weights)


def hinge_loss(labels, logits, weights=None):
    """The hinge loss of labels 0 or 1, [batch] or [batch, 1], and logits [batch, 1]."""
    with tf.name_scope(None, "hinge_loss", (logits, labels)) as name:
        asked = tf.less_equal(tf.rank(labels), 2)
        checked = tf.Assert(asked, ("labels shape should be either [batch_size, 1] or [batch_size]",))
        with tf.control_dependencies((checked,)):
            labels = tf.reshape(labels, shape=(-1, 1))
        none = tf.losses.Reduction.NONE
        loss = tf.losses.hinge_loss(labels=labels, logits=logits, scope=name, reduction=none)
        return compute_weighted_loss(loss, weights)


def compute_weighted_loss(loss, weights, name="loss"):
    """Mean of the examples' losses, and their weighted average."""
    with tf.name_scope(name, values=(loss, weights)) as scope:
        if weights is None:
            mean = tf.reduce_mean(loss, name=scope)
            return mean, mean
        weights = broadcast_weights(weights, loss)
        with tf.name_scope(None, "weighted_loss", (loss, weights)) as name:
            weighted = tf.multiply(loss, weights, name=name)
        mean = tf.reduce_mean(weighted, name=scope)
        total, weight = tf.reduce_sum(weighted), tf.cast(tf.reduce_sum(weights), tf.float32)
        return mean, tf.div(total, weight, name="weighted_average_loss")


def custom(loss_fn):
    """A loss function of one's own, in the shape of those here."""

    def both(labels, logits, weights=None):
        loss = loss_fn(labels, logits) if weights is None else loss_fn(labels, logits, weights)
        return loss, loss

    return both
