"""tensorflow.contrib.input_pipeline.python.ops.input_pipeline_ops: going through a list of strings, round and round."""

from __future__ import annotations

import random

from graphnotes.tf1 import root as tf

__all__ = ["obtain_next", "seek_next"]


def obtain_next(string_list_tensor, counter):
    """The element after the one that `counter`, an int64 variable, says; the first one after the last."""
    with tf.name_scope("ObtainNext"):
        strings = tf.convert_to_tensor(string_list_tensor, tf.string)
        after = tf.assign(counter, tf.mod(counter + 1, tf.cast(tf.size(strings), tf.int64)))
        return tf.gather(strings, after)


def seek_next(string_list, shuffle=False, seed=None, num_epochs=None):
    """The next of a list of strings, each time it is run.

    Args:
        shuffle: whether each epoch has an order of its own.
        seed: that of the shuffling.
        num_epochs: after how many times through the list it raises OutOfRangeError; None: never.
    """
    if shuffle and seed:
        random.seed(seed)
    expanded = []
    for _ in range(num_epochs or 1):
        if shuffle:
            random.shuffle(string_list)
        expanded += string_list
    with tf.variable_scope("obtain_next"):
        counter = tf.get_variable("obtain_next_counter", initializer=tf.constant(-1, tf.int64), dtype=tf.int64, trainable=False)
        with tf.colocate_with(counter):
            strings = tf.get_variable(
                "obtain_next_expanded_list", initializer=tf.constant(expanded), dtype=tf.string, trainable=False
            )
        if not num_epochs:
            return obtain_next(strings, counter)
        number = tf.get_variable(
            "obtain_next_filename_counter", initializer=tf.constant(0, tf.int64), dtype=tf.int64, trainable=False
        )
        with tf.control_dependencies([number.count_up_to(len(expanded))]):
            return obtain_next(strings, counter)
