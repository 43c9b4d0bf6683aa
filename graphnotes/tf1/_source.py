"""The module each namespace of the TensorFlow 1.15 facade is a clone of."""

from __future__ import annotations

import functools
import importlib
from types import ModuleType

from graphnotes import _tensorflow
from graphnotes.tf1 import api

# namespace -> where today's packages keep it; the longest match wins and the rest of the path is appended
_MOVED = {
    "keras": "tf_keras.api._v1.keras",
    "layers": "tf_keras.api._v1.keras.__internal__.legacy.layers",
    "nn.rnn_cell": "tf_keras.api._v1.keras.__internal__.legacy.rnn_cell",
    "estimator": "tensorflow_estimator.python.estimator.api._v1.estimator",
    "python.keras": "tf_keras.src",
    "python.estimator": "tensorflow_estimator.python.estimator",
    "python.training.tracking": "tensorflow.python.trackable",
    "python.training.tracking.tracking": "tensorflow.python.trackable.autotrackable",
    "python.training.tracking.graph_view": "tensorflow.python.checkpoint.graph_view",
    "python.training.tracking.util": "tensorflow.python.checkpoint.checkpoint",
    "python.training.checkpointable": "tensorflow.python.trackable",
    "python.training.distribute": "tensorflow.python.distribute.distribute_lib",
    "python.training.distribution_strategy_context": "tensorflow.python.distribute.distribute_lib",
    "python.distribute.distribution_strategy_context": "tensorflow.python.distribute.distribute_lib",
    "python.training.training_ops": "tensorflow.python.ops.gen_training_ops",
    "python.training.gen_training_ops": "tensorflow.python.ops.gen_training_ops",
    "python.ops.gen_user_ops": "tensorflow.python.ops.gen_user_ops",
    "python.feature_column.dense_features": "tf_keras.src.feature_column.dense_features",
    "python.feature_column.dense_features_v2": "tf_keras.src.feature_column.dense_features_v2",
    "python.framework.tensor_like": "tensorflow.python.framework.tensor",
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
            elif _MOVED[moved].startswith("tensorflow_estimator"):
                from graphnotes.tf1 import _estimator

                return _estimator.load(_MOVED[moved] + path[len(moved) :])
            return _import(_MOVED[moved] + path[len(moved) :]) or _scattered(path)
    if path == "compat.v2" or path.startswith("compat.v2."):
        return _import("tensorflow." + path)
    root = path.partition(".")[0]
    if root in _PRIVATE and not api.is_namespace(path):
        return _import("tensorflow." + path) or _scattered(path)
    if root == "contrib":
        from graphnotes.longtail import modules

        found = modules.load(path) or _scattered(path)
        if found is not None or path.count(".") < 2:
            return found
    if root == "examples":
        return None
    parent, _, name = path.rpartition(".")
    above = source(parent)
    found = getattr(above, name, None) if above is not None else None
    return found if isinstance(found, ModuleType) else None


def _scattered(path: str) -> ModuleType | None:
    """An empty module for one of 1.15's private modules whose names live elsewhere today."""
    return ModuleType(f"tensorflow.{path}") if api.is_private_module(path) else None


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
    from graphnotes.tf1 import rebuilt, signatures

    rebuilt.install("keras")
    signatures.load("keras")


def moved(path: str, name: str) -> object:
    """A name of one of 1.15's private modules that is public, or that another module holds today; LookupError if neither.

    Of contrib's private modules only names that graphnotes has itself: the others are in the long tail's module.
    """
    home = api.private(path)[name]
    if home.startswith("tf."):
        from graphnotes import tf1

        public, _, short = home[3:].rpartition(".")
        if public.startswith("contrib.") and not tf1.facade.overridden(public, short):
            raise LookupError(name)
        return functools.reduce(getattr, home[3:].split("."), tf1.root)
    found = getattr(importlib.import_module(f"tensorflow.{home}"), name, None)
    if found is None:
        raise LookupError(name)
    return found
