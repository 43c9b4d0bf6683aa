"""The numbers that every program is fed: random, and the same everywhere."""

import itertools

import numpy as np

BATCHES = 8

# multiply-adds of one step's matrix products and convolutions, times two: forward, and backward to weights and inputs
FLOPS = {
    "softmax": 2 * 2 * 100 * 784 * 10,
    "cnn": 2 * 50 * (2 * 784 * 25 * 32 + 3 * (196 * 25 * 32 * 64 + 3136 * 1024 + 1024 * 10)),
    "lstm": 3 * 2 * 20 * 32 * (64 + 128) * 4 * 128,
    "adam": 3 * 2 * 32 * 20 * 64 * 64,
}


def batches(size, *shape, classes=10):
    """Endlessly: inputs (size, *shape) in [0, 1) and one-hot labels (size, classes), float32."""
    random = np.random.RandomState(0)
    rows = [
        (
            random.rand(size, *shape).astype(np.float32),
            np.eye(classes, dtype=np.float32)[random.randint(classes, size=size)],
        )
        for _ in range(BATCHES)
    ]
    return itertools.cycle(rows)
