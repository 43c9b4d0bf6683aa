"""tf.contrib.util.loader: contrib's compiled libraries, none of which fit today's TensorFlow."""

from __future__ import annotations

import os

from tensorflow.python.framework import load_library

__all__ = ["load_op_library"]


def load_op_library(path: str):
    """Load a library of custom ops; None for one of contrib's own, whose ops then say so when they are used.

    Raises:
        tf.errors.NotFoundError: a library of the user's own that cannot be loaded.
    """
    if not os.path.exists(path) and f"{os.sep}contrib{os.sep}" in path:
        return None
    return load_library.load_op_library(path)
