"""Texts as sequences of numbers (tf.contrib.learn.preprocessing.VocabularyProcessor)."""

from __future__ import annotations

import json
import re

import numpy as np

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.learn.preprocessing._vocabulary import (
    CategoricalVocabulary,
)

# runs of capitals, capitalized words before another capital, and words with ', _ and -
TOKENIZER_RE = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z][a-z]+(?=[A-Z])|[\'\w\-]+", re.UNICODE)


def tokenizer(iterator):
    """Yields the words of each text."""
    for value in iterator:
        yield TOKENIZER_RE.findall(value)


class ByteProcessor:
    """Texts as their UTF-8 bytes, cut or padded with 0 to `max_document_length`."""

    def __init__(self, max_document_length):
        self.max_document_length = max_document_length

    def fit(self, x) -> None:
        """There is nothing to learn."""

    def fit_transform(self, x):
        """`transform`."""
        return self.transform(x)

    def reverse(self, x):
        """Yields texts; "" for bytes that are no text."""
        for data in x:
            try:
                yield np.trim_zeros(data.astype(np.uint8), trim="b").tobytes().decode("utf-8")
            except UnicodeDecodeError:
                yield ""

    def transform(self, x):
        """Yields uint8 arrays."""
        for document in x:
            if isinstance(document, str):
                document = document.encode("utf-8")
            data = np.frombuffer(memoryview(document)[: self.max_document_length], dtype=np.uint8)
            yield np.pad(data, (0, self.max_document_length - len(data)), "constant")


class VocabularyProcessor:
    """Texts as the numbers of their words, cut or padded with 0 to `max_document_length`.

    Args:
        min_frequency: words seen no more often than this are unknown; 0 keeps all.
        vocabulary: a CategoricalVocabulary to begin with.
        tokenizer_fn: from an iterator of texts to an iterator of lists of words.
    """

    def __init__(self, max_document_length, min_frequency=0, vocabulary=None, tokenizer_fn=None):
        self.max_document_length, self.min_frequency = max_document_length, min_frequency
        self.vocabulary_ = vocabulary or CategoricalVocabulary()
        self._tokenizer = tokenizer_fn or tokenizer

    def fit(self, raw_documents, unused_y=None):
        """Learn the vocabulary from texts; gives itself."""
        for tokens in self._tokenizer(raw_documents):
            for token in tokens:
                self.vocabulary_.add(token)
        if self.min_frequency > 0:
            self.vocabulary_.trim(self.min_frequency)
        self.vocabulary_.freeze()
        return self

    def fit_transform(self, raw_documents, unused_y=None):
        """`fit`, then `transform` the same texts."""
        self.fit(raw_documents)
        return self.transform(raw_documents)

    def transform(self, raw_documents):
        """Yields int64 arrays of `max_document_length`."""
        for tokens in self._tokenizer(raw_documents):
            ids = np.zeros(self.max_document_length, np.int64)
            for i, token in enumerate(tokens[: self.max_document_length]):
                ids[i] = self.vocabulary_.get(token)
            yield ids

    def reverse(self, documents):
        """Yields texts from arrays of numbers."""
        for document in documents:
            yield " ".join(self.vocabulary_.reverse(i) for i in document)

    def save(self, filename) -> None:
        """Write the processor as JSON (1.15 wrote a pickle, which is not read here: it could run code)."""
        vocabulary = self.vocabulary_
        content = {
            "max_document_length": self.max_document_length,
            "min_frequency": self.min_frequency,
            "words": sorted(vocabulary._mapping, key=vocabulary._mapping.get),
            "counts": dict(vocabulary._freq),
            "frozen": vocabulary._freeze,
        }
        with tf.gfile.Open(filename, "w") as file:
            file.write(json.dumps({"graphnotes.VocabularyProcessor": content}))

    @classmethod
    def restore(cls, filename):
        """Read what `save` wrote; the tokenizer is the default one.

        Raises:
            ValueError: the file is something else, such as a pickle of 1.15's.
        """
        with tf.gfile.Open(filename, "rb") as file:
            data = file.read()
        try:
            content = json.loads(data)["graphnotes.VocabularyProcessor"]
            words, counts = content["words"], content["counts"]
            processor = cls(content["max_document_length"], content["min_frequency"])
        except (ValueError, KeyError, TypeError):
            raise ValueError(
                f"{filename} holds no vocabulary that VocabularyProcessor.save of graphnotes wrote; a pickle written by "
                "TensorFlow 1.15 is not read, as it could run code: fit the processor again"
            ) from None
        vocabulary = CategoricalVocabulary(unknown_token=words[0])
        for word in words[1:]:
            vocabulary.add(word, counts.get(word, 0))
        vocabulary.freeze(content["frozen"])
        processor.vocabulary_ = vocabulary
        return processor
