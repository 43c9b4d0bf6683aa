"""How a namespace of the facade is assembled.

A `Namespace` is a module named `tensorflow.<path>`. Looking up a name in it tries, in this order:

1. the overrides: `<overrides>/<path>.py`, the names in its `__all__`;
2. a child namespace;
3. the clone: the same name in the source module (`tf.compat.v1.<path>` for TensorFlow 1.15), if 1.15.5 had it;
4. an AttributeError that names the symbol, why it is not there, and what to use.

Nothing is looked up before it is touched, and what was found is kept.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from types import ModuleType


class Facade:
    """One legacy TensorFlow: where its overrides stand, what it clones, and which names it shows."""

    def __init__(
        self,
        overrides: str,
        source: Callable[[str], ModuleType | None],
        listed: Callable[[str], frozenset[str] | None],
        advice: Callable[[str], str],
        alias: Callable[[str], str] = lambda path: path,
        served: Callable[[object], object] = lambda value: value,
        moved: Callable[[str, str], object] | None = None,
        by_import: frozenset[str] = frozenset(),
        renamed: Callable[[str], str | None] = lambda symbol: None,
    ) -> None:
        """
        Args:
            overrides: package whose tree of modules mirrors the namespaces' paths.
            source: gives the module a namespace clones, or None when there is none.
            listed: gives a namespace's public names; None for one with no fixed list (private modules).
            advice: gives the reason and the way out for a missing symbol ("nn.foo").
            alias: maps a path to the path of the namespace that serves it.
            served: gives what is shown for a value found in a source.
            moved: gives the value of a name that lives elsewhere than in its namespace's source, or raises LookupError.
            by_import: namespaces that no attribute reaches before they have been imported.
            renamed: gives where a symbol that is nowhere else is found under its later name, or None.
        """
        self.overrides, self.source, self.listed, self.advice = overrides, source, listed, advice
        self.alias, self.served, self.moved, self.by_import, self.renamed = alias, served, moved, by_import, renamed
        self._override_paths = _tree(overrides)
        self._namespaces: dict[str, Namespace] = {}

    def namespace(self, path: str) -> Namespace | None:
        """The namespace at dotted `path` ("" is the root), or None when there is no such namespace."""
        path = self.alias(path)
        found = self._namespaces.get(path)
        if found is None and self._exists(path):
            found = self._namespaces.setdefault(path, Namespace(self, path))
        if found is None:
            later = self._later(path)
            found = later if isinstance(later, ModuleType) else None
        return found

    def _later(self, symbol: str) -> object:
        """What stands under a symbol's later name; None if it has none."""
        later = self.renamed(symbol)
        if later is None:
            return None
        above, _, name = later.rpartition(".")
        if above.startswith("graphnotes."):
            return getattr(importlib.import_module(above), name)
        module = self.namespace(later)
        return getattr(self.namespace(above), name, None) if module is None else module

    def _exists(self, path: str) -> bool:
        return (
            path == ""
            or path in self._override_paths
            or self.listed(path) is not None
            or self.source(path) is not None
        )

    def resolve(self, path: str, name: str) -> object:
        """The value of tensorflow.`path`.`name`; raises AttributeError with advice."""
        symbol = f"{path}.{name}" if path else name
        if self.overridden(path, name):
            return getattr(self._override(path), name)
        listed = self.listed(path)
        there = symbol in self._override_paths and (symbol not in self.by_import or symbol in self._namespaces)
        if self.alias(symbol) != symbol or there or self.listed(symbol) is not None:
            return self.namespace(symbol)
        if listed is None and self.moved is not None:
            try:
                return self.moved(path, name)
            except LookupError:
                pass
        if listed is None or name in listed or name.startswith("_"):
            source = self.source(path)
            try:
                value = getattr(source, name)
            except (AttributeError, ImportError):
                pass
            else:
                if not (isinstance(value, ModuleType) and self._is_child(value, path, name)):
                    return self.served(value)
        child = self.namespace(symbol) if listed is None or name in listed else None
        if child is None and symbol not in self.by_import:
            child = self._later(symbol)
        if child is not None:
            return child
        raise AttributeError(self._missing(symbol))

    def overridden(self, path: str, name: str) -> bool:
        """Whether the overrides have tensorflow.`path`.`name`."""
        return path in self._override_paths and name in self._override(path).__all__

    def _override(self, path: str) -> ModuleType:
        """The module of overrides at `path`, which there is."""
        return importlib.import_module(f"{self.overrides}.{path}" if path else self.overrides)

    def _is_child(self, value: ModuleType, path: str, name: str) -> bool:
        """Whether a module found in a source is the submodule of that name, not an import it happens to hold."""
        return self.listed(path) is None and value.__name__ == f"tensorflow.{path}.{name}"

    def _missing(self, symbol: str) -> str:
        return f"module 'tensorflow' has no attribute '{symbol}': {self.advice(symbol)}"

    def names(self, path: str) -> list[str]:
        listed = self.listed(path)
        if listed is not None:
            return sorted(listed)
        source = self.source(path)
        found = set(dir(source)) if source is not None else set()
        if path in self._override_paths:
            found.update(self._override(path).__all__)
        prefix = path + "." if path else ""
        found.update(
            p[len(prefix) :].partition(".")[0] for p in self._override_paths if p.startswith(prefix) and p != path
        )
        return sorted(found)


