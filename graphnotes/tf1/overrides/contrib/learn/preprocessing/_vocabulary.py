"""Categories as numbers (tf.contrib.learn.preprocessing.CategoricalVocabulary, CategoricalProcessor)."""

from __future__ import annotations

import collections
import math

import numpy as np


class CategoricalVocabulary:
    """Numbers for categories, in the order they are first seen; 0 is for unknown ones.

    Args:
        unknown_token: stands for unknown categories.
        support_reverse: whether categories can be had back from numbers.
    """

    def __init__(self, unknown_token="<UNK>", support_reverse=True):
        self._unknown_token = unknown_token
        self._mapping = {unknown_token: 0}
        self._support_reverse = support_reverse
        if support_reverse:
            self._reverse_mapping = [unknown_token]
        self._freq: dict = collections.defaultdict(int)
        self._freeze = False

    def __len__(self) -> int:
        return len(self._mapping)

    def freeze(self, freeze=True) -> None:
        """Take no more categories (or take them again)."""
        self._freeze = freeze

    def get(self, category) -> int:
        """The category's number; a new one when it is new, 0 when the vocabulary is frozen."""
        if category not in self._mapping:
            if self._freeze:
                return 0
            self._mapping[category] = len(self._mapping)
            if self._support_reverse:
                self._reverse_mapping.append(category)
        return self._mapping[category]

    def add(self, category, count=1) -> None:
        """Count a category `count` more times."""
        if self.get(category) > 0:
            self._freq[category] += count

    def trim(self, min_frequency, max_frequency=-1) -> None:
        """Keep categories seen more than `min_frequency` (and less than `max_frequency`) times, numbered by frequency."""
        by_name = sorted(self._freq.items(), key=lambda x: (isinstance(x[0], str), x[0]))
        ordered = sorted(by_name, key=lambda x: x[1], reverse=True)
        self._mapping = {self._unknown_token: 0}
        if self._support_reverse:
            self._reverse_mapping = [self._unknown_token]
        kept = 1
        for category, count in ordered:
            if max_frequency > 0 and count >= max_frequency:
                continue
            if count <= min_frequency:
                break
            self._mapping[category] = kept
            kept += 1
            if self._support_reverse:
                self._reverse_mapping.append(category)
        self._freq = collections.defaultdict(int, ordered[: kept - 1])

    def reverse(self, class_id):
        """The category of a number; ValueError when the vocabulary was made without that."""
        if not self._support_reverse:
            raise ValueError(
                "This vocabulary wasn't initialized with support_reverse to support reverse() function."
            )
        return self._reverse_mapping[class_id]


class CategoricalProcessor:
    """Rows of categories as rows of numbers, with a vocabulary for each column (or one for all with `share`)."""

    def __init__(self, min_frequency=0, share=False, vocabularies=None):
        self.min_frequency, self.share, self.vocabularies_ = min_frequency, share, vocabularies

    def freeze(self, freeze=True) -> None:
        """Freeze all vocabularies."""
        for vocabulary in self.vocabularies_:
            vocabulary.freeze(freeze)

    def fit(self, x, unused_y=None):
        """Learn the vocabularies from rows; gives itself."""
        for row in x:
            if self.vocabularies_ is None:
                one = CategoricalVocabulary()
                self.vocabularies_ = [one if self.share else CategoricalVocabulary() for _ in row]
            for vocabulary, value in zip(self.vocabularies_, row):
                if not _missing(value):
                    vocabulary.add(value)
        if self.min_frequency > 0:
            for vocabulary in self.vocabularies_:
                vocabulary.trim(self.min_frequency)
        self.freeze()
        return self

    def fit_transform(self, x, unused_y=None):
        """`fit`, then `transform` the same rows."""
        self.fit(x)
        return self.transform(x)

    def transform(self, x):
        """Yields int64 rows; 0 for what is missing or unknown."""
        self.freeze()
        for row in x:
            yield np.array(
                [0 if _missing(v) else vocabulary.get(v) for vocabulary, v in zip(self.vocabularies_, row)],
                dtype=np.int64,
            )


def _missing(value) -> bool:
    return isinstance(value, float) and math.isnan(value)
