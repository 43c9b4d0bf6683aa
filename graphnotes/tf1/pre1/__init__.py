"""TensorFlow before 1.0: the names and argument orders of 2015 and 2016, over the TensorFlow 1.15 facade.

What a script gets from `import tensorflow as tf` under `graphnotes run --era 0`, which is also chosen for a program that uses a
name only those versions had (`graphnotes.runner.era`). A name that 1.15 has too keeps 1.15's meaning unless the arguments can
only be of the older order. Source: the API of TensorFlow 0.12 and its list of changes for 1.0.
"""

from __future__ import annotations

from types import ModuleType

from graphnotes.facade import Facade, Namespace
from graphnotes.tf1 import facade as _tf1
from graphnotes.tf1._advice import advice


def _source(path: str) -> ModuleType | None:
    return _tf1.namespace(path)


facade = Facade("graphnotes.tf1.pre1.overrides", _source, lambda path: None, advice)
root: Namespace = facade.namespace("")


def __getattr__(name: str) -> object:
    return getattr(root, name)
