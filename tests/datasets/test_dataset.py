"""DataSet: batches in 1.15's order, across epochs, and its small print."""

import numpy as np
import pytest

from graphnotes.datasets import DataSet


def numbered(n, **options):
    """A data set whose image i is one pixel of value i and whose label is i."""
    images = np.arange(n, dtype=np.uint8).reshape(n, 1, 1, 1)
    return DataSet(images, np.arange(n), **{"dtype": "uint8", "seed": 3, **options})


class Plain:
    """The tutorials' way: the whole array is indexed by a permutation at every epoch."""

    def __init__(self, values, seed):
        np.random.seed(seed)
        self.values, self.start, self.epochs = values, 0, 0

    def shuffle(self):
        permutation = np.arange(len(self.values))
        np.random.shuffle(permutation)
        self.values = self.values[permutation]

    def next_batch(self, size, shuffle=True):
        if self.epochs == 0 and self.start == 0 and shuffle:
            self.shuffle()
        end = self.start + size
        if end <= len(self.values):
            batch, self.start = self.values[self.start : end], end
            return batch
        rest = self.values[self.start :]
        self.epochs += 1
        if shuffle:
            self.shuffle()
        self.start = size - len(rest)
        return np.concatenate((rest, self.values[: self.start]))


@pytest.mark.parametrize("sizes", [[3] * 20, [10, 10], [7, 4, 13, 1, 9], [11] * 4], ids=str)
def test_batches_are_those_of_the_plain_way(sizes):
    ours = numbered(10)
    got = []
    for size in sizes:
        images, labels = ours.next_batch(size)
        assert images[:, 0].tolist() == labels.tolist()
        got.append((labels.tolist(), ours.epochs_completed))
    plain = Plain(np.arange(10), seed=3)
    assert got == [(plain.next_batch(size).tolist(), plain.epochs) for size in sizes]


def test_without_shuffling_the_order_stays():
    data = numbered(5)
    assert [data.next_batch(2, shuffle=False)[1].tolist() for _ in range(4)] == [[0, 1], [2, 3], [4, 0], [1, 2]]
    assert data.epochs_completed == 1


def test_the_order_comes_from_numpys_global_generator():
    data = numbered(10, seed=3)
    state = np.random.get_state()[1].tolist()
    assert state == np.random.RandomState(3).get_state()[1].tolist()
    data.next_batch(1)
    generator = np.random.RandomState(3)
    generator.shuffle(np.arange(10))
    assert np.random.randint(1000) == generator.randint(1000)


def test_images_and_labels_show_the_present_order():
    data = numbered(10)
    assert data.labels.tolist() == list(range(10))
    batch = data.next_batch(10)[1]
    assert data.labels.tolist() == batch.tolist() == data.images[:, 0].tolist()


def test_scripts_may_replace_the_arrays_behind_it():
    data = numbered(4)
    data._images, data._labels = data._images + 10, -data._labels
    assert data.images[:, 0].tolist() == [10, 11, 12, 13]
    images, labels = data.next_batch(4)
    assert sorted(images[:, 0]) == [10, 11, 12, 13] and (images[:, 0] == 10 - labels).all()


def test_floats_are_in_0_to_1_and_flat():
    data = DataSet(np.full((2, 3, 4, 1), 255, np.uint8), np.zeros(2))
    assert data.images.shape == (2, 12) and data.images.dtype == np.float32
    assert data.images.max() == np.float32(255) * np.float32(1 / 255)
    assert DataSet(np.zeros((2, 3, 4, 1), np.uint8), np.zeros(2), reshape=False).images.shape == (2, 3, 4, 1)


def test_later_changes_of_the_callers_array_do_not_reach_a_float_data_set():
    pixels = np.zeros((2, 1, 1, 1), np.uint8)
    data = DataSet(pixels, np.zeros(2))
    pixels[:] = 255
    assert data.images.max() == 0


def test_float_images_are_scaled_as_well():
    assert DataSet(np.full((1, 1, 1, 1), 51.0), np.zeros(1)).images[0, 0] == np.float32(51) * np.float32(1 / 255)


def test_fake_data():
    data = DataSet([], [], fake_data=True, one_hot=True)
    images, labels = data.next_batch(2, fake_data=True)
    assert images == [[1] * 784] * 2 and labels == [[1] + [0] * 9] * 2
    assert data.num_examples == 10000 and data.images == []
    assert DataSet([], [], fake_data=True).next_batch(2, fake_data=True)[1] == [0, 0]


def test_errors_are_1_15s():
    with pytest.raises(AssertionError, match=r"images.shape: \(2, 1, 1, 1\) labels.shape: \(3,\)"):
        DataSet(np.zeros((2, 1, 1, 1), np.uint8), np.zeros(3))
    with pytest.raises(AssertionError, match="depth 1"):
        DataSet(np.zeros((2, 1, 1, 3), np.uint8), np.zeros(2))
    with pytest.raises(TypeError, match="Invalid image dtype float64, expected uint8 or float32"):
        numbered(3, dtype="float64")
    with pytest.raises(AttributeError, match="one_hot"):
        numbered(3).next_batch(1, fake_data=True)
    with pytest.raises(TypeError, match="fake_data=True"):
        DataSet([], [], fake_data=True).next_batch(1)
