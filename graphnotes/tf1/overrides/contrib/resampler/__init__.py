"""tf.contrib.resampler: images at coordinates given, as spatial transformers need them.

1.15 did this in a compiled op; here it is a graph of gathers, whose gradients are the same.
"""

from __future__ import annotations

from graphnotes.tf1 import root as tf

__all__ = ["resampler"]


def resampler(data, warp, name="resampler"):
    """`data` between its pixels, by bilinear interpolation; zero around it.

    Args:
        data: float [batch, height, width, channels].
        warp: [batch, ..., 2], coordinates (x, y) in pixels.

    Returns:
        [batch, ..., channels].

    Raises:
        InvalidArgumentError: batches of different sizes, data or coordinates of another rank; in the session, when the graph
            does not know.
    """
    with tf.name_scope(name, "resampler", [data, warp]):
        data, warp = tf.convert_to_tensor(data, name="data"), tf.convert_to_tensor(warp, name="warp")
        _check(data.shape, warp.shape)
        shape, places = tf.shape(data), tf.shape(warp)
        fits = tf.assert_equal(shape[0], places[0], message="Batch size of data and warp tensor must be the same")
        with tf.control_dependencies([fits]):
            points = tf.reshape(warp, [places[0], -1, 2])
        size = tf.stack([shape[2], shape[1]])  # of x, of y
        inside = tf.reduce_all((points > -1) & (points < tf.cast(size, warp.dtype)), -1)
        points = tf.where_v2(tf.expand_dims(inside, -1), points, tf.zeros_like(points))  # NaN is nowhere
        low = tf.floor(points)
        part = points - tf.stop_gradient(low)
        found = tf.add_n([_corner(data, low, part, size, inside, dx, dy) for dx in (0, 1) for dy in (0, 1)])
        found = tf.reshape(found, tf.concat([places[:-1], shape[3:]], 0), name="Resampler")
        if warp.shape.rank is not None:
            found.set_shape(warp.shape[:-1].concatenate(data.shape[3:]))
        return found


def _check(data, warp):
    if data.rank not in (4, None):
        _refuse(f"Only bilinear interpolation of 2D data is supported: data is [batch, height, width, channels], not {data}")
    if warp.rank is not None and (warp.rank < 2 or warp.as_list()[-1] not in (2, None)):
        _refuse(f"warp has coordinates (x, y) in its last dimension, [batch, ..., 2], and is {warp}")
    if data.rank and warp.rank and not data[:1].is_compatible_with(warp[:1]):
        _refuse(f"Batch size of data and warp tensor must be the same, but input shapes are: {data}, {warp}")


def _refuse(message):
    raise tf.errors.InvalidArgumentError(None, None, message)


def _corner(data, low, part, size, inside, dx, dy):
    """What one of the four pixels around each point [batch, points, 2] adds to it."""
    at = tf.cast(low, tf.int32) + tf.constant([dx, dy])
    there = tf.reduce_all((at >= 0) & (at < size), -1) & inside
    at = tf.where_v2(tf.expand_dims(there, -1), at, tf.zeros_like(at))
    batch = tf.tile(tf.expand_dims(tf.range(tf.shape(data)[0]), 1), [1, tf.shape(at)[1]])
    pixels = tf.gather_nd(data, tf.stack([batch, at[..., 1], at[..., 0]], -1))
    x, y = part[..., 0], part[..., 1]
    weight = (x if dx else 1 - x) * (y if dy else 1 - y) * tf.cast(there, data.dtype)
    return tf.expand_dims(weight, -1) * pixels
