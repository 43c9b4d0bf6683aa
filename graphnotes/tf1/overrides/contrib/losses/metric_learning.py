"""tf.contrib.losses.metric_learning: losses over the distances between embeddings."""

from __future__ import annotations

from graphnotes.tf1 import root as tf

__all__ = ["triplet_semihard_loss"]


def triplet_semihard_loss(labels, embeddings, margin=1.0):
    """Triplet loss with the semi-hard negatives of each positive pair (FaceNet, arXiv:1503.03832).

    For an anchor and a positive, the negative is the nearest one that is farther away than the positive; where there is
    none, the farthest.

    Args:
        labels: int32 [batch], the class of each embedding.
        embeddings: float32 [batch, size], normalized to length 1.
        margin: how much farther than the positive the negative should be, in squared distance.

    Returns:
        float32 scalar, the mean over all positive pairs; a tensor named `triplet_semihard_loss`.
    """
    count = tf.shape(labels)
    assert count.shape == 1
    labels = tf.reshape(labels, [count[0], 1])
    distances = _squared_distances(embeddings)
    same = tf.equal(labels, tf.transpose(labels))
    other = tf.logical_not(same)
    batch = tf.size(labels)

    # row (positive, anchor) against every candidate
    candidates = tf.tile(distances, [batch, 1])
    farther = tf.logical_and(
        tf.tile(other, [batch, 1]), tf.greater(candidates, tf.reshape(tf.transpose(distances), [-1, 1]))
    )
    farther_count = tf.reduce_sum(tf.cast(farther, dtype=tf.float32), 1, keepdims=True)
    has_farther = tf.transpose(tf.reshape(tf.greater(farther_count, 0.0), [batch, batch]))
    other = tf.cast(other, dtype=tf.float32)
    farther = tf.cast(farther, dtype=tf.float32)

    nearest = tf.transpose(tf.reshape(_lowest(candidates, farther), [batch, batch]))
    farthest = tf.tile(_highest(distances, other), [1, batch])
    negatives = tf.where(has_farther, nearest, farthest)
    losses = tf.add(margin, distances - negatives)
    positives = tf.cast(same, dtype=tf.float32) - tf.diag(tf.ones([batch]))
    pairs = tf.reduce_sum(positives)
    kept = tf.maximum(tf.multiply(losses, positives), 0.0)
    return tf.truediv(tf.reduce_sum(kept), pairs, name="triplet_semihard_loss")


def _squared_distances(feature):
    """[n, n] squared distances between the rows of [n, size]; exactly zero on the diagonal and never negative."""
    rows = tf.reduce_sum(tf.square(feature), axis=[1], keepdims=True)
    columns = tf.reduce_sum(tf.square(tf.transpose(feature)), axis=[0], keepdims=True)
    squared = tf.add(rows, columns) - 2.0 * tf.matmul(feature, tf.transpose(feature))
    squared = tf.maximum(squared, 0.0)
    zero = tf.less_equal(squared, 0.0)
    squared = tf.multiply(squared, tf.cast(tf.logical_not(zero), tf.float32))
    count = tf.shape(feature)[0]
    return tf.multiply(squared, tf.ones_like(squared) - tf.diag(tf.ones([count])))


def _lowest(data, mask):
    """[n, 1]: the smallest of each row where the mask is 1."""
    top = tf.reduce_max(data, 1, keepdims=True)
    return tf.reduce_min(tf.multiply(data - top, mask), 1, keepdims=True) + top


def _highest(data, mask):
    """[n, 1]: the largest of each row where the mask is 1."""
    bottom = tf.reduce_min(data, 1, keepdims=True)
    return tf.reduce_max(tf.multiply(data - bottom, mask), 1, keepdims=True) + bottom
