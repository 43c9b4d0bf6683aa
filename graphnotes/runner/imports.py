"""Legacy modules get imports of their own.

The script, and every module that is not an installed package, runs with its own copy of the builtins, whose `__import__`
serves the facade for `tensorflow` and the companions for what old code imports beside it. Source text, line numbers and
tracebacks stay as they are, and every other module in the process keeps the real TensorFlow.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import os
import site
import sys
import sysconfig
from collections.abc import Callable, Iterable
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

from graphnotes import companions
from graphnotes.companions.proxy import Companion
from graphnotes.runner import absent
from graphnotes.runner.packages import loaded, needs_tensorflow_1

# the name a Python 2 module is given when its imports look in its own package first, as PEP 328 found them
IMPLICIT_RELATIVE = "__implicit_relative_import__"

Redirect = Callable[[str], "ModuleType | None"]


class LegacyImports(MetaPathFinder):
    """Which modules are legacy code, and what their imports give them."""

    def __init__(self, tensorflow: Redirect, packages: Iterable[str] = (), source: Callable[[str, bytes], str | bytes] | None = None) -> None:
        """
        Args:
            tensorflow: gives the facade's module for a dotted name below `tensorflow`, None if there is none.
            packages: installed packages to treat as legacy code too, beside those that are known to be (`graphnotes.runner.packages`).
            source: turns a legacy file's bytes (path, bytes) into what is compiled; default: the bytes themselves.
        """
        self.tensorflow, self.packages = tensorflow, frozenset(packages)
        self.source = source or (lambda path, data: data)
        self._installed = _installed_folders()
        self._redirects: dict[str, Redirect] = {
            "tensorflow": tensorflow,
            "tensorflow_core": self._core,
            "importlib": {"importlib": _with(importlib, import_module=self.import_module)}.get,
        }
        self.builtins = _with(builtins, __import__=self._import)

    def install(self) -> None:
        sys.meta_path.insert(0, self)

    def _core(self, name: str) -> ModuleType | None:
        return self.tensorflow("tensorflow" + name[len("tensorflow_core") :])

    def redirect(self, name: str) -> ModuleType | None:
        """The module a legacy import of the dotted `name` gets instead of the real one; None for the real one."""
        root = name.partition(".")[0]
        if root not in self._redirects:
            if root not in companions.REDIRECTS or root in self.packages:
                return None
            module, _, function = companions.REDIRECTS[root].partition(":")
            self._redirects[root] = getattr(importlib.import_module(module), function)
        return self._redirects[root](name)

    def import_module(self, name: str, package: str | None = None) -> ModuleType:
        """`importlib.import_module` as legacy code gets it."""
        found = None if name.startswith(".") else self.redirect(name)
        if found is None and name.partition(".")[0] in ("tensorflow", "tensorflow_core"):
            raise ModuleNotFoundError(_no_module(name, self), name=name)
        return importlib.import_module(name, package) if found is None else found

    def _import(self, name, globals=None, locals=None, fromlist=(), level=0):
        if level == 0:
            root = name.partition(".")[0]
            package = globals.get("__package__") if globals else None
            if package and (IMPLICIT_RELATIVE in globals or _is_bare_folder(root)) and _in_package(root, package):
                return builtins.__import__(name, globals, locals, fromlist, 1)
            found = self.redirect(name)
            if found is not None:
                self._bind(name, found)
                if not fromlist:
                    return found if root == name else self.redirect(root) or builtins.__import__(root)
                for wanted in fromlist:
                    self._check(found, name, wanted)
                return found
            if root in ("tensorflow", "tensorflow_core"):
                raise ModuleNotFoundError(_no_module(name, self), name=name)
            if not fromlist and root != name and self.redirect(root) is not None:
                builtins.__import__(name)
                return self.redirect(root)
        try:
            return builtins.__import__(name, globals, locals, fromlist, level)
        except ModuleNotFoundError as error:
            # the files of a Python 2 package that today's Python can parse rely on the implicit relative import as well
            if level or not package or error.name != root or not _in_package(root, package):
                if absent.why(name) is None:
                    raise
                raise ModuleNotFoundError(f"No module named {name!r}: {absent.why(name)}", name=error.name) from None
        return builtins.__import__(name, globals, locals, fromlist, 1)

    def _bind(self, name: str, module: ModuleType) -> None:
        """Have the companion above a module's give it as its attribute, as `import a.b as c` and `a.b` ask for it."""
        above, _, child = name.rpartition(".")
        parent = self.redirect(above) if above else None
        if isinstance(parent, Companion):
            if not isinstance(vars(parent).get(child), Companion):
                vars(parent)[child] = module
            self._bind(above, parent)

    def _check(self, module: ModuleType, name: str, wanted: str) -> None:
        """`from module import wanted` with the reason, where the interpreter would only say that it cannot."""
        if wanted == "*":
            return
        try:
            if isinstance(getattr(module, wanted), ModuleType) and isinstance(module, Companion):
                child = self.redirect(f"{name}.{wanted}")
                if child is not None:
                    setattr(module, wanted, child)
        except AttributeError as error:
            child = self.redirect(f"{name}.{wanted}")
            if child is None:
                raise ImportError(f"cannot import name {wanted!r} from {name!r}: {error}", name=name) from None
            setattr(module, wanted, child)

    # the finder: modules that are not installed are legacy code

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if self._surely_installed(name, path):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or not isinstance(spec.loader, SourceFileLoader) or not self.is_legacy(name, spec.origin):
            return None
        spec.loader = LegacyLoader(spec.loader.name, spec.loader.path, self)
        return spec

    def _surely_installed(self, name: str, path: object) -> bool:
        """Cheap answers that spare a search of the path."""
        if self._is_named(name):
            return False
        if path is None:
            return name in sys.stdlib_module_names
        return bool(path) and all(os.path.join(str(folder), "").startswith(self._installed) for folder in path)

    def _is_named(self, name: str) -> bool:
        package = name.partition(".")[0]
        return package in self.packages or needs_tensorflow_1(package)

    def is_legacy(self, name: str, origin: str) -> bool:
        """Whether a module found at file `origin` is legacy code: not installed, or of a package named so."""
        return self._is_named(name) or not self.installed(origin)

    def installed(self, path: str) -> bool:
        """Whether a file is installed code."""
        return os.path.abspath(path).startswith(self._installed)


