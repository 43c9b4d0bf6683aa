"""tf.contrib.learn.preprocessing.text."""

from graphnotes.tf1.overrides.contrib.learn.preprocessing import (
    TOKENIZER_RE,
    ByteProcessor,
    CategoricalVocabulary,
    VocabularyProcessor,
    tokenizer,
)

__all__ = [
    "TOKENIZER_RE",
    "ByteProcessor",
    "CategoricalVocabulary",
    "VocabularyProcessor",
    "tokenizer",
]
