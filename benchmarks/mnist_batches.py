"""How fast MNIST loads and is handed out in batches, against the tutorials' plain way of doing it.

The plain way reads with gzip, turns all images into float32, and indexes the whole array by a permutation at every epoch.
Both run in this process, in turns; the medians and their ratio are printed.

usage: python benchmarks/mnist_batches.py [ROUNDS]
"""

import gzip
import statistics
import sys
import time

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


def epoch(data):
    for _ in range(550):
        images, _ = data.next_batch(BATCH)
        images[0, 0].item()


def main(rounds):
    seconds = {}

    def timed(name, work, *args):
        start = time.perf_counter()
        result = work(*args)
        seconds.setdefault(name, []).append(time.perf_counter() - start)
        return result

    for _ in range(rounds):
        plain = timed("load, plain", plain_load)[0]
        ours = timed("load, graphnotes", mnist.read_data_sets, None, False, True).train
        for _ in range(3):
            timed("epoch of batches, plain", epoch, plain)
            timed("epoch of batches, graphnotes", epoch, ours)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    for what in ("load", "epoch of batches"):
        plain, ours = medians[f"{what}, plain"], medians[f"{what}, graphnotes"]
        print(f"{what}: plain {plain * 1e3:.0f} ms, graphnotes {ours * 1e3:.0f} ms: {plain / ours:.1f} times as fast")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
