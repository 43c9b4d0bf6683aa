"""The module each namespace of the TensorFlow 1.15 facade is a clone of."""

from __future__ import annotations

import functools
import importlib
import importlib.util
from types import ModuleType

from graphnotes import _tensorflow

# namespace -> where today's packages keep it; the longest match wins and the rest of the path is appended
_MOVED = {
    "keras": "tf_keras.api._v1.keras",
    "layers": "tf_keras.api._v1.keras.__internal__.legacy.layers",
    "nn.rnn_cell": "tf_keras.api._v1.keras.__internal__.legacy.rnn_cell",
    "estimator": "tensorflow_estimator.python.estimator.api._v1.estimator",
    "python.keras": "tf_keras.src",
}
# parts of TensorFlow that are not its public API and are served as they stand today
_PRIVATE = ("python", "core", "compiler", "tools", "lite", "distribute", "dtensor", "security", "tsl")


@functools.cache
def source(path: str) -> ModuleType | None:
    """The module that tensorflow.`path` clones; None when there is none (yet)."""
    _tensorflow.load()
    if path == "":
        return importlib.import_module("tensorflow.compat.v1")
    for moved in sorted(_MOVED, key=len, reverse=True):
        if path == moved or path.startswith(moved + "."):
            if _MOVED[moved].startswith("tf_keras"):
                _load_keras()
            return _import(_MOVED[moved] + path[len(moved) :])
    if path == "compat.v2" or path.startswith("compat.v2."):
        return _import("tensorflow." + path)
    root = path.partition(".")[0]
    if root in _PRIVATE:
        found = _import("tensorflow." + path)
        if found is not None or root != "lite":
            return found
    if root in ("contrib", "examples"):
        return None
    parent, _, name = path.rpartition(".")
    above = source(parent)
    found = getattr(above, name, None) if above is not None else None
    return found if isinstance(found, ModuleType) else None


def _import(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(error.name + ".")):
            return None
        raise


def _load_keras() -> None:
    """Import tf-keras (the Keras of TensorFlow 1, whatever Keras 3 says) and its legacy-mode rebuilds."""
    importlib.import_module("tf_keras")
    from graphnotes.tf1 import rebuilt

    if importlib.util.find_spec("graphnotes.tf1.rebuilt.keras") is not None:
        rebuilt.install("keras")
