"""tensorflow.python.util.nest: what scripts import of it and today's has under another name."""

from tensorflow.python.util import nest as _nest

is_sequence = _nest.is_nested

__all__ = ["is_sequence"]
