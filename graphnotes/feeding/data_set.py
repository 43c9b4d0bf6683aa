"""`next_batch` over arrays of your own."""

from __future__ import annotations

import numpy as np

from graphnotes import datasets
from graphnotes.feeding.errors import FeedError


class DataSet(datasets.DataSet):
    """Your examples with their labels, handed out by `next_batch` in the order in which 1.15's MNIST DataSet would.

    The arrays are used as they are: any shape, any dtype, not copied, also memory-mapped ones.

    Args:
        examples: array [n, ...].
        labels: array [n, ...].
        seed: of NumPy's global generator, which the constructor seeds, as in 1.15; None takes fresh entropy.

    Raises:
        FeedError: examples and labels differ in number.
    """

    def __init__(self, examples: np.ndarray, labels: np.ndarray, seed: int | None = None) -> None:
        examples, labels = np.asanyarray(examples), np.asanyarray(labels)
        if len(examples) != len(labels):
            raise FeedError(f"a DataSet needs one label per example, got {len(examples)} examples and {len(labels)} labels")
        super().__init__(examples, labels, dtype="uint8", reshape=False, seed=seed)  # uint8: "leave them as they are"
