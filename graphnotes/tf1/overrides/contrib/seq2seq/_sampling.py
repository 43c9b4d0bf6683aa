"""Random draws whose number of samples may be a tensor, as helpers take them."""

from __future__ import annotations

from graphnotes.tf1 import root as tf


def _draw(sample_n, sample_shape):
    with tf.name_scope(None, "call_sampler", values=[sample_shape]):
        sample_shape = tf.convert_to_tensor(sample_shape, dtype=tf.int32, name="sample_shape")
        pad = tf.cast(tf.equal(tf.rank(sample_shape), 0), tf.int32)  # a scalar is a vector of one
        sample_shape = tf.reshape(
            sample_shape, tf.pad(tf.shape(sample_shape), paddings=[[pad, 0]], constant_values=1)
        )
        samples = sample_n(tf.reduce_prod(sample_shape))
        shape = tf.concat([sample_shape, tf.shape(samples)[1:]], 0)
        return tf.reshape(samples, shape)


def bernoulli_sample(probs, dtype=tf.int32, sample_shape=(), seed=None):
    """Zeros and ones with the given probabilities of ones."""
    probs = tf.convert_to_tensor(probs, name="probs")
    batch = tf.shape(probs)

    def sample_n(n):
        uniform = tf.random_uniform(tf.concat([[n], batch], 0), seed=seed, dtype=probs.dtype)
        return tf.cast(tf.less(uniform, probs), dtype)

    return _draw(sample_n, sample_shape)


def categorical_sample(logits, dtype=tf.int32, sample_shape=(), seed=None):
    """Class numbers with the given unnormalized log probabilities [..., classes]."""
    logits = tf.convert_to_tensor(logits, name="logits")
    classes = tf.shape(logits)[-1]
    batch = tf.shape(logits)[:-1]

    def sample_n(n):
        rows = logits if logits.shape.ndims == 2 else tf.reshape(logits, [-1, classes])
        kind = tf.int64 if logits.dtype.size > 4 else tf.int32
        draws = tf.multinomial(rows, n, seed=seed, output_dtype=kind)
        draws = tf.reshape(tf.transpose(draws), tf.concat([[n], batch], 0))
        return tf.cast(draws, dtype)

    return _draw(sample_n, sample_shape)
