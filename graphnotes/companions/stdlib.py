"""Names the standard library has dropped since Python 3.7: `collections.Mapping`, `inspect.getargspec`, `imp`, `time.clock`."""

from __future__ import annotations

import base64
import collections
import collections.abc
import html
import importlib
import importlib.machinery
import importlib.util
import inspect
import math
import os
import sys
import time
import types
from functools import cache

from graphnotes.companions import python2
from graphnotes.companions.proxy import Companion, real_module

ArgSpec = collections.namedtuple("ArgSpec", "args varargs keywords defaults")


def getargspec(func):
    """The names and defaults of a function's positional arguments, as `inspect.getargspec` gave them.

    Raises:
        ValueError: the function has keyword-only arguments.
    """
    spec = inspect.getfullargspec(func)
    if spec.kwonlyargs:
        raise ValueError("Function has keyword-only parameters or annotations, use inspect.signature() API which can support them")
    return ArgSpec(spec.args, spec.varargs, spec.varkw, spec.defaults)


def formatargspec(args, varargs=None, varkw=None, defaults=None, *ignored, **also_ignored):
    """A signature as text: `(a, b=1, *args, **kw)`."""
    with_defaults = len(args) - len(defaults or ())
    parts = [a if i < with_defaults else f"{a}={defaults[i - with_defaults]!r}" for i, a in enumerate(args)]
    parts += [f"*{varargs}"] if varargs else []
    parts += [f"**{varkw}"] if varkw else []
    return f"({', '.join(parts)})"


# imp, gone since Python 3.12

SEARCH_ERROR, PY_SOURCE, PY_COMPILED, C_EXTENSION, PY_RESOURCE, PKG_DIRECTORY, C_BUILTIN, PY_FROZEN = range(8)


def load_source(name, pathname, file=None):
    """Loads the module in file `pathname` under `name`, anew."""
    spec = importlib.util.spec_from_file_location(name, pathname)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def find_module(name, path=None):
    """(open file, path, (suffix, mode, kind)) of a module."""
    found = importlib.machinery.PathFinder.find_spec(name, path)
    if found is None:
        raise ImportError(f"No module named {name!r}", name=name)
    if found.submodule_search_locations:
        return None, os.path.dirname(found.origin), ("", "", PKG_DIRECTORY)
    return open(found.origin, encoding="utf-8"), found.origin, (".py", "r", PY_SOURCE)


def load_module(name, file, filename, details):
    """Loads what `find_module` found."""
    if details[2] == PKG_DIRECTORY:
        filename = os.path.join(filename, "__init__.py")
    return load_source(name, filename)


def acquire_lock():
    """Nothing: imports lock themselves."""


release_lock = acquire_lock


def _imp() -> types.ModuleType:
    module = types.ModuleType("imp", "Python's old import functions, over importlib.")
    for function in (load_source, find_module, load_module, acquire_lock, release_lock):
        setattr(module, function.__name__, function)
    for constant in ("SEARCH_ERROR", "PY_SOURCE", "PY_COMPILED", "C_EXTENSION", "PY_RESOURCE", "PKG_DIRECTORY", "C_BUILTIN", "PY_FROZEN"):
        setattr(module, constant, globals()[constant])
    module.release_lock, module.lock_held = acquire_lock, lambda: False
    module.reload, module.new_module = importlib.reload, types.ModuleType
    module.get_magic, module.cache_from_source = (lambda: importlib.util.MAGIC_NUMBER), importlib.util.cache_from_source
    module.get_suffixes = lambda: [(s, "rb", C_EXTENSION) for s in importlib.machinery.EXTENSION_SUFFIXES] + [(".py", "r", PY_SOURCE)]
    return module


def unescape(s):
    """HTML's character references as characters."""
    return html.unescape(s)


def escape(s, quote=None):
    """`cgi.escape`: &, < and > (and " if `quote`) as character references."""
    return html.escape(s, quote=False).replace('"', "&quot;" if quote else '"')


RESTORED: dict[str, dict[str, object]] = {
    "collections": {name: getattr(collections.abc, name) for name in collections.abc.__all__ if not hasattr(collections, name)},
    "inspect": {"getargspec": getargspec, "formatargspec": formatargspec, "ArgSpec": ArgSpec},
    "time": {"clock": time.perf_counter if sys.platform == "win32" else time.process_time},
    "fractions": {"gcd": math.gcd},
    "base64": {"encodestring": base64.encodebytes, "decodestring": base64.decodebytes},
    "cgi": {"escape": escape},
    "itertools": python2.ITERTOOLS,
    "string": python2.STRING,
}


@cache
def redirect(name: str) -> types.ModuleType | None:
    """The module legacy code gets for a standard module that has lost names."""
    if name == "imp":
        return _imp()
    if name in RESTORED:
        return Companion(real_module(name) or types.ModuleType(name), RESTORED[name], name)
    if name == "xml.etree.cElementTree":
        return importlib.import_module("xml.etree.ElementTree")
    if name == "distutils" or name.startswith("distutils."):
        return _distutils(name)
    if name == "xml" or name == "xml.etree":
        real = importlib.import_module(name)
        importlib.import_module("xml.etree.ElementTree")
        return Companion(real, {"etree": redirect("xml.etree")} if name == "xml" else {"cElementTree": real.ElementTree})
    return real_module(name)


def _distutils(name: str) -> types.ModuleType | None:
    """distutils as setuptools keeps it; `distutils.version` for everyone, as most old code wants just that."""
    real = real_module(name)
    if real is None and real_module("setuptools") is not None:
        real = real_module(name.replace("distutils", "setuptools._distutils", 1))
    if name == "distutils.version" and not hasattr(real, "LooseVersion"):
        return Companion(real or types.ModuleType(name), {"LooseVersion": LooseVersion, "StrictVersion": LooseVersion}, name)
    if name == "distutils":
        return Companion(real or types.ModuleType(name), {"version": redirect("distutils.version")}, name)
    return real


class LooseVersion:
    """A version as distutils compared them: its numbers and words, in order."""

    def __init__(self, vstring: str = "") -> None:
        self.vstring = vstring
        parts = "".join(f" {c} " if c == "." else c for c in vstring).replace("-", " ").split()
        self.version = [int(p) if p.isdigit() else p for p in parts if p != "."]

    def _key(self, other: object) -> list[tuple[int, object]]:
        version = (other if isinstance(other, LooseVersion) else LooseVersion(str(other))).version
        return [(0, part) if isinstance(part, str) else (1, part) for part in version]

    def __eq__(self, other): return self._key(self) == self._key(other)
    def __lt__(self, other): return self._key(self) < self._key(other)
    def __le__(self, other): return self._key(self) <= self._key(other)
    def __gt__(self, other): return self._key(self) > self._key(other)
    def __ge__(self, other): return self._key(self) >= self._key(other)
    def __str__(self): return self.vstring
    def __repr__(self): return f"LooseVersion ({self.vstring!r})"
    __hash__ = None
