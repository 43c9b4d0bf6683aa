"""tf.contrib.learn.preprocessing: text and categories as numbers."""

from graphnotes.tf1.overrides.contrib.learn.preprocessing._text import (
    TOKENIZER_RE,
    ByteProcessor,
    VocabularyProcessor,
    tokenizer,
)
from graphnotes.tf1.overrides.contrib.learn.preprocessing._vocabulary import (
    CategoricalProcessor,
    CategoricalVocabulary,
)

__all__ = [
    "TOKENIZER_RE",
    "ByteProcessor",
    "CategoricalProcessor",
    "CategoricalVocabulary",
    "VocabularyProcessor",
    "tokenizer",
]
