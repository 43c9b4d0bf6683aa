"""tf.lite.experimental as of TensorFlow 1.15."""

from __future__ import annotations

from graphnotes.tf1._unsupported import unsupported

__all__ = ["get_potentially_supported_ops"]

get_potentially_supported_ops = unsupported(
    "lite.experimental.get_potentially_supported_ops", "the converter itself now says which ops it cannot convert"
)
