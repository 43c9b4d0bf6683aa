"""Importing TensorFlow for legacy code: without Keras 3, which such a program never touches and which takes longer to load than the rest."""

from __future__ import annotations

import importlib
import sys
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder


class _Withhold(Loader):
    """A meta path finder whose Keras can be found but not imported, for as long as TensorFlow itself is being imported.

    TensorFlow ends its own import with an optional `import keras`, and swallows its failure. Anything that imports Keras
    later, TensorFlow's own lazy `tf.keras` included, gets it as usual.
    """

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name not in ("keras", "tf_keras"):
            return None
        spec = PathFinder.find_spec(name)
        if spec is not None:
            spec.loader = self
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        raise ImportError(f"{spec.name} is withheld while TensorFlow loads", name=spec.name)

    def exec_module(self, module: object) -> None:
        """Never reached: `create_module` refuses."""


def load() -> None:
    """Import TensorFlow, without Keras if nobody has imported it yet."""
    if "tensorflow" in sys.modules:
        importlib.import_module("tensorflow")
        return
    withhold = _Withhold()
    sys.meta_path.insert(0, withhold)
    try:
        importlib.import_module("tensorflow")
    finally:
        sys.meta_path.remove(withhold)
