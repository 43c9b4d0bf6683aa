"""Images warped by a flow: each place of the output is looked up somewhere else in the input."""

from __future__ import annotations

import numpy as np

from graphnotes.tf1 import root as tf


def dense_image_warp(image, flow, name="dense_image_warp"):
    """The image at (y - flow[y, x, 0], x - flow[y, x, 1]), interpolated bilinearly (tf.contrib.image.dense_image_warp).

    Args:
        image: [batch, height, width, channels], at least 2 x 2.
        flow: [batch, height, width, 2].

    Raises:
        ValueError: an image of another rank.
    """
    with tf.name_scope(name):
        batch_size, height, width, channels = (tf.shape(image)[i] for i in range(4))
        x, y = tf.meshgrid(tf.range(width), tf.range(height))
        places = tf.expand_dims(tf.cast(tf.stack([y, x], axis=2), flow.dtype), axis=0) - flow
        places = tf.reshape(places, [batch_size, height * width, 2])
        return tf.reshape(_interpolated(image, places), [batch_size, height, width, channels])


def _interpolated(grid, places, name="interpolate_bilinear"):
    """Values [batch, places, channels] of a grid [batch, height, width, channels] at `places` [batch, places, 2]."""
    with tf.name_scope(name):
        grid, places = tf.convert_to_tensor(grid), tf.convert_to_tensor(places)
        if grid.get_shape().ndims != 4:
            raise ValueError(f"Grid must be 4 dimensional. Received size: {grid.get_shape()}")
        batch_size, height, width, channels = (tf.shape(grid)[i] for i in range(4))
        checks = [
            tf.assert_equal(len(places.get_shape()), 3, message="Query points must be 3 dimensional."),
            tf.assert_equal(tf.shape(places)[2], 2, message="Query points must be size 2 in dim 2."),
        ]
        with tf.control_dependencies(checks):
            count = tf.shape(places)[1]
        checks = [
            tf.assert_greater_equal(height, 2, message="Grid height must be at least 2."),
            tf.assert_greater_equal(width, 2, message="Grid width must be at least 2."),
        ]
        with tf.control_dependencies(checks):
            coordinates = tf.unstack(places, axis=2)
        rows, columns = (
            _neighbours(coordinates[i], size, grid.dtype, f"dim-{i}") for i, size in enumerate((height, width))
        )
        most = np.iinfo(np.int32).max / 8
        message = (
            "The image size or batch size is sufficiently large\n                       that the linearized addresses used "
            "by array_ops.gather\n                       may exceed the int32 limit."
        )
        total = tf.cast(batch_size * height * width, dtype=tf.float32)
        with tf.control_dependencies([tf.assert_less_equal(total, most, message=message)]):
            flat = tf.reshape(grid, [batch_size * height * width, channels])
            offsets = tf.reshape(tf.range(batch_size) * height * width, [batch_size, 1])

        def corner(row, column, name):
            with tf.name_scope(f"gather-{name}"):
                found = tf.gather(flat, offsets + row * width + column)
                return tf.reshape(found, [batch_size, count, channels])

        (top, bottom, down), (left, right, along) = rows, columns
        top_left, top_right = corner(top, left, "top_left"), corner(top, right, "top_right")
        bottom_left, bottom_right = corner(bottom, left, "bottom_left"), corner(bottom, right, "bottom_right")
        with tf.name_scope("interpolate"):
            above = along * (top_right - top_left) + top_left
            below = along * (bottom_right - bottom_left) + bottom_left
            return down * (below - above) + above


def _neighbours(places, size, dtype, name):
    """The whole numbers before and after each place, and how far it is between them, in [0, 1]."""
    with tf.name_scope(name):
        most = tf.cast(size - 2, places.dtype)
        least = tf.constant(0.0, dtype=places.dtype)
        before = tf.minimum(tf.maximum(least, tf.floor(places)), most)
        first = tf.cast(before, tf.int32)
        second = first + 1
        part = tf.cast(places - before, dtype)
        zero, one = tf.constant(0.0, dtype=dtype), tf.constant(1.0, dtype=dtype)
        part = tf.minimum(tf.maximum(zero, part), one)
        return first, second, tf.expand_dims(part, 2)
