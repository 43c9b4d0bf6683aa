"""Projective transforms of images: eight numbers a0 ... b2, c0, c1 that map an output's place to the input's.

The output at (x, y) is the input at ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) with k = c0 x + c1 y + 1.
"""

from __future__ import annotations

from tensorflow.python.framework import tensor_util
from tensorflow.python.ops import gen_image_ops

from graphnotes.tf1 import root as tf

_DTYPES = (tf.uint8, tf.int32, tf.int64, tf.float16, tf.float32, tf.float64)


def _batch(images):
    """Images of rank 2 to 4 as [batch, height, width, channels]."""
    if images.dtype.base_dtype not in _DTYPES:
        raise TypeError(f"Invalid dtype {images.dtype}.")
    rank = images.get_shape().ndims
    if rank is None:
        raise TypeError("image_or_images rank must be statically known")
    if rank == 2:
        return images[None, :, :, None]
    if rank == 3:
        return images[None, :, :, :]
    if rank == 4:
        return images
    raise TypeError("Images should have rank between 2 and 4.")


def _with_rank(output, rank):
    if rank == 2:
        return output[0, :, :, 0]
    return output[0, :, :, :] if rank == 3 else output


def rotate(images, angles, interpolation="NEAREST", name=None):
    """Images turned counterclockwise around their centres (tf.contrib.image.rotate).

    Args:
        images: [height, width], [height, width, channels] or a batch of these.
        angles: radians, one or one for each image.
        interpolation: "NEAREST" or "BILINEAR".

    Raises:
        TypeError: a wrong dtype or rank.
    """
    with tf.name_scope(name, "rotate"):
        given = tf.convert_to_tensor(images)
        images = _batch(given)
        height = tf.cast(tf.shape(images)[1], tf.float32)[None]
        width = tf.cast(tf.shape(images)[2], tf.float32)[None]
        transforms = angles_to_projective_transforms(angles, height, width)
        return _with_rank(transform(images, transforms, interpolation=interpolation), given.get_shape().ndims)


def translate(images, translations, interpolation="NEAREST", name=None):
    """Images moved by [dx, dy], one or one for each image (tf.contrib.image.translate)."""
    with tf.name_scope(name, "translate"):
        return transform(images, translations_to_projective_transforms(translations), interpolation=interpolation)


def transform(images, transforms, interpolation="NEAREST", output_shape=None, name=None):
    """Images seen through projective transforms (tf.contrib.image.transform).

    Args:
        images: [height, width], [height, width, channels] or a batch of these.
        transforms: [8], or [batch, 8]; outside of an input is 0.
        output_shape: [height, width] of the outputs; default: the inputs'.

    Raises:
        TypeError: a wrong dtype or rank.
        ValueError: an output shape that is none.
    """
    with tf.name_scope(name, "transform"):
        given = tf.convert_to_tensor(images, name="images")
        transforms = tf.convert_to_tensor(transforms, name="transforms", dtype=tf.float32)
        images = _batch(given)
        if output_shape is None:
            output_shape = tf.shape(images)[1:3]
            if not tf.executing_eagerly():
                known = tensor_util.constant_value(output_shape)
                output_shape = output_shape if known is None else known
        output_shape = tf.convert_to_tensor(output_shape, tf.int32, name="output_shape")
        if not output_shape.get_shape().is_compatible_with([2]):
            raise ValueError("output_shape must be a 1-D Tensor of 2 elements: new_height, new_width")
        rank = transforms.get_shape().ndims
        if rank is None:
            raise TypeError("transform_or_transforms rank must be statically known")
        if rank not in (1, 2):
            raise TypeError("Transforms should have rank 1 or 2.")
        output = gen_image_ops.image_projective_transform_v2(
            images,
            output_shape=output_shape,
            transforms=transforms[None] if rank == 1 else transforms,
            interpolation=interpolation.upper(),
        )
        return _with_rank(output, given.get_shape().ndims)


