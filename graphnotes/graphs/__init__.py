"""The notes' graphs, as functions that build them in the current default graph, node for node and name for name.

    import tensorflow.compat.v1 as tf
    from graphnotes import graphs

    with tf.Graph().as_default(), tf.Session() as sess:
        softmax = graphs.softmax_regression()
        sess.run(tf.global_variables_initializer())
        sess.run(softmax.optimizer, {softmax.x: images, softmax.y: labels})

The builders make what TensorFlow 1.15 made, whoever calls them: a legacy script, code on `tf.compat.v1` with version 2
behaviour off, or a TensorFlow 2 program under `tf.Graph().as_default()`. TensorFlow is imported when one is called.
"""

from graphnotes.graphs import activations
from graphnotes.graphs.cnn import MnistCnn, mnist_cnn
from graphnotes.graphs.evaluation import Evaluation, evaluation
from graphnotes.graphs.image_filter import (
    ImageFilter,
    as_batch,
    as_picture,
    gaussian_kernel,
    image_filter,
    mean_kernel,
)
from graphnotes.graphs.layers import (
    bias_variable,
    conv2d,
    max_pool_2x2,
    weight_variable,
)
from graphnotes.graphs.softmax import SoftmaxRegression, softmax_regression

__all__ = [
    "Evaluation",
    "ImageFilter",
    "MnistCnn",
    "SoftmaxRegression",
    "activations",
    "as_batch",
    "as_picture",
    "bias_variable",
    "conv2d",
    "evaluation",
    "gaussian_kernel",
    "image_filter",
    "max_pool_2x2",
    "mean_kernel",
    "mnist_cnn",
    "softmax_regression",
    "weight_variable",
]