class LegacyLoader(SourceFileLoader):
    """Loads a source file with the legacy builtins; its bytecode is not cached, as it depends on the run."""

    def __init__(self, name: str, path: str, imports: LegacyImports) -> None:
        super().__init__(name, path)
        self._imports = imports

    def get_code(self, name: str):
        path = self.get_filename(name)
        return compile(self._imports.source(path, self.get_data(path)), path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__builtins__"] = vars(self._imports.builtins)
        exec(self.get_code(module.__name__), module.__dict__)  # noqa: S102 - this is what a loader does
        loaded(module)


def _in_package(name: str, package: str) -> bool:
    """Whether the package has a module or a package `name` of its own."""
    try:
        return importlib.util.find_spec(f"{package}.{name}") is not None
    except (ImportError, ValueError):
        return False


def _is_bare_folder(name: str) -> bool:
    """Whether `import name` finds a folder without an __init__.py, which was no package before Python 3."""
    try:
        spec = sys.modules[name].__spec__ if name in sys.modules else importlib.util.find_spec(name)
    except (AttributeError, ImportError, ValueError):
        return False
    return spec is not None and spec.origin is None and spec.submodule_search_locations is not None


def _with(module: ModuleType, **changes: object) -> ModuleType:
    """A copy of a module with some of its names changed."""
    copy = ModuleType(module.__name__, module.__doc__)
    copy.__dict__.update(vars(module), **changes)
    return copy


def _installed_folders() -> tuple[str, ...]:
    """Where installed code stands: the standard library, site-packages, and graphnotes itself."""
    paths = sysconfig.get_paths()
    folders = {paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders.update(site.getsitepackages())
    folders.add(site.getusersitepackages())
    folders.add(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    return tuple(sorted(os.path.join(os.path.abspath(folder), "") for folder in folders))


def _no_module(name: str, imports: LegacyImports) -> str:
    """The sentence for `import tensorflow.a.b` when there is no b: what the facade says of it."""
    path = name.partition(".")[2]
    module, reason = imports.tensorflow("tensorflow"), ""
    for part in path.split("."):
        try:
            module = getattr(module, part)
        except AttributeError as error:
            reason = f": {error}"
            break
    return f"No module named {name!r}{reason}"
