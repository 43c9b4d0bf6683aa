"""Zeros for a variable that has no value yet (tf.contrib.framework.zero_initializer)."""

from __future__ import annotations

from graphnotes.tf1 import root as tf


def zero_initializer(ref, use_locking=True, name="zero_initializer"):
    """Fill a variable with zeros.

    Returns:
        the variable, filled.

    Raises:
        InvalidArgumentError: in the session, when it has a value.
    """
    with tf.name_scope(name):
        empty = tf.Assert(tf.logical_not(tf.is_variable_initialized(ref)), ["input is already initialized"])
        with tf.control_dependencies([empty]):
            return tf.assign(ref, tf.zeros(ref.shape, ref.dtype.base_dtype), use_locking=use_locking)
