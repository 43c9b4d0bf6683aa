"""The module each namespace of the TensorFlow 2.0 facade is a clone of."""

from __future__ import annotations

import functools
import importlib
from types import FunctionType, ModuleType

from graphnotes import _tensorflow

# namespace -> where today's packages keep it; the longest match wins and the rest of the path is appended
_MOVED = {
    "keras": "tf_keras.api._v2.keras",
    "compat.v1.keras": "tf_keras.api._v1.keras",
    "compat.v1.layers": "tf_keras.api._v1.keras.__internal__.legacy.layers",
    "compat.v1.nn.rnn_cell": "tf_keras.api._v1.keras.__internal__.legacy.rnn_cell",
    "estimator": "tensorflow_estimator.python.estimator.api._v2.estimator",
    "python.keras": "tf_keras.src",
}
# parts of TensorFlow that are not its public API and are served as they stand today
_PRIVATE = ("python", "core", "compiler", "tools")
# TensorFlow 2.0's second names for parts of Keras
_OF_KERAS = ("initializers", "losses", "metrics", "optimizers")


def alias(path: str) -> str:
    """The path of the namespace that serves `path`: tf.losses is tf.keras.losses, tf.compat.v2 is tf itself."""
    if path == "compat.v2" or path.startswith("compat.v2."):
        path = path[len("compat.v2.") :]
    if path.partition(".")[0] in _OF_KERAS:
        path = "keras." + path
    return path


@functools.cache
def source(path: str) -> ModuleType | None:
    """The module that tensorflow.`path` clones; None when there is none."""
    _tensorflow.load()
    path = alias(path)
    if path == "":
        return importlib.import_module("tensorflow")
    for moved in sorted(_MOVED, key=len, reverse=True):
        if path == moved or path.startswith(moved + "."):
            return _import(_MOVED[moved] + path[len(moved) :])
    if path.partition(".")[0] in _PRIVATE:
        return _import("tensorflow." + path)
    parent, _, name = path.rpartition(".")
    found = getattr(source(parent), name, None)
    return found if isinstance(found, ModuleType) else None


@functools.cache
def listed(path: str) -> frozenset[str] | None:
    """The public names of a namespace: all that its source has, so later additions are there; None for private modules."""
    path = alias(path)
    if path.partition(".")[0] in _PRIVATE:
        return None
    module = source(path)
    if module is None:
        return None
    names = {name for name in dir(module) if not name.startswith("_")}
    if path == "":
        names.update(("keras", *_OF_KERAS, *_PRIVATE))
    return frozenset(names)


def served(value: object) -> object:
    """What the facade shows for a value of the source: the ready-made networks come as models of this Keras."""
    if (
        isinstance(value, FunctionType)
        and value.__module__.startswith("tf_keras.src.applications.")
        and value.__name__[0].isupper()
    ):
        from graphnotes.tf20.overrides.keras.models import adopt

        @functools.wraps(value)
        def application(*args, **kwargs):
            return adopt(value(*args, **kwargs))

        return application
    return value


def _import(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(error.name + ".")):
            return None
        raise
