"""tf.pywrap_tensorflow: TensorFlow's C++ bindings, which 1.15 had in one module and today's TensorFlow has in a dozen.

Not an API anybody was promised; what scripts use of it (reading checkpoints, files and record files, writing events) works as
it did, functions of the same name are today's, and the rest refuses.
"""

from __future__ import annotations

import importlib

from graphnotes.tf1 import api
from graphnotes.tf1._unsupported import unsupported, unsupported_class
from graphnotes.tf1.overrides.pywrap_tensorflow import (
    _facts,
    _files,
    _records,
    _status,
    _tracing,
)

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
_CLASS = "it was an internal C++ class, and today's TensorFlow has none of that name"
_GRAPPLER = "tf.Session(config=...) with graph_options.rewrite_options, and tf.RunMetadata, tell what the graph optimizer did"
_GONE = {
    "GCluster": (f"{_CLASS}; {_GRAPPLER}", ("cluster_",)),
    "GItem": (f"{_CLASS}; {_GRAPPLER}", ("item_",)),
    "PyExceptionRegistry": (f"{_CLASS}; tf.errors has the exceptions of the codes", ("Init",)),
    "StatusGroup": (
        f"{_CLASS}; tf.pywrap_tensorflow.Status holds one error",
        ("AttachLogMessages", "ConfigureLogHistory", "HasLogMessages", "IsDerived", "MakeDerived", "Update")
        + ("as_concatenated_status", "as_summary_status", "ok"),
    ),
    "TF_AttrMetadata": (f"{_CLASS}; tf.Operation.get_attr reads attributes", ("is_list", "list_size", "total_size", "type")),
}


def _find(name: str):
    for place in (_files, _records, _status, _tracing, _facts):
        if name in place.__dict__ and not name.startswith("_"):
            return getattr(place, name)
    if name in _GONE:
        why, members = _GONE[name]
        symbol = f"pywrap_tensorflow.{name}"
        return unsupported_class(symbol, why, **{member: unsupported(f"{symbol}.{member}", why) for member in members})
    owner, _, member = name.partition("_")
    if member and owner[:1].isupper() and owner not in ("TF", *_GONE) and hasattr(found := _find(owner), member):
        return getattr(found, member)  # the functions that the classes' static methods were
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
