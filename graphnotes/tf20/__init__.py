"""TensorFlow 2.0, on today's TensorFlow: `import graphnotes.tf20 as tf`.

Eager mode with the Keras of that time, whatever Keras 3 says: what a script of TensorFlow 2.0's era gets from
`import tensorflow as tf` under `graphnotes run`. Every spelling works: `from graphnotes.tf20.keras import layers`,
`import graphnotes.tf20.keras.layers as L`.

Importing this module changes nothing for other code in the process: `tensorflow`, `tensorflow.keras` and `tf_keras` stay
what they were. Names that came after 2.0 are there too, so a script of 2.3 runs as well.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from graphnotes import _tensorflow
from graphnotes.facade import Facade, Namespace
from graphnotes.tf20._advice import advice
from graphnotes.tf20._source import alias, listed, served, source

facade = Facade("graphnotes.tf20.overrides", source, listed, advice, alias, served)
root: Namespace = facade.namespace("")


class _Spellings(MetaPathFinder, Loader):
    """Lets `import graphnotes.tf20.<path>` find the namespace tensorflow.<path>."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if not name.startswith(__name__ + ".") or name.split(".")[2].startswith("_"):
            return None
        namespace = facade.namespace(name[len(__name__) + 1 :])
        return None if namespace is None else ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return facade.namespace(spec.name[len(__name__) + 1 :])

    def exec_module(self, module: ModuleType) -> None:
        """A namespace fills itself as it is used."""


sys.meta_path.append(_Spellings())
_tensorflow.load()


def __getattr__(name: str) -> object:
    return getattr(root, name)


def __dir__() -> list[str]:
    return dir(root)
