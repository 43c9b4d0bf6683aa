"""TensorFlow 1.15, on today's TensorFlow: `import graphnotes.tf1 as tf`.

What a legacy script gets from `import tensorflow as tf` under `graphnotes run`, also for direct use. Every spelling works:
`import graphnotes.tf1.contrib.layers as tcl`, `from graphnotes.tf1.examples.tutorials.mnist import input_data`.

The first symbol used puts the process into legacy mode (`graphnotes.tf1._mode.enter`): graph mode, reference variables,
TF1 shapes and control flow. A TensorFlow 2 program that wants to build one TF1 graph does so inside
`with graphnotes.legacy_graphs():`, which leaves the rest of the process as it is.
"""

from __future__ import annotations

import pkgutil
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from graphnotes import _tensorflow
from graphnotes.facade import Facade, Namespace
from graphnotes.tf1 import _mode, _wrong_calls, api, early1, rebuilt, signatures
from graphnotes.tf1._advice import advice
from graphnotes.tf1._source import moved, source

# not in the recorded public API, but importable in 1.15 all the same
_UNLISTED = {"": {"python", "core", "examples", "contrib", "compiler", "tools"}, "compat": {"v1", "v2"}, "test": {"mock"}}


def _listed(path: str) -> frozenset[str] | None:
    names = api.names(path)
    return names if names is None else names | _UNLISTED.get(path, set())


def _alias(path: str) -> str:
    """tf.compat.v1 of TensorFlow 1.15 is tf itself; some packages of contrib showed what stood in modules below them."""
    if path == "contrib.learn.python.learn" or path.startswith("contrib.learn.python.learn."):
        return path.replace(".python.learn", "", 1)
    if path == "contrib.keras" or path.startswith("contrib.keras."):
        return path.removeprefix("contrib.").replace("keras.api.keras", "keras")
    if path.startswith("contrib.tensor_forest."):
        name = path.removeprefix("contrib.tensor_forest.").removeprefix("python.").partition(".")[0]
        below = {"eval_metrics": "client", "random_forest": "client", "tensor_forest": "python", "ops": "python"}
        place = "python.ops" if name.endswith("_ops") else below.get(name)
        return path if place is None else f"contrib.tensor_forest.{place}.{path[path.index(name, 21):]}"
    if path == "compat.v1" or path.startswith("compat.v1."):
        return path[len("compat.v1.") :]
    return path


def _served(value: object) -> object:
    return signatures.served(rebuilt.served(_wrong_calls.served(value)))


_BY_IMPORT = frozenset({"contrib.decision_trees", "contrib.nccl", "contrib.text"})  # tf.contrib did not import these by itself
facade = Facade("graphnotes.tf1.overrides", source, _listed, advice, _alias, _served, moved, _BY_IMPORT, early1.now)
root: Namespace = facade.namespace("")


class _Spellings(MetaPathFinder, Loader):
    """Lets `import graphnotes.tf1.<path>` find the namespace tensorflow.<path>."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if not name.startswith(__name__ + ".") or name.split(".")[2].startswith("_"):
            return None
        namespace = facade.namespace(name[len(__name__) + 1 :])
        if namespace is not None:
            _mode.ensure()
        return None if namespace is None else ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return facade.namespace(spec.name[len(__name__) + 1 :])

    def exec_module(self, module: ModuleType) -> None:
        """A namespace fills itself as it is used."""


_OURS = frozenset(module.name for module in pkgutil.iter_modules(__path__))
sys.meta_path.append(_Spellings())
_tensorflow.load()


def __getattr__(name: str) -> object:
    if name in _OURS:
        raise AttributeError(name)  # not imported yet: the import system goes on to the submodule
    _mode.ensure()
    value = getattr(root, name)
    if _mode.entered():
        globals()[name] = value
    return value


def __dir__() -> list[str]:
    return dir(root)
