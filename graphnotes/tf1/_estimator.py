"""The last released estimator package, made to run on today's TensorFlow as `tf.estimator` of 1.15.

Its modules are loaded with imports of their own, in which `tf.compat.v1` is the TensorFlow 1.15 facade (so estimators build
1.15's graphs), `tf.keras` is tf-keras, and private modules that moved are found where they are now.
"""

from __future__ import annotations

import importlib
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

from graphnotes.runner.imports import LegacyImports, LegacyLoader

_PACKAGE = "tensorflow_estimator"
_EXPORT = "tensorflow_estimator.python.estimator.estimator_export"
API = "tensorflow_estimator.python.estimator.api._v1.estimator"


class _View(ModuleType):
    """A TensorFlow module seen by the estimator package: the facade's value of a name first, today's otherwise."""

    def __init__(self, name: str, real: ModuleType, facade: ModuleType | None, **fixed: object) -> None:
        super().__init__(name)
        self.__dict__.update(_real=real, _facade=facade, __path__=[], **fixed)

    def __getattr__(self, name: str) -> object:
        value = getattr(self._facade, name, None) if self._facade is not None else None
        real = getattr(self._real, name, value)
        if isinstance(real, ModuleType) and isinstance(value, ModuleType):
            value = _View(f"{self.__name__}.{name}", real, value)
        elif value is None:
            value = getattr(self._real, name)
        self.__dict__[name] = value
        return value


class _EstimatorImports(LegacyImports, MetaPathFinder):
    """Imports of the estimator package's modules, and the finder that gives them to it."""

    def __init__(self) -> None:
        super().__init__(self._tensorflow, [_PACKAGE])
        from graphnotes import tf1

        tf1.facade.source("keras")
        real = importlib.import_module("tensorflow")
        keras = importlib.import_module("tf_keras.api._v2.keras")
        v1_keras = importlib.import_module("tf_keras.api._v1.keras")
        v2 = _View("tensorflow.compat.v2", real.compat.v2, None, keras=keras)
        v1 = _View("tensorflow.compat.v1", real.compat.v1, tf1.root, keras=v1_keras)
        compat = _View("tensorflow.compat", real.compat, None, v1=v1, v2=v2)
        self._facade = tf1.facade
        self._root = _View("tensorflow", real, None, compat=compat, keras=keras)

    def _tensorflow(self, name: str) -> ModuleType | None:
        path = name.partition(".")[2]
        if path.startswith(("python", "core")):
            return self._facade.namespace(path)
        found = self._root
        for part in path.split(".") if path else ():
            found = getattr(found, part, None)
        return found

    def redirect(self, name: str) -> ModuleType | None:
        return self._tensorflow(name) if name.partition(".")[0] == "tensorflow" else None

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name.partition(".")[0] != _PACKAGE:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.origin is not None:
            spec.loader = LegacyLoader(spec.loader.name, spec.loader.path, self)
        return spec


def _export_module() -> ModuleType:
    """The package's decorator for public names; today's TensorFlow has no register for estimators, and nobody asks it."""
    module = ModuleType(_EXPORT)
    module.estimator_export = lambda *names, **kwargs: lambda symbol: symbol
    return module


def load(path: str = API) -> ModuleType | None:
    """A module of the estimator package; None when the package is not installed."""
    if PathFinder.find_spec(_PACKAGE) is None:
        return None
    if not any(isinstance(finder, _EstimatorImports) for finder in sys.meta_path):
        sys.meta_path.insert(0, _EstimatorImports())
        sys.modules[_EXPORT] = _export_module()
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name == path or path.startswith(f"{error.name}."):
            return None
        raise
