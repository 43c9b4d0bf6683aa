"""tf.contrib.slim.data_decoder: what makes items of a record."""

from __future__ import annotations

import abc

__all__ = ["DataDecoder"]


class DataDecoder(abc.ABC):
    """Makes tensors of a record."""

    @abc.abstractmethod
    def decode(self, data, items):
        """The list of tensors of `items` in the record `data`."""

    @abc.abstractmethod
    def list_items(self):
        """The items that there are."""