class Namespace(ModuleType):
    """A module of a facade: looks like `tensorflow.<path>`, resolves its names when they are touched."""

    def __init__(self, facade: Facade, path: str) -> None:
        name = f"tensorflow.{path}" if path else "tensorflow"
        super().__init__(name)
        spec = ModuleSpec(name, None, is_package=True)
        _found(self).update(_facade=facade, _path=path, __path__=[], __package__=name, __spec__=spec)

    @property
    def __doc__(self) -> str | None:  # old code builds its list of public names out of modules' docstrings
        return getattr(self._facade.source(self._path), "__doc__", None)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") and name.endswith("__") and name not in ("__version__", "__git_version__"):
            if name == "__file__":
                return _file_of(self)
            if name == "__all__":
                starred = getattr(self._facade.source(self._path), "__all__", None) if self._facade.listed(self._path) is None else None
                return [n for n in dir(self) if not n.startswith("_")] if starred is None else list(starred)
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = self._facade.resolve(self._path, name)
        _found(self)[name] = value
        return value

    @property
    def __dict__(self) -> dict[str, object]:
        """Every name that can be had: old code goes through `vars(tf.contrib.rnn)` in search of classes."""
        for name in dir(self):
            with contextlib.suppress(Exception):  # what is gone or needs a package that is not here is not listed
                getattr(self, name)
        return _found(self)

    def __dir__(self) -> list[str]:
        return self._facade.names(self._path)

    def __repr__(self) -> str:
        return f"<module {self.__name__!r} of graphnotes>"


def _found(namespace: Namespace) -> dict[str, object]:
    """The names of a namespace that were looked up before, and its module attributes."""
    return ModuleType.__dict__["__dict__"].__get__(namespace)


def _file_of(namespace: Namespace) -> str:
    source = namespace._facade.source(namespace._path)
    found = getattr(source, "__file__", None)
    if found is None:
        found = os.path.join(os.path.dirname(__file__), "__init__.py")
    return found


def _tree(package: str) -> frozenset[str]:
    """Dotted paths of all modules below a package ("" is the package itself), read from its folder."""
    root = os.path.dirname(importlib.util.find_spec(package).origin)
    paths = set()
    for folder, _, files in os.walk(root):
        inside = os.path.relpath(folder, root).replace(os.sep, ".")
        for file in files:
            if file.endswith(".py"):
                parts = [] if inside == "." else [inside]
                if file != "__init__.py":
                    parts.append(file[:-3])
                paths.add(".".join(parts))
    return frozenset(p for p in paths if not any(part.startswith("_") for part in p.split(".")))
