"""Importing TensorFlow for legacy code, without what such a program rarely or never touches.

Keras 3 takes longer to load than the rest of TensorFlow. h5py, requests, SciPy and TensorFlow Lite are not small either. All
of them can still be used: they are imported when they are touched.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
import threading
from collections.abc import Iterator
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

# TensorFlow does without these if they cannot be imported
_WITHHELD = frozenset(["keras", "tf_keras", "scipy"])
# modules that TensorFlow's modules hold, but use inside functions only
_POSTPONED = frozenset(["h5py", "requests", *(f"tensorflow._api.v2.{api}lite" for api in ("", "compat.v1.", "compat.v2."))])
# where a withheld scipy.sparse.issparse is missed
_ASK_FOR_SPARSE = ("tensorflow.python.keras.engine.training_v1", "tensorflow.python.keras.engine.training_arrays_v1")


class _Postponed(ModuleType):
    """Stands for a module until one of its names is asked for."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)

    def __dir__(self) -> list[str]:
        return dir(importlib.import_module(self.__name__))


class _Light(Loader):
    """A meta path finder that keeps heavy modules from loading along with TensorFlow, in the thread that loads it.

    Withheld modules cannot be imported: TensorFlow imports them as options, and swallows the failure. Postponed modules are
    stood for. Whoever imports them later, TensorFlow's own lazy `tf.keras` included, gets them as usual.
    """

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if (name not in _WITHHELD and name not in _POSTPONED) or threading.get_ident() != self._thread:
            return None
        spec = PathFinder.find_spec(name, path)
        return None if spec is None else ModuleSpec(name, self)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        if spec.name in _WITHHELD:
            raise ImportError(f"{spec.name} is withheld while TensorFlow loads", name=spec.name)
        return _Postponed(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing yet: see `_Postponed`."""


def load() -> None:
    """Import TensorFlow, without the heavy modules that nobody has imported yet."""
    if "tensorflow" in sys.modules:
        importlib.import_module("tensorflow")
        return
    if os.environ.get("GRAPHNOTES_EXACT", "0") not in ("", "0"):
        os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # its sums differ most from those of older releases
    light = _Light()
    sys.meta_path.insert(0, light)
    try:
        with _no_collections():
            importlib.import_module("tensorflow")
    finally:
        sys.meta_path.remove(light)
        for name in _POSTPONED:
            if isinstance(sys.modules.get(name), _Postponed):
                del sys.modules[name]
    for name in _ASK_FOR_SPARSE:
        module = sys.modules.get(name)
        if module is not None and getattr(module, "issparse", _is_sparse) is None:
            module.issparse = _is_sparse


@contextlib.contextmanager
def _no_collections() -> Iterator[None]:
    """Two thousand modules are no garbage: the collector would go through all their objects several times to find none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _is_sparse(value: object) -> bool:
    """`scipy.sparse.issparse`: without SciPy's sparse matrices imported, nothing is one."""
    sparse = sys.modules.get("scipy.sparse")
    return sparse is not None and sparse.issparse(value)
