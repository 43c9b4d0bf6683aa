"""The first note's smoothing of a photograph by convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphnotes.graphs.building import building

if TYPE_CHECKING:
    import tensorflow as tf


class ImageFilter(NamedTuple):
    """The tensors of the image filter, under the note's names."""

    pic3: tf.Tensor
    """float32 [channels, height, width, 1]: each colour is an image of its own."""
    filter_arg: tf.Tensor
    """The kernel, [height, width, 1, 1]."""
    pic_cnn: tf.Tensor
    """The filtered picture, of pic3's shape."""


def mean_kernel(size: int = 3) -> np.ndarray:
    """The kernel that averages a square: float64 [size, size, 1, 1] of 1 / size² (note one: 3 x 3)."""
    return np.full(shape=[size, size, 1, 1], fill_value=1 / size**2)


def gaussian_kernel(size: int = 3) -> np.ndarray:
    """The kernel that weighs the middle most: float64 [size, size, 1, 1], products of binomial coefficients, sum 1.

    For size 3 it is note one's: 1 2 1 / 2 4 2 / 1 2 1, over 16.
    """
    row = np.ones(1)
    for _ in range(size - 1):
        row = np.convolve(row, [1, 1])
    return (np.outer(row, row) / row.sum() ** 2).reshape([size, size, 1, 1])


def image_filter(
    kernel: np.ndarray, picture: np.ndarray | None = None, dtype: object = "float32", scope: str | None = None
) -> ImageFilter:
    """Build note one's image filter in the current default graph.

    Args:
        kernel: [height, width] or [height, width, 1, 1].
        picture: [height, width, channels], a constant of the graph as in the note; None: pic3 is a placeholder
            [channels, height, width, 1], to feed `as_batch(picture)`.
        dtype: of picture and kernel.
        scope: name scope for all nodes; the note has none.

    Raises:
        RuntimeError: the caller executes eagerly.
        ValueError: kernel or picture has another shape.
    """
    kernel = np.asarray(kernel)
    if kernel.ndim == 2:
        kernel = kernel[:, :, None, None]
    if kernel.ndim != 4 or kernel.shape[2:] != (1, 1):
        raise ValueError(f"image_filter() needs a kernel [height, width] or [height, width, 1, 1], got {kernel.shape}")
    with building("image_filter()", scope) as tf:
        dtype = tf.as_dtype(dtype)
        if picture is None:
            pic3 = tf.placeholder(dtype, shape=[None, None, None, 1])
        else:
            pic3 = tf.constant(as_batch(picture), dtype=dtype)
        filter_arg = tf.constant(kernel, dtype=dtype)
        pic_cnn = tf.nn.conv2d(pic3, filter=filter_arg, strides=[1, 1, 1, 1], padding="SAME")
        return ImageFilter(pic3, filter_arg, pic_cnn)


def as_batch(picture: np.ndarray) -> np.ndarray:
    """A picture [height, width, channels] as one image per channel, [channels, height, width, 1]."""
    picture = np.asarray(picture)
    if picture.ndim != 3:
        raise ValueError(f"a picture has the shape [height, width, channels], got {picture.shape}")
    return picture[None].transpose([3, 1, 2, 0])


def as_picture(batch: np.ndarray) -> np.ndarray:
    """The reverse of `as_batch`: [channels, height, width, 1] as [height, width, channels]."""
    return np.asarray(batch).transpose([3, 1, 2, 0])[0]
