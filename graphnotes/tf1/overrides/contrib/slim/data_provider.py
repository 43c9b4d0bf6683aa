"""tf.contrib.slim.data_provider: what gives tensors of items."""

from __future__ import annotations

import abc

__all__ = ["DataProvider"]


class DataProvider(abc.ABC):
    """{item: tensor}, of a data set with `num_samples` examples."""

    def __init__(self, items_to_tensors, num_samples):
        self._tensors, self._num_samples = items_to_tensors, num_samples

    def get(self, items) -> list:
        """The items' tensors. ValueError for one that there isn't."""
        if not isinstance(items, (list, tuple)):
            raise ValueError("items must be a list or tuple")
        for item in items:
            if item not in self._tensors:
                raise ValueError(f"Item [{item}] is invalid. Valid entries include: {self.list_items()}")
        return [self._tensors[item] for item in items]

    def list_items(self):
        """The items that there are."""
        return self._tensors.keys()

    def num_samples(self):
        """How many examples the data set has."""
        return self._num_samples
