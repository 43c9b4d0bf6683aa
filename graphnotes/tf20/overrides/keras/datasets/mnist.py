"""tf.keras.datasets.mnist from the files that ship with graphnotes."""

from __future__ import annotations

__all__ = ["load_data"]

import hashlib
import os
import sys

import numpy as np

from graphnotes.datasets import mnist
from graphnotes.datasets.mnist.sources import (
    TEST_IMAGES,
    TEST_LABELS,
    TRAIN_IMAGES,
    TRAIN_LABELS,
)

_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"  # of the mnist.npz that 2.0 downloaded

_Split = tuple[np.ndarray, np.ndarray]


def load_data(path: str = "mnist.npz") -> tuple[_Split, _Split]:
    """MNIST, offline.

    Args:
        path: where 2.0 cached its download, below ~/.keras/datasets. It used a file there only if that was the genuine
            one, so what is returned never depends on it; a file that isn't is left alone, and one line says so.

    Returns:
        (x_train, y_train), (x_test, y_test): images uint8 [60000, 28, 28] and [10000, 28, 28], labels uint8 [n].

    Source: tf.keras.datasets.mnist.load_data.
    """
    cached = os.path.join(os.path.expanduser("~"), ".keras", "datasets", path)
    if os.path.isfile(cached) and _sha256(cached) != _SHA256:
        print(f"graphnotes: {cached} is not the mnist.npz of TensorFlow 2.0: reading graphnotes' own copy instead", file=sys.stderr)
    return _split(TRAIN_IMAGES, TRAIN_LABELS), _split(TEST_IMAGES, TEST_LABELS)


def _split(images: str, labels: str) -> _Split:
    """Writable copies: scripts change such arrays in place."""
    return mnist.read_images(mnist.BUNDLED[images])[..., 0].copy(), mnist.read_labels(mnist.BUNDLED[labels]).copy()


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
