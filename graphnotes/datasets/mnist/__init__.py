"""MNIST, read from a folder or from the copies that ship with graphnotes."""

from __future__ import annotations

import collections
import os
from collections.abc import Callable

import numpy as np

from graphnotes.datasets.dataset import DataSet
from graphnotes.datasets.idx import IMAGES, LABELS, read_idx
from graphnotes.datasets.mnist.sources import (
    BUNDLED,
    DEFAULT_SOURCE_URL,
    FILES,
    TEST_IMAGES,
    TEST_LABELS,
    TRAIN_IMAGES,
    TRAIN_LABELS,
    maybe_download,
    provide,
)
from graphnotes.datasets.one_hot import dense_to_one_hot

__all__ = [
    "BUNDLED",
    "DEFAULT_SOURCE_URL",
    "FILES",
    "Datasets",
    "maybe_download",
    "provide",
    "read_data_sets",
    "read_images",
    "read_labels",
]

Datasets = collections.namedtuple("Datasets", ["train", "validation", "test"])
CLASSES = 10


def read_images(path: str | os.PathLike) -> np.ndarray:
    """The images in an IDX file: read-only uint8 [n, rows, columns, 1]. Raises IdxError, OSError."""
    return read_idx(path, IMAGES)[..., None]


def read_labels(path: str | os.PathLike, one_hot: bool = False, num_classes: int = CLASSES) -> np.ndarray:
    """The labels in an IDX file: read-only uint8 [n], or one-hot float64 [n, num_classes]. Raises IdxError, OSError."""
    labels = read_idx(path, LABELS)
    return dense_to_one_hot(labels, num_classes) if one_hot else labels


def read_data_sets(
    train_dir: str | os.PathLike | None = None,
    fake_data: bool = False,
    one_hot: bool = False,
    dtype: object = "float32",
    reshape: bool = True,
    validation_size: int = 5000,
    seed: int | None = None,
    source_url: str = DEFAULT_SOURCE_URL,
    *,
    data_set: type[DataSet] = DataSet,
    before_reading: Callable[[str], None] = lambda path: None,
) -> Datasets:
    """MNIST as three data sets.

    Args:
        train_dir: folder of the four files; missing ones are put there (see `provide`). None reads graphnotes' own
            where they are, and writes nothing.
        fake_data: True: no files; three data sets that make examples up.
        one_hot: labels as rows of ten, float64; else uint8 numbers.
        dtype: "float32": pixels in [0, 1]; "uint8": in [0, 255].
        reshape: True: images [n, 784]; False: [n, 28, 28, 1].
        validation_size: how many of the first training examples become the validation set.
        seed: of the order of the batches (see `DataSet`).
        source_url: where missing files come from.
        data_set: the class of the three sets.
        before_reading: called with the path of each file before it is read.

    Returns:
        A named tuple Datasets(train, validation, test).

    Raises:
        IdxError: a file is not what it should be.
        ValueError: validation_size is negative or more than there are training examples.
        OSError: a file cannot be found, fetched or opened.

    Source: tf.contrib.learn.datasets.mnist.read_data_sets of TensorFlow 1.15.
    """
    if fake_data:
        return Datasets(*(data_set([], [], True, one_hot, dtype, seed=seed) for _ in Datasets._fields))

    paths = BUNDLED if train_dir is None else provide(train_dir, source_url)

    def read(name, reader, *options):
        before_reading(paths[name])
        return reader(paths[name], *options)

    train_images = read(TRAIN_IMAGES, read_images)
    train_labels = read(TRAIN_LABELS, read_labels, one_hot)
    test_images = read(TEST_IMAGES, read_images)
    test_labels = read(TEST_LABELS, read_labels, one_hot)
    if not 0 <= validation_size <= len(train_images):
        raise ValueError(
            f"Validation size should be between 0 and {len(train_images)}. Received: {validation_size}."
        )
    options = {"dtype": dtype, "reshape": reshape, "seed": seed}
    return Datasets(
        train=data_set(train_images[validation_size:], train_labels[validation_size:], **options),
        validation=data_set(train_images[:validation_size], train_labels[:validation_size], **options),
        test=data_set(test_images, test_labels, **options),
    )
