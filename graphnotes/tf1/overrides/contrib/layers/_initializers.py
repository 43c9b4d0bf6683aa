"""Initial weights scaled by fan in and fan out (tf.contrib.layers.xavier_initializer and its kind)."""

from __future__ import annotations

import math

from graphnotes.tf1 import root as tf


def variance_scaling_initializer(factor=2.0, mode="FAN_IN", uniform=False, seed=None, dtype=tf.float32):
    """Random values of variance factor / n, n being the fan in, the fan out or their mean.

    The defaults are He et al.'s (arXiv:1502.01852); factor=1, uniform=True with FAN_IN is Caffe's "Xavier". The normal
    distribution is cut at two standard deviations, with a deviation of sqrt(1.3 * factor / n) to make up for the cut.

    Args:
        factor: a positive number.
        mode: "FAN_IN", "FAN_OUT" or "FAN_AVG".
        uniform: uniform values, else normal ones.
        seed: the op seed.
        dtype: a floating type.

    Raises:
        TypeError: not a floating type, or no such mode.
    """
    if not dtype.is_floating:
        raise TypeError("Cannot create initializer for non-floating point type.")
    if mode not in ("FAN_IN", "FAN_OUT", "FAN_AVG"):
        raise TypeError(f"Unknown mode {mode} [FAN_IN, FAN_OUT, FAN_AVG]")

    def _initializer(shape, dtype=dtype, partition_info=None):
        if not dtype.is_floating:
            raise TypeError("Cannot create initializer for non-floating point type.")
        fan_in, fan_out = _fans([float(d) for d in shape])
        n = {"FAN_IN": fan_in, "FAN_OUT": fan_out, "FAN_AVG": (fan_in + fan_out) / 2.0}[mode]
        if uniform:
            limit = math.sqrt(3.0 * factor / n)
            return tf.random_uniform(shape, -limit, limit, dtype, seed=seed)
        return tf.truncated_normal(shape, 0.0, math.sqrt(1.3 * factor / n), dtype, seed=seed)

    return _initializer


def _fans(shape: list[float]) -> tuple[float, float]:
    if not shape:
        return 1.0, 1.0
    receptive = math.prod(shape[:-2])
    return receptive * shape[-2 if len(shape) > 1 else -1], receptive * shape[-1]


def xavier_initializer(uniform=True, seed=None, dtype=tf.float32):
    """Glorot and Bengio's initial weights: variance 2 / (fan in + fan out)."""
    return variance_scaling_initializer(factor=1.0, mode="FAN_AVG", uniform=uniform, seed=seed, dtype=dtype)


xavier_initializer_conv2d = xavier_initializer
