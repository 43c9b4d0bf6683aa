"""The recorded API of TensorFlow 1.15.5 and the names from before it, loaded without `graphnotes.tf1`, whose import would load TensorFlow."""

from __future__ import annotations

import functools
import importlib.util
import os
import sys
from types import ModuleType

import graphnotes

ROOT = os.path.dirname(os.path.abspath(graphnotes.__file__))


@functools.cache
def recorded() -> ModuleType:
    """The module `graphnotes.tf1.api`, standing alone."""
    return _alone("api")


def dropped(symbol: str) -> str | None:
    """Where a symbol that left before 1.15 is now: `graphnotes.tf1.early1.now`."""
    return _alone("early1").now(symbol)


@functools.cache
def _alone(package: str) -> ModuleType:
    folder = os.path.join(ROOT, "tf1", package)
    name = f"graphnotes.check._tf1_{package}"
    spec = importlib.util.spec_from_file_location(name, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder])
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
