"""A DataSet: examples with labels, handed out in shuffled batches."""

from __future__ import annotations

import numpy as np

from graphnotes.datasets.rows import Rows

_FAKE_EXAMPLES = 10000
_FAKE_PIXELS = 784
_FAKE_CLASSES = 10
_LARGEST_SEED = 2**31 - 1


class DataSet:
    """Images with their labels, in batches: the order is 1.15's for the same seed, example for example.

    The order comes from NumPy's global generator, which the constructor seeds, as in 1.15. Unlike 1.15, a shuffle
    doesn't copy the images: `next_batch` gathers the rows it returns. So after a shuffle a batch is the caller's own;
    changing it in place leaves the data set as it is (in 1.15 it was a view of the data).

    Args:
        images: array [n, rows, columns, depth], uint8 in [0, 255].
        labels: array [n] or one-hot [n, classes].
        fake_data: True: no data; `next_batch(..., fake_data=True)` makes some up.
        one_hot: how the made-up labels look.
        dtype: "float32" scales images to [0, 1]; "uint8" leaves them.
        reshape: True flattens images to [n, rows * columns]; depth must be 1.
        seed: of NumPy's generator; None takes fresh entropy.

    Raises:
        TypeError: another dtype.
        AssertionError: images and labels differ in number, or depth isn't 1.

    Source: tf.contrib.learn.datasets.mnist.DataSet of TensorFlow 1.15.
    """

    def __init__(
        self,
        images: np.ndarray,
        labels: np.ndarray,
        fake_data: bool = False,
        one_hot: bool = False,
        dtype: object = "float32",
        reshape: bool = True,
        seed: int | None = None,
    ) -> None:
        np.random.seed(self._numpy_seed(seed))
        dtype = np.dtype(dtype)
        if dtype not in (np.uint8, np.float32):
            raise TypeError(f"Invalid image dtype {dtype.name}, expected uint8 or float32")
        self._fake = fake_data
        self._num_examples = _FAKE_EXAMPLES if fake_data else images.shape[0]
        self._epochs_completed = 0
        self._index_in_epoch = 0
        if fake_data:
            self.one_hot = one_hot
            self._images, self._labels = images, labels
            return
        assert images.shape[0] == labels.shape[0], f"images.shape: {images.shape} labels.shape: {labels.shape}"
        if reshape:
            assert images.shape[3] == 1, f"images.shape: {images.shape}, expected depth 1 in order to flatten"
            images = images.reshape(images.shape[0], images.shape[1] * images.shape[2])
        self._image_rows = Rows(images) if dtype == np.uint8 else _unit_rows(images)
        self._labels = labels

    @staticmethod
    def _numpy_seed(seed: int | None) -> int | None:
        return None if seed is None else seed % _LARGEST_SEED

    @property
    def images(self) -> np.ndarray:
        """All images in the present order."""
        return self._images

    @property
    def labels(self) -> np.ndarray:
        """All labels in the present order."""
        return self._labels

    # The attributes in which 1.15 kept its arrays: scripts read and replace them.

    @property
    def _images(self) -> np.ndarray:
        return self._image_rows.whole()

    @_images.setter
    def _images(self, images: np.ndarray) -> None:
        self._image_rows = Rows(images)

    @property
    def _labels(self) -> np.ndarray:
        return self._label_rows.whole()

    @_labels.setter
    def _labels(self, labels: np.ndarray) -> None:
        self._label_rows = Rows(labels)

    @property
    def num_examples(self) -> int:
        """How many examples there are."""
        return self._num_examples

    @property
    def epochs_completed(self) -> int:
        """How many times all examples have been handed out."""
        return self._epochs_completed

    def next_batch(
        self, batch_size: int, fake_data: bool = False, shuffle: bool = True
    ) -> tuple[np.ndarray, np.ndarray] | tuple[list, list]:
        """The next `batch_size` examples: (images, labels).

        A batch that reaches past the end of an epoch takes the rest of it and the first examples of the next.

        Args:
            batch_size: how many examples.
            fake_data: True: made-up examples, as lists; only for a DataSet made with fake_data=True.
            shuffle: draw a new order at the start of an epoch.
        """
        if fake_data:
            return self._fake_batch(batch_size)
        start = self._index_in_epoch
        if self._epochs_completed == 0 and start == 0 and shuffle:
            self._shuffle()
        end = start + batch_size
        if end <= self._num_examples:
            batch = self._image_rows[start:end], self._label_rows[start:end]
            self._index_in_epoch = end
            return batch
        self._epochs_completed += 1
        rest = slice(start, self._num_examples)
        images, labels = self._image_rows[rest], self._label_rows[rest]
        if shuffle:
            self._shuffle()
        self._index_in_epoch = end - self._num_examples
        first = slice(0, self._index_in_epoch)
        return np.concatenate((images, self._image_rows[first])), np.concatenate((labels, self._label_rows[first]))

    def _shuffle(self) -> None:
        if self._fake:
            raise TypeError("a DataSet made with fake_data=True holds no examples to shuffle: use fake_data=True here too")
        permutation = np.arange(self._num_examples)
        np.random.shuffle(permutation)
        self._image_rows.permute(permutation)
        self._label_rows.permute(permutation)

    def _fake_batch(self, batch_size: int) -> tuple[list, list]:
        if not self._fake:
            raise AttributeError("fake_data=True needs a DataSet made with fake_data=True: this one has no one_hot")
        image = [1] * _FAKE_PIXELS
        label = [1] + [0] * (_FAKE_CLASSES - 1) if self.one_hot else 0
        return [image for _ in range(batch_size)], [label for _ in range(batch_size)]


def _unit_rows(images: np.ndarray) -> Rows:
    """Rows of `images` as float32, divided by 255; bytes are kept as bytes until they are asked for."""
    scale = 1.0 / 255.0
    if images.dtype == np.uint8:
        return Rows(images.copy() if images.flags.writeable else images, scale)
    return Rows(np.multiply(images.astype(np.float32), scale))
