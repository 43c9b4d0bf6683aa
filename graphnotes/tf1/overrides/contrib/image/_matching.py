"""Pairs of nearest things, and connected parts of images (tf.contrib.image). 1.15's ops for them were compiled; these are NumPy's."""

from __future__ import annotations

import numpy as np

from graphnotes.tf1 import root as tf


def bipartite_match(distance_mat, num_valid_rows, top_k=-1, name="bipartite_match"):
    """Pair rows with columns, the nearest first.

    Args:
        distance_mat: float32 [rows, columns].
        num_valid_rows: how many rows there are to pair, a scalar or a vector of one; all if negative.
        top_k: how many pairs; as many as there can be if negative.

    Returns:
        the column of each row, and the row of each column: int32 [rows] and [columns], -1 for those without.
    """
    with tf.name_scope(name, "BipartiteMatch"):
        distances = tf.convert_to_tensor(distance_mat, tf.float32, name="distance_mat")
        valid = tf.cast(tf.convert_to_tensor(num_valid_rows, name="num_valid_rows"), tf.float32)
        found = tf.numpy_function(lambda d, rows: _pairs(d, int(rows.reshape(-1)[0]), top_k), [distances, valid], [tf.int32] * 2)
    for axis, indices in enumerate(found):
        indices.set_shape(distances.shape[axis : axis + 1] if distances.shape.rank == 2 else [None])
    return tuple(found)


def _pairs(distances: np.ndarray, valid: int, top_k: int) -> list[np.ndarray]:
    rows, columns = distances.shape
    of_rows, of_columns = np.full(rows, -1, np.int32), np.full(columns, -1, np.int32)
    valid = rows if valid < 0 else min(valid, rows)
    left = min(valid, columns) if top_k < 0 else min(valid, columns, top_k)
    for place in np.argsort(distances[:valid], axis=None, kind="stable"):
        if not left:
            break
        row, column = divmod(int(place), columns)
        if of_rows[row] < 0 and of_columns[column] < 0:
            of_rows[row], of_columns[column] = column, row
            left -= 1
    return [of_rows, of_columns]


def connected_components(images):
    """Number the connected parts of images: pixels of one value that is not zero, side by side or one above the other.

    Args:
        images: [height, width] or [n, height, width], bool, numbers or strings.

    Returns:
        int32 of the same shape: 0 where images are zero (or empty), else numbers from 1, by first pixels through all images.

    Raises:
        TypeError: another rank.
    """
    with tf.name_scope("connected_components"):
        images = tf.convert_to_tensor(images, name="images")
        if images.shape.rank not in (2, 3):
            raise TypeError(f"images should have rank 2 (HW) or 3 (NHW). Static shape is {images.shape}")
        found = tf.numpy_function(_components, [images], tf.int32)
    found.set_shape(images.shape)
    return found


def _components(images: np.ndarray) -> np.ndarray:
    there = images != (b"" if images.dtype == object else images.dtype.type(0))
    number = np.arange(images.size).reshape(images.shape)
    edges = []
    for axis in (images.ndim - 2, images.ndim - 1):
        a, b = (tuple(slice(s, e) if i == axis else slice(None) for i in range(images.ndim)) for s, e in ((None, -1), (1, None)))
        same = (images[a] == images[b]) & there[a] & there[b]
        edges.append(np.stack([number[a][same], number[b][same]]))
    one, other = np.concatenate(edges, 1)
    first = np.arange(images.size)  # the first pixel known to be of the same part
    while True:
        low, high = np.minimum(first[one], first[other]), np.maximum(first[one], first[other])
        if (low == high).all():
            break
        np.minimum.at(first, high, low)
        while (first[first] != first).any():
            first = first[first]
    starts = np.unique(first[there.reshape(-1)])
    found = np.searchsorted(starts, first).astype(np.int32).reshape(images.shape) + np.int32(1)
    return np.where(there, found, np.int32(0))
