"""Feeding arrays to an estimator: batches in the order 1.15 drew them, through the placeholders `input` and `output`."""

from __future__ import annotations

import itertools

import numpy as np

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn._pandas import (
    extract_pandas_data,
    extract_pandas_labels,
)

_SEED = 42  # of the order in which 1.15 fed examples


def arrays_feeder(x, y, batch_size=None, shuffle=True, epochs=None):
    """What feeds `x` and `y`: arrays, dictionaries of arrays, pandas frames, or iterators of single examples.

    Raises:
        ValueError: a batch size below 1, or only one of `x` and `y` is an iterator.
    """
    x, y = extract_pandas_data(x), extract_pandas_labels(y)
    if hasattr(x, "__next__"):
        if y is not None and not hasattr(y, "__next__"):
            raise ValueError("Both x and y should be iterators for streaming learning to work.")
        return _Stream(x, y, batch_size)
    return _Arrays(x, y, batch_size, shuffle, epochs)


class _Feeder:
    """Placeholders and the feeds for them."""

    def input_builder(self):
        """Make the placeholders: (features, labels)."""
        self._inputs = self._placeholders(self._x_like, "input", lambda shape: list(shape[1:]) or [1])
        self._outputs = self._placeholders(self._y_like, "output", _label_shape)
        return self._inputs, self._outputs

    @staticmethod
    def _placeholders(like, name, inner):
        if like is None:
            return None
        if isinstance(like, dict):
            made = {k: (v.dtype, [None, *inner(v.shape)]) for k, v in like.items()}
            return {k: tf.placeholder(dtype, shape, name=f"{name}_{k}") for k, (dtype, shape) in made.items()}
        return tf.placeholder(like.dtype, [None, *inner(like.shape)], name=name)

    def _feed(self, x, y):
        fed = {}
        for placeholders, data in ((self._inputs, x), (self._outputs, y)):
            if isinstance(placeholders, dict):
                fed.update({placeholders[k].name: data[k] for k in placeholders})
            elif placeholders is not None:
                fed[placeholders.name] = data
        return fed


class _Arrays(_Feeder):
    def __init__(self, x, y, batch_size, shuffle, epochs):
        self._x_like = self._x = x
        self._y_like = self._y = _each(np.asarray, y)
        first = next(iter(x.values())) if isinstance(x, dict) else x
        self._size = first.shape[0]
        if batch_size is not None and batch_size <= 0:
            raise ValueError(f"Invalid batch_size {batch_size}.")
        self._batch_size, self._shuffle, self._epochs = batch_size or self._size, shuffle, epochs
        self._random = np.random.RandomState(_SEED)
        self._offset, self._epoch, self._order = 0, 0, self._new_order()

    def _new_order(self):
        return self._random.permutation(self._size) if self._shuffle else np.arange(self._size)

    def next_feed(self):
        """The next batch; StopIteration after the last epoch."""
        if self._epochs is not None and self._epoch >= self._epochs:
            raise StopIteration
        chosen = self._order[self._offset : self._offset + self._batch_size]
        x = _each(lambda data: data[chosen].reshape(len(chosen), 1) if data.ndim == 1 else data[chosen], self._x)
        y = _each(lambda data: data[chosen].reshape([len(chosen), *_label_shape(data.shape)]), self._y)
        self._offset += self._batch_size
        if self._offset >= self._size:
            self._order, self._offset = self._new_order(), 0
            self._epoch += 1
        return self._feed(x, y)


class _Stream(_Feeder):
    def __init__(self, x, y, batch_size):
        first, self._x = _peek(x)
        self._x_like = _each(lambda data: np.asarray(data)[np.newaxis], first)
        self._y_like = self._y = None
        if y is not None:
            first, self._y = _peek(y)
            self._y_like = _each(lambda data: np.asarray(data)[np.newaxis], first)
        self._batch_size = batch_size or 1

    def next_feed(self):
        """The next batch, perhaps a smaller one; StopIteration after the last example."""
        x = list(itertools.islice(self._x, self._batch_size))
        if not x:
            raise StopIteration
        y = None if self._y is None else _stacked(list(itertools.islice(self._y, len(x))), _label_shape)
        return self._feed(_stacked(x, lambda shape: list(shape[1:]) or [1]), y)


def _stacked(examples, inner):
    def stack(values):
        data = np.stack([np.asarray(v) for v in values])
        return data.reshape([len(values), *inner(data.shape)])

    if isinstance(examples[0], dict):
        return {k: stack([e[k] for e in examples]) for k in examples[0]}
    return stack(examples)


def _label_shape(shape):
    """A label's own shape: without a first dimension of 1."""
    inner = list(shape[1:])
    return inner[1:] if inner and inner[0] == 1 else inner


def _each(function, data):
    if data is None:
        return None
    return {k: function(v) for k, v in data.items()} if isinstance(data, dict) else function(data)


def _peek(iterator):
    first = next(iterator)
    return first, itertools.chain([first], iterator)
