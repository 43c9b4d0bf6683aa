"""A batch of examples: their dense features, and sparse ones numbered after those."""

from __future__ import annotations

import numpy as np

FLOAT, CATEGORICAL = 0, 1


class Batch:
    """Examples and what kind each of their features is.

    Args:
        dense: float32 [n, features], or of another rank when there are none.
        indices, values, shape: a sparse tensor of rank two, sorted; indices of another rank when there is none.
        kinds: uint8 for each dense feature, and one more for the sparse ones if there are any.
    """

    def __init__(self, dense, indices, values, shape, kinds: np.ndarray) -> None:
        self.dense = dense if dense.ndim == 2 else None
        self.dense_features = 0 if self.dense is None else self.dense.shape[1]
        self._kinds = kinds
        self._values = None
        if indices.ndim == 2:
            self._values, self._columns, self._starts = values, indices[:, 1], None
            self._width = int(self._columns.max(initial=0)) + 1
            self._keys = indices[:, 0] * self._width + self._columns
            self._starts = np.searchsorted(indices[:, 0], np.arange(int(shape[0]) + 1))
        self.number = len(self.dense) if self.dense is not None else int(shape[0]) if self._values is not None else 0

    def values(self, examples: np.ndarray, features: np.ndarray) -> np.ndarray:
        """The value of a feature in an example, for each pair of the two (broadcast); 0 where a sparse one is missing."""
        if self._values is None:
            return self.dense[examples, features]
        examples, features = np.broadcast_arrays(examples, features)
        found = np.zeros(examples.shape, np.float32)
        dense = features < self.dense_features
        if self.dense is not None:
            found[dense] = self.dense[examples[dense], features[dense]]
        columns = features[~dense] - self.dense_features
        keys = examples[~dense].astype(np.int64) * self._width + columns
        places = np.searchsorted(self._keys, keys).clip(max=max(0, len(self._keys) - 1))
        if len(self._keys):
            hit = (self._keys[places] == keys) & (columns < self._width)
            found[~dense] = np.where(hit, self._values[places], 0)
        return found

    def choices(self, examples: np.ndarray) -> np.ndarray:
        """How many features each example has to draw from: all dense ones, and its own sparse ones."""
        number = np.full(len(examples), self.dense_features, np.int64)
        if self._values is not None:
            number += self._starts[examples + 1] - self._starts[examples]
        return number

    def chosen(self, examples: np.ndarray, drawn: np.ndarray) -> np.ndarray:
        """The features meant by numbers drawn below `choices`."""
        features = drawn.copy()
        sparse = drawn >= self.dense_features
        if sparse.any():
            at = self._starts[examples[sparse]] + drawn[sparse] - self.dense_features
            at = at.clip(max=max(0, len(self._columns) - 1))  # an example without features draws from its neighbour's
            features[sparse] = self._columns[at] + self.dense_features if len(self._columns) else 0
        return features

    def kinds(self, features: np.ndarray) -> np.ndarray:
        """FLOAT or CATEGORICAL for each of `features`."""
        return self._kinds[features.clip(max=len(self._kinds) - 1)]
