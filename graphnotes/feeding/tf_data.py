"""Batches from a tf.data.Dataset, as arrays to feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from graphnotes.feeding.placeholders import check_feed
from graphnotes.feeding.position import Position


def dataset_batches(
    dataset: Any, keys: Any = None, *, feed: Mapping[Any, Any] | None = None, start: Position | None = None
) -> DatasetBatches:
    """The elements of a (batched) tf.data.Dataset as NumPy arrays, in a TensorFlow 2 program or of the current graph.

    A dataset made in a graph is read in a session of its own, and reading it adds an iterator to that graph: ask for its
    batches when the graph is built.

    Args:
        dataset: a tf.data.Dataset whose elements are tensors or structures of them.
        keys: None yields the elements; a structure like the elements', of placeholders, yields feed dicts. A tuple
            element takes a tuple or list of keys, a dict element a dict with the same names.
        feed: more of every feed dict.
        start: skip the batches before this position. Exact if the dataset gives the same elements again, so seed its
            shuffling.
    """
    return DatasetBatches(dataset, keys, dict(feed or {}), start or Position())


class DatasetBatches(Iterator):
    """The iterator that `dataset_batches` gives. `position` counts the elements handed out."""

    def __init__(self, dataset: Any, keys: Any, feed: dict, start: Position) -> None:
        from tensorflow.python.framework.ops import EagerTensor

        self._keys, self._feed, self.position = keys, feed, start
        if keys is not None:
            for key, spec in _pairs(keys, dataset.element_spec):
                if spec.shape.rank is not None:
                    check_feed(key, spec.shape.as_list(), np.dtype(spec.dtype.as_numpy_dtype), "the dataset's element")
        elements = _eagerly if isinstance(dataset._variant_tensor, EagerTensor) else _in_session
        self._elements = elements(dataset, start.step)

    def __next__(self) -> Any:
        element = next(self._elements)
        step = self.position.step + 1
        self.position = Position(example=step, step=step)
        return element if self._keys is None else dict(_pairs(self._keys, element)) | self._feed


def _eagerly(dataset: Any, skipped: int) -> Iterator:
    """The elements of a dataset made by code that executes eagerly, also where a graph is the default by now."""
    from tensorflow.python.eager import context

    end = object()
    with context.eager_mode():
        elements = dataset.skip(skipped).as_numpy_iterator()
    while True:
        with context.eager_mode():
            element = next(elements, end)
        if element is end:
            return
        yield element


def _in_session(dataset: Any, skipped: int) -> Iterator:
    """The elements of a dataset that is part of a graph."""
    import tensorflow as tf

    v1 = tf.compat.v1
    graph = dataset._variant_tensor.graph
    with graph.as_default():
        iterator = v1.data.make_initializable_iterator(dataset.skip(skipped))
        element = iterator.get_next()
    return _run_until_the_end(v1, v1.Session(graph=graph), iterator.initializer, element)


def _run_until_the_end(v1: Any, sess: Any, initializer: Any, element: Any) -> Iterator:
    try:
        sess.run(initializer)
        while True:
            try:
                yield sess.run(element)
            except v1.errors.OutOfRangeError:
                return
    finally:
        sess.close()


def _pairs(keys: Any, element: Any) -> list[tuple[Any, Any]]:
    """[(placeholder, its part of the element)]."""
    if isinstance(keys, Mapping):
        return [pair for name in keys for pair in _pairs(keys[name], element[name])]
    if isinstance(keys, (tuple, list)):
        return [pair for key, part in zip(keys, element, strict=True) for pair in _pairs(key, part)]
    return [(keys, element)]
