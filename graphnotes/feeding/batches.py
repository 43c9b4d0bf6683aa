"""Batches of arrays, as arrays or as feed dicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from graphnotes.feeding.errors import FeedError
from graphnotes.feeding.placeholders import check_feed
from graphnotes.feeding.position import Position
from graphnotes.feeding.sources import Source, as_source


def batches(
    arrays: Any,
    batch_size: int,
    epochs: int | None = 1,
    shuffle: bool = False,
    seed: int | None = None,
    drop_remainder: bool = False,
    *,
    feed: Mapping[Any, Any] | None = None,
    start: Position | None = None,
) -> Batches:
    """Iterate over `arrays` in batches; an epoch ends with what is left of it.

    Args:
        arrays: one array [n, ...], which yields arrays; a tuple or list of them, which yields tuples; or a dict
            {placeholder: array}, which yields feed dicts. An array may be the path of a .npy file, which is
            memory-mapped, or any source of rows such as `TFRecords`. A batch that wasn't shuffled is a view of its array.
        batch_size: examples per batch.
        epochs: how often to go over the data; None: for ever.
        shuffle: in another order in every epoch.
        seed: of these orders: the same seed gives the same batches. None: a fresh one.
        drop_remainder: leave out the last batch of an epoch when it is smaller.
        feed: more of every feed dict, say {keep_prob: 0.5}.
        start: a `Position`: go on from there. With shuffle, its seed holds.

    Raises:
        FeedError: the arrays differ in length, don't fit their placeholders or the position, or are empty.
    """
    if batch_size < 1:
        raise FeedError(f"batch_size must be at least 1, got {batch_size}")
    if feed and not isinstance(arrays, Mapping):
        raise FeedError("`feed` adds to feed dicts: give the arrays as a dict {placeholder: array} too")
    structure, sources = _sources(arrays)
    examples = _count(sources)
    if drop_remainder and examples < batch_size:
        raise FeedError(f"{examples} examples don't fill one batch of {batch_size}, and drop_remainder=True leaves them out")
    if structure is dict:
        _check(sources, batch_size, 0 if drop_remainder else examples % batch_size)
    if start is None:
        start = Position(seed=_seed(seed) if shuffle else None, examples=examples)
    elif start.examples not in (None, examples):
        raise FeedError(f"the position was saved with {start.examples} examples, but these arrays have {examples}")
    elif shuffle != (start.seed is not None):
        saved = "shuffled" if start.seed is not None else "unshuffled"
        raise FeedError(f"the position was saved with {saved} examples: give shuffle={not shuffle} to go on from it")
    return Batches(sources, structure, examples, batch_size, epochs, drop_remainder, dict(feed or {}), start)


class Batches(Iterator):
    """The iterator that `batches` gives. `position` is the place after the batch handed out last."""

    def __init__(
        self,
        sources: dict[Any, Source],
        structure: type | None,
        examples: int,
        batch_size: int,
        epochs: int | None,
        drop_remainder: bool,
        feed: dict,
        start: Position,
    ) -> None:
        self._sources, self._structure, self._feed = sources, structure, feed
        self._examples, self._batch_size, self._epochs, self._drop = examples, batch_size, epochs, drop_remainder
        self._order: tuple[int, np.ndarray] | None = None  # an epoch and its order
        self.position = start

    def __next__(self) -> Any:
        epoch, first = self.position.epoch, self.position.example
        if first >= self._end:
            epoch, first = epoch + 1, 0
        if self._epochs is not None and epoch >= self._epochs:
            raise StopIteration
        last = min(first + self._batch_size, self._end)
        rows = slice(first, last) if self.position.seed is None else self._epoch_order(epoch)[first:last]
        batch = {key: np.asarray(source[rows]) for key, source in self._sources.items()}
        self.position = Position(epoch, last, self.position.step + 1, self.position.seed, self._examples)
        if self._structure is dict:
            return batch | self._feed
        return tuple(batch.values()) if self._structure is tuple else batch[0]

    def __len__(self) -> int:
        """How many batches are still to come. Raises TypeError when there is no end."""
        if self._epochs is None:
            raise TypeError("batches(epochs=None) never end")
        per_epoch = -(-self._end // self._batch_size)
        rest = -(-(self._end - min(self.position.example, self._end)) // self._batch_size)
        epochs = self._epochs - self.position.epoch
        return rest + (epochs - 1) * per_epoch if epochs > 0 else 0

    @property
    def _end(self) -> int:
        """Where an epoch ends."""
        return self._examples - self._examples % self._batch_size if self._drop else self._examples

    def _epoch_order(self, epoch: int) -> np.ndarray:
        if self._order is None or self._order[0] != epoch:
            # RandomState, not Generator: NumPy promises that its numbers stay the same from version to version
            self._order = epoch, np.random.RandomState([self.position.seed, epoch]).permutation(self._examples)
        return self._order[1]


def _sources(arrays: Any) -> tuple[type | None, dict[Any, Source]]:
    """How batches look (dict, tuple or None: an array), and what each part of them is taken from."""
    if isinstance(arrays, Mapping):
        return dict, {key: as_source(data) for key, data in arrays.items()}
    if isinstance(arrays, (tuple, list)) and not (arrays and np.isscalar(arrays[0]) and not isinstance(arrays[0], str)):
        return tuple, {i: as_source(data) for i, data in enumerate(arrays)}
    return None, {0: as_source(arrays)}


def _seed(seed: int | None) -> int:
    if seed is None:
        return int.from_bytes(np.random.SeedSequence().generate_state(1).tobytes(), "little")
    if not 0 <= seed < 2**32:
        raise FeedError(f"seed must be in [0, 2**32), got {seed}")
    return int(seed)


def _count(sources: dict[Any, Source]) -> int:
    lengths = {_named(key): len(source) for key, source in sources.items()}
    if len(set(lengths.values())) > 1:
        raise FeedError("arrays must have the same number of examples, got " + ", ".join(f"{n} for {k}" for k, n in lengths.items()))
    if not lengths or not max(lengths.values()):
        raise FeedError("there are no examples to make batches of")
    return max(lengths.values())


def _check(sources: dict[Any, Source], batch_size: int, remainder: int) -> None:
    """Check that batches of `batch_size`, and a last one of `remainder` if that isn't 0, fit the placeholders."""
    for key, source in sources.items():
        if not hasattr(key, "get_shape"):
            continue  # a tensor's name: the session looks at it
        check_feed(key, [batch_size, *source.shape[1:]], source.dtype, "the array for it, in batches,")
        if remainder and key.shape.rank and key.shape.as_list()[0] is not None:
            raise FeedError(
                f"{key.name} takes batches of {batch_size} only, but an epoch's last batch has {remainder}: "
                "give drop_remainder=True"
            )


def _named(key: Any) -> str:
    return f"array {key}" if isinstance(key, int) else getattr(key, "name", str(key))
