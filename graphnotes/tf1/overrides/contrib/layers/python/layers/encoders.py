"""tf.contrib.layers.python.layers.encoders: a part of tf.contrib.layers under its own name."""

from graphnotes.tf1.overrides.contrib.layers._embedding import (
    bow_encoder,
    embed_sequence,
)

__all__ = [
    "bow_encoder",
    "embed_sequence",
]
