"""The image filter is the note's, node for node, and smooths as 1.15.5 did."""

import numpy as np
import pytest
import tensorflow as tf

from graphnotes import graphs
from tests.graphs.recorded import nodes, recorded

v1 = tf.compat.v1
PICTURE = (np.arange(4 * 6 * 3) % 251).reshape(4, 6, 3).astype(np.uint8)


def test_kernels():
    np.testing.assert_array_equal(graphs.mean_kernel()[:, :, 0, 0], np.full((3, 3), 1 / 9))
    noted = np.array([[1 / 16, 2 / 16, 1 / 16], [2 / 16, 4 / 16, 2 / 16], [1 / 16, 2 / 16, 1 / 16]])
    np.testing.assert_array_equal(graphs.gaussian_kernel(), noted.reshape([3, 3, 1, 1]))
    for size in (1, 2, 5):
        for kernel in (graphs.mean_kernel(size), graphs.gaussian_kernel(size)):
            assert kernel.shape == (size, size, 1, 1)
            assert kernel.sum() == pytest.approx(1)


def test_the_graph_and_the_filtered_picture_are_those_of_1_15():
    facts = recorded("activations")["image_filter"]
    with tf.Graph().as_default() as graph, v1.Session() as sess:
        built = graphs.image_filter(graphs.gaussian_kernel(), PICTURE)
        filtered = sess.run(built.pic_cnn)
    assert [[n["name"], n["op"], [f"{i}:0" for i in n["input"]]] for n in nodes(graph)] == facts["nodes"]
    np.testing.assert_allclose(filtered, facts["pic_cnn"], rtol=1e-6)


def test_without_a_picture_it_is_fed():
    with tf.Graph().as_default(), v1.Session() as sess:
        built = graphs.image_filter(np.array([[0.0, 0, 0], [0, 2, 0], [0, 0, 0]]))
        doubled = sess.run(built.pic_cnn, {built.pic3: graphs.as_batch(PICTURE)})
    np.testing.assert_array_equal(graphs.as_picture(doubled), PICTURE * np.float32(2))


def test_wrong_shapes_are_named():
    with tf.Graph().as_default():
        with pytest.raises(ValueError, match=r"kernel \[height, width\].*got \(3, 3, 3, 1\)"):
            graphs.image_filter(np.zeros([3, 3, 3, 1]))
        with pytest.raises(ValueError, match=r"\[height, width, channels\], got \(4, 6\)"):
            graphs.image_filter(graphs.mean_kernel(), PICTURE[..., 0])
