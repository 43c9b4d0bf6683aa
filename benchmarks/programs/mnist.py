"""MNIST loaded and handed out in batches of 100, and the tutorials' plain way of doing it.

The plain way reads with gzip, turns all images into float32, and indexes the whole array by a permutation at every epoch.
"""

import gzip
from types import SimpleNamespace

import numpy as np

from graphnotes.datasets import mnist

BATCH = 100


class PlainDataSet:
    def __init__(self, images, labels):
        self.images = np.multiply(images.astype(np.float32), 1.0 / 255.0)
        self.labels, self.start = labels, len(labels)  # the first batch shuffles

    def shuffle(self):
        order = np.arange(len(self.images))
        np.random.shuffle(order)
        self.images, self.labels, self.start = self.images[order], self.labels[order], 0

    def next_batch(self, size):
        if self.start + size > len(self.images):
            self.shuffle()
        rows = slice(self.start, self.start + size)
        self.start += size
        return self.images[rows], self.labels[rows]


def plain_load():
    def read(name, header):
        with gzip.open(mnist.BUNDLED[name]) as file:
            file.read(header)
            return np.frombuffer(file.read(), np.uint8)

    def one_hot(labels):
        rows = np.zeros((len(labels), 10))
        rows.flat[np.arange(len(labels)) * 10 + labels] = 1
        return rows

    images, labels = read(mnist.FILES[0], 16).reshape(-1, 784), one_hot(read(mnist.FILES[1], 8))
    test_images, test_labels = read(mnist.FILES[2], 16).reshape(-1, 784), one_hot(read(mnist.FILES[3], 8))
    return (
        PlainDataSet(images[5000:], labels[5000:]),
        PlainDataSet(images[:5000], labels[:5000]),
        PlainDataSet(test_images, test_labels),
    )


def plain_datasets():
    """What the tutorials' read_data_sets returned, with the number of pictures scripts ask for."""
    datasets = plain_load()
    for data in datasets:
        data.num_examples = len(data.labels)
    return SimpleNamespace(train=datasets[0], validation=datasets[1], test=datasets[2])


def _epochs(data):
    def epoch():
        for _ in range(len(data.labels) // BATCH):
            images, _ = data.next_batch(BATCH)
            images[0, 0].item()

    return epoch


def _load():
    return mnist.read_data_sets(None, False, True)


GRAPHNOTES = {"mnist_load": lambda: _load, "next_batch": lambda: _epochs(_load().train)}
PLAIN = {"mnist_load": lambda: plain_load, "next_batch": lambda: _epochs(plain_load()[0])}
