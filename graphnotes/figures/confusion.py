"""Which digits a trained network takes for which: the confusion matrix over MNIST's test images."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from graphnotes import checkpoints, graphs
from graphnotes.checkpoints import CheckpointError
from graphnotes.figures.kernels import TRAINED_CNN
from graphnotes.figures.missing import Missing, found
from graphnotes.figures.words import Words

_BATCH = 500


def confusion(checkpoint: str | None, words: Words) -> Figure:
    """Rows: what the images show; columns: what the network says. Needs TensorFlow."""
    counts = confusion_matrix(found("a trained network", checkpoint, TRAINED_CNN, "--checkpoint"))
    figure = Figure(figsize=(7, 6.6), layout="constrained")
    axes = figure.subplots()
    axes.imshow(np.log1p(counts), cmap="Blues")
    for (true, predicted), count in np.ndenumerate(counts):
        if count:
            light = count > counts.max() / 20
            axes.text(predicted, true, str(count), ha="center", va="center", fontsize=9, color="white" if light else "black")
    axes.set(xticks=range(10), yticks=range(10), xlabel=words("predicted digit"), ylabel=words("true digit"))
    axes.set_title(words("Confusion matrix, accuracy {:.2%}", counts.trace() / counts.sum()))
    return figure


def confusion_matrix(path: str) -> np.ndarray:
    """Counts [true digit, predicted digit] over MNIST's 10,000 test images, of a checkpoint of one of the notes' graphs.

    Raises:
        Missing: the checkpoint can't be read, or is of another graph.
    """
    from graphnotes.datasets import mnist

    digits = mnist.read_data_sets().test
    predicted = _predictions(path, digits.images)
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (digits.labels, predicted), 1)
    return counts


def _predictions(path: str, images: np.ndarray) -> np.ndarray:
    try:
        shape = {e.name: e.shape for e in checkpoints.open_checkpoint(path).entries.values()}.get("Variable")
    except CheckpointError as error:
        raise Missing(str(error)) from None
    builders = {(784, 10): graphs.softmax_regression, (5, 5, 1, 32): graphs.mnist_cnn}
    if shape not in builders:
        raise Missing(f"{path} is not a checkpoint of the notes' softmax regression or convolutional network")
    import tensorflow as tf

    v1 = tf.compat.v1
    with tf.Graph().as_default() as graph:
        built = builders[shape]()
        weights = graph.get_collection(v1.GraphKeys.TRAINABLE_VARIABLES)
        answer = v1.argmax(built.pred, 1)
        always = {built.keep_prob: 1.0} if hasattr(built, "keep_prob") else {}
        with v1.Session() as sess:
            checkpoints.restore(sess, path, variables=weights)
            parts = np.array_split(images, -(-len(images) // _BATCH))
            return np.concatenate([sess.run(answer, {built.x: part, **always}) for part in parts])
