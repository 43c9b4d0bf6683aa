"""contrib's own modules, loaded from the cache with legacy imports: their `tensorflow` is the facade."""

from __future__ import annotations

import functools
import importlib.util
import sys
from types import ModuleType

from graphnotes.longtail import install
from graphnotes.runner.imports import LegacyImports, LegacyLoader

_ROOT = "tensorflow_contrib_1_15"  # their name in sys.modules


@functools.cache
def _imports() -> LegacyImports:
    from graphnotes import tf1

    return LegacyImports(lambda name: tf1.facade.namespace(name.partition(".")[2]), ["contrib"])


def load(path: str) -> ModuleType | None:
    """The module of 1.15.5's `tensorflow.<path>` ("contrib.bayesflow"); None when it has none or contrib isn't installed.

    Raises whatever the module raises while it is imported.
    """
    name = f"{_ROOT}.{path}"
    if name in sys.modules:
        return sys.modules[name]
    if not install.installed() or path == "contrib":
        return None
    stem = install.folder().joinpath(*path.split("."))
    package = (stem / "__init__.py").is_file()
    file = stem / "__init__.py" if package else stem.with_suffix(".py")
    if not file.is_file():
        return None
    loader = LegacyLoader(name, str(file), _imports())
    spec = importlib.util.spec_from_file_location(name, file, loader=loader, submodule_search_locations=[str(stem)] if package else None)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
