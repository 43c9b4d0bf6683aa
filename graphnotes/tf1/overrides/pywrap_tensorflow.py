"""tf.pywrap_tensorflow: TensorFlow's C++ bindings, which 1.15 had in one module and today's TensorFlow has in a dozen.

Not an API anybody was promised; what scripts use of it (reading checkpoints and record files) works as it did, functions of
the same name are today's, and the rest refuses.
"""

from __future__ import annotations

import importlib

from graphnotes.tf1 import api
from graphnotes.tf1._unsupported import unsupported

_BINDINGS = (
    "tensorflow.python.util._pywrap_checkpoint_reader",
    "tensorflow.python.lib.io._pywrap_file_io",
    "tensorflow.python.lib.io._pywrap_record_io",
    "tensorflow.python.client._pywrap_events_writer",
    "tensorflow.python.client._pywrap_tf_session",
    "tensorflow.python.client._pywrap_device_lib",
    "tensorflow.python._pywrap_tfe",
    "tensorflow.python.util._pywrap_utils",
    "tensorflow.python.util._pywrap_nest",
    "tensorflow.python.util._pywrap_util_port",
    "tensorflow.python.util._pywrap_stat_summarizer",
    "tensorflow.python.framework._pywrap_python_api_info",
    "tensorflow.python.framework._op_def_registry",
)
_WHY = "it was an internal C++ binding, and today's TensorFlow has no function of that name"


def _find(name: str):
    for binding in _BINDINGS:
        try:
            return getattr(importlib.import_module(binding), name)
        except (AttributeError, ImportError):
            continue
    return unsupported(f"pywrap_tensorflow.{name}", _WHY)


def NewCheckpointReader(filepattern):
    """A reader of the checkpoint at `filepattern` (tf.train.NewCheckpointReader)."""
    from tensorflow.python.training import py_checkpoint_reader

    return py_checkpoint_reader.NewCheckpointReader(filepattern)


_names = api.names("pywrap_tensorflow") or frozenset()
__all__ = [name for name in sorted(_names)]
globals().update({name: _find(name) for name in __all__ if name != "NewCheckpointReader"})
