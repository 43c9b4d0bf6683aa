"""Silencing TensorFlow's chatter around a legacy script, never the script's own output."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator


def before_tensorflow() -> None:
    """Ask TensorFlow's C++ side for errors only; has an effect only before TensorFlow is imported."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_MODULE_LOADING", "LAZY")


@contextlib.contextmanager
def stderr_held() -> Iterator[None]:
    """Hold back what is written to file descriptor 2 inside the block; it is shown only if the block raises.

    The C++ libraries log while they are loaded, before any log level applies.
    """
    sys.stderr.flush()
    saved = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        except BaseException:
            held.seek(0)
            os.write(saved, held.read())
            raise
        finally:
            os.dup2(saved, 2)
            os.close(saved)


def load_tensorflow() -> None:
    """Import TensorFlow silently, for a command of ours that needs it: its greeting is no part of the command's answer."""
    before_tensorflow()
    with stderr_held():
        import tensorflow  # noqa: F401
    after_tensorflow()


def after_tensorflow() -> None:
    """Silence the deprecation walls of today's TensorFlow and tf-keras; errors and the script's own warnings stay."""
    from tensorflow.python.util import deprecation

    deprecation._PRINT_DEPRECATION_WARNINGS = False
    warnings.filterwarnings("ignore", message=r"`tf\.\S+` is deprecated and will be removed")
    warnings.filterwarnings("ignore", message=r"`\S+` is deprecated and will be removed in a future version\. Please")
    warnings.filterwarnings("ignore", message=r"The `lr` argument is deprecated", category=UserWarning)
    logging.getLogger("tensorflow").addFilter(_worth_saying)


_RESTORED_IN_PART = (
    "Detecting that an object or model or tf.train.Checkpoint is being deleted with unrestored values",
    "Value in checkpoint could not be found in the restored object: (root).optimizer",
)


def _worth_saying(record: logging.LogRecord) -> bool:
    """False for the wall at exit about a checkpoint's optimizer values that a model, not trained further, had no use for."""
    return not str(record.msg).startswith(_RESTORED_IN_PART)