def angles_to_projective_transforms(angles, image_height, image_width, name=None):
    """Turns by `angles` (radians) around the centres of images of a size: [number of angles, 8].

    Raises:
        TypeError: angles with two or more dimensions.
    """
    with tf.name_scope(name, "angles_to_projective_transforms"):
        angles = tf.convert_to_tensor(angles, name="angles", dtype=tf.float32)
        if len(angles.get_shape()) > 1:
            raise TypeError("Angles should have rank 0 or 1.")
        if len(angles.get_shape()) == 0:
            angles = angles[None]
        x_offset = (image_width - 1 - (tf.cos(angles) * (image_width - 1) - tf.sin(angles) * (image_height - 1))) / 2.0
        y_offset = (image_height - 1 - (tf.sin(angles) * (image_width - 1) + tf.cos(angles) * (image_height - 1))) / 2.0
        count = tf.shape(angles)[0]
        return tf.concat(
            values=[
                tf.cos(angles)[:, None],
                -tf.sin(angles)[:, None],
                x_offset[:, None],
                tf.sin(angles)[:, None],
                tf.cos(angles)[:, None],
                y_offset[:, None],
                tf.zeros((count, 2), tf.float32),
            ],
            axis=1,
        )


def translations_to_projective_transforms(translations, name=None):
    """Moves by [dx, dy]: [number of moves, 8].

    Raises:
        TypeError: neither [2] nor [number, 2].
    """
    with tf.name_scope(name, "translations_to_projective_transforms"):
        translations = tf.convert_to_tensor(translations, name="translations", dtype=tf.float32)
        rank = translations.get_shape().ndims
        if rank is None:
            raise TypeError("translation_or_translations rank must be statically known")
        if rank not in (1, 2):
            raise TypeError("Translations should have rank 1 or 2.")
        if rank == 1:
            translations = translations[None]
        count = tf.shape(translations)[0]
        return tf.concat(
            values=[
                tf.ones((count, 1), tf.float32),
                tf.zeros((count, 1), tf.float32),
                -translations[:, 0, None],
                tf.zeros((count, 1), tf.float32),
                tf.ones((count, 1), tf.float32),
                -translations[:, 1, None],
                tf.zeros((count, 2), tf.float32),
            ],
            axis=1,
        )


def compose_transforms(*transforms):
    """One transform that does what several do one after the other. AssertionError when there are none."""
    if not transforms:
        raise AssertionError("transforms cannot be empty")
    with tf.name_scope("compose_transforms"):
        composed = flat_transforms_to_matrices(transforms[0])
        for one in transforms[1:]:
            composed = tf.matmul(composed, flat_transforms_to_matrices(one))
        return matrices_to_flat_transforms(composed)


def flat_transforms_to_matrices(transforms):
    """Transforms [8] or [number, 8] as matrices [number, 3, 3]. ValueError for another rank."""
    with tf.name_scope("flat_transforms_to_matrices"):
        transforms = tf.convert_to_tensor(transforms, name="transforms")
        if transforms.shape.ndims not in (1, 2):
            raise ValueError(f"Transforms should be 1D or 2D, got: {transforms}")
        transforms = tf.reshape(transforms, tf.constant([-1, 8]))
        count = tf.shape(transforms)[0]
        return tf.reshape(tf.concat([transforms, tf.ones([count, 1])], axis=1), tf.constant([-1, 3, 3]))


def matrices_to_flat_transforms(transform_matrices):
    """Matrices [3, 3] or [number, 3, 3] as transforms [number, 8]. ValueError for another rank."""
    with tf.name_scope("matrices_to_flat_transforms"):
        matrices = tf.convert_to_tensor(transform_matrices, name="transform_matrices")
        if matrices.shape.ndims not in (2, 3):
            raise ValueError(f"Matrices should be 2D or 3D, got: {matrices}")
        transforms = tf.reshape(matrices, tf.constant([-1, 9]))
        transforms /= transforms[:, 8:9]
        return transforms[:, :8]
