"""tf.contrib.learn.datasets.mnist: MNIST in batches, and its files (tensorflow.examples.tutorials.mnist.input_data)."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np
from tensorflow.python.framework import dtypes, random_seed
from tensorflow.python.platform import gfile

from graphnotes.datasets import dataset, mnist
from graphnotes.datasets.idx import IMAGES, LABELS, read_idx_stream
from graphnotes.datasets.mnist import DEFAULT_SOURCE_URL
from graphnotes.datasets.one_hot import dense_to_one_hot
from graphnotes.tf1.overrides.contrib.learn.datasets import base

__all__ = [
    "DEFAULT_SOURCE_URL",
    "DataSet",
    "base",
    "dense_to_one_hot",
    "dtypes",
    "extract_images",
    "extract_labels",
    "gfile",
    "load_mnist",
    "random_seed",
    "read_data_sets",
    "xrange",
]

xrange = range


class DataSet(dataset.DataSet):
    """graphnotes.datasets.DataSet with a tf.DType, and with 1.15's seed: the graph's if `seed` is None."""

    def __init__(
        self,
        images: np.ndarray,
        labels: np.ndarray,
        fake_data: bool = False,
        one_hot: bool = False,
        dtype: object = dtypes.float32,
        reshape: bool = True,
        seed: int | None = None,
    ) -> None:
        dtype = dtypes.as_dtype(dtype).base_dtype
        if dtype not in (dtypes.uint8, dtypes.float32):
            raise TypeError(f"Invalid image dtype {dtype!r}, expected uint8 or float32")
        super().__init__(images, labels, fake_data, one_hot, dtype.as_numpy_dtype, reshape, seed)

    @staticmethod
    def _numpy_seed(seed: int | None) -> int | None:
        graph_seed, op_seed = random_seed.get_seed(seed)
        return graph_seed if seed is None else op_seed


def read_data_sets(
    train_dir: str,
    fake_data: bool = False,
    one_hot: bool = False,
    dtype: object = dtypes.float32,
    reshape: bool = True,
    validation_size: int = 5000,
    seed: int | None = None,
    source_url: str = DEFAULT_SOURCE_URL,
) -> base.Datasets:
    """MNIST from `train_dir`, which is filled first if need be: see graphnotes.datasets.mnist.read_data_sets."""
    return mnist.read_data_sets(
        train_dir,
        fake_data,
        one_hot,
        dtype,
        reshape,
        validation_size,
        seed,
        source_url,
        data_set=DataSet,
        before_reading=lambda path: print("Extracting", path),
    )


def load_mnist(train_dir: str = "MNIST-data") -> base.Datasets:
    """`read_data_sets` with its defaults."""
    return read_data_sets(train_dir)


def extract_images(f: BinaryIO) -> np.ndarray:
    """The images in the open binary file `f`: read-only uint8 [n, rows, columns, 1]. Raises IdxError."""
    print("Extracting", f.name)
    return read_idx_stream(f, IMAGES, f.name)[..., None]


def extract_labels(f: BinaryIO, one_hot: bool = False, num_classes: int = 10) -> np.ndarray:
    """The labels in the open binary file `f`: uint8 [n], or one-hot float64 [n, num_classes]. Raises IdxError."""
    print("Extracting", f.name)
    labels = read_idx_stream(f, LABELS, f.name)
    return dense_to_one_hot(labels, num_classes) if one_hot else labels
