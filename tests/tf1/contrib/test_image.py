"""What tf.contrib.image refuses, as TensorFlow 1.15 did."""

import pytest


def test_images_and_transforms_of_wrong_shapes():
    import graphnotes.tf1 as tf

    image = tf.contrib.image
    with tf.Graph().as_default():
        with pytest.raises(TypeError, match="rank between 2 and 4"):
            image.rotate(tf.ones([3]), 0.1)
        with pytest.raises(TypeError, match="Invalid dtype"):
            image.transform(tf.constant([["a"]]), [1.0, 0, 0, 0, 1, 0, 0, 0])
        with pytest.raises(TypeError, match="Angles should have rank 0 or 1"):
            image.rotate(tf.ones([3, 3]), [[0.1]])
        with pytest.raises(TypeError, match="Translations should have rank 1 or 2"):
            image.translate(tf.ones([3, 3]), 1.0)
        with pytest.raises(ValueError, match="new_height, new_width"):
            image.transform(tf.ones([3, 3]), [1.0, 0, 0, 0, 1, 0, 0, 0], output_shape=[3])
        with pytest.raises(ValueError, match="Matrices should be 2D or 3D"):
            image.matrices_to_flat_transforms([1.0])
        with pytest.raises(AssertionError, match="transforms cannot be empty"):
            image.compose_transforms()
        with pytest.raises(ValueError, match="Grid must be 4 dimensional"):
            image.dense_image_warp(tf.ones([1, 3, 3, 1, 1]), tf.zeros([1, 3, 3, 2]))
