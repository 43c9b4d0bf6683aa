"""tf.contrib.nn."""

from __future__ import annotations

import numbers

from tensorflow.python.framework import tensor_util

from graphnotes.tf1 import root as tf


def alpha_dropout(x, keep_prob, noise_shape=None, seed=None, name=None):
    """Dropout that keeps mean and variance of self-normalizing units (arXiv:1706.02515); dropped units get -1.7581.

    Args:
        x: a floating tensor.
        keep_prob: a float in (0, 1] or a scalar tensor.
        noise_shape: of the kept-or-dropped flags; that of `x` when None.

    Raises:
        ValueError: `keep_prob` is outside.
    """
    with tf.name_scope(name, "alpha_dropout", [x]) as name:
        x = tf.convert_to_tensor(x, name="x")
        if isinstance(keep_prob, numbers.Real) and not 0 < keep_prob <= 1.0:
            raise ValueError(
                f"keep_prob must be a scalar tensor or a float in the range (0, 1], got {keep_prob:g}"
            )
        keep_prob = tf.convert_to_tensor(keep_prob, dtype=x.dtype, name="keep_prob")
        keep_prob.get_shape().assert_has_rank(0)
        if tensor_util.constant_value(keep_prob) == 1:
            return x
        alpha = -1.7580993408473766  # -scale * alpha of selu
        shape = tf.shape(x) if noise_shape is None else noise_shape
        noise = tf.random_uniform(shape, seed=seed, dtype=x.dtype)
        kept = tf.cast(tf.greater_equal(noise, 1 - keep_prob), x.dtype)
        x = x * kept + alpha * (1 - kept)
        a = (keep_prob + keep_prob * (1 - keep_prob) * alpha**2) ** -0.5
        b = -a * alpha * (1 - keep_prob)
        return a * x + b


def _labels_last(function):
    def flipped(logits, labels, **kwargs):
        return function(labels=labels, logits=logits, **kwargs)

    flipped.__doc__ = f"`tf.nn.{function.__name__}` with logits before labels."
    return flipped


deprecated_flipped_softmax_cross_entropy_with_logits = _labels_last(tf.nn.softmax_cross_entropy_with_logits)
deprecated_flipped_sparse_softmax_cross_entropy_with_logits = _labels_last(
    tf.nn.sparse_softmax_cross_entropy_with_logits
)
deprecated_flipped_sigmoid_cross_entropy_with_logits = _labels_last(tf.nn.sigmoid_cross_entropy_with_logits)

__all__ = [
    "alpha_dropout",
    "deprecated_flipped_sigmoid_cross_entropy_with_logits",
    "deprecated_flipped_softmax_cross_entropy_with_logits",
    "deprecated_flipped_sparse_softmax_cross_entropy_with_logits",
]
