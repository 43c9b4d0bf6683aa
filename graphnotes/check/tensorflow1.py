"""What the TensorFlow 1.15 facade has at a dotted name, told from files alone: the static twin of `graphnotes.tf1._facade`."""

from __future__ import annotations

import difflib
import functools
import os

from graphnotes.check import api, files
from graphnotes.check.findings import LONG_TAIL, NOT_SUPPORTED, RESTORED, SAME, Verdict
from graphnotes.longtail import install as longtail


def _long_tail(symbol: str) -> Verdict:
    """Of a contrib symbol that graphnotes has not rebuilt: there once its long tail is installed, unless its ops were compiled ones."""
    instead = _reason("COMPILED").get(symbol.split(".")[1])
    if instead is not None:
        return Verdict(NOT_SUPPORTED, f"{_reason('COMPILED_REASON')}; {instead}")
    if longtail.installed():
        return Verdict(RESTORED, "out of the installed long tail of tf.contrib")
    return Verdict(LONG_TAIL, "graphnotes contrib install")


@functools.cache
def _reason(name: str) -> object:
    """A literal of graphnotes/tf1/_advice.py, where the run has it from."""
    return files.assigned(os.path.join(api.ROOT, "tf1", "_advice.py"), name)


_ALWAYS = {"": {"python", "core", "compiler", "tools"}}  # importable in 1.15, though not in its public API
_PRIVATE = ("python", "core", "compiler", "tools")


@functools.cache
def _overrides(package: str = "tf1") -> dict[str, str]:
    """namespace -> the file of its overrides, of 1.15 or (tf1/pre1) of the time before 1.0."""
    root = os.path.join(api.ROOT, package, "overrides")
    found = {}
    for folder, _, names in os.walk(root):
        inside = os.path.relpath(folder, root).replace(os.sep, ".")
        for name in names:
            parts = ([] if inside == "." else inside.split(".")) + ([] if name == "__init__.py" else [name[:-3]])
            if name.endswith(".py") and not any(part.startswith("_") for part in parts):
                found[".".join(parts)] = os.path.join(folder, name)
    return found


@functools.cache
def _above_overrides() -> frozenset[str]:
    """The namespaces below which something is overridden."""
    return frozenset(path[:at] for path in _overrides() for at, letter in enumerate(path) if letter == ".")


@functools.cache
def _gone() -> dict[str, frozenset[str]]:
    """namespace -> the names 1.15.5 had that today's TensorFlow has not ("*": all of them); a test keeps the file true."""
    with open(os.path.join(os.path.dirname(__file__), "gone.txt"), encoding="utf-8") as file:
        lines = [line.rstrip("\n").partition(": ") for line in file if not line.startswith("#")]
    return {namespace.removeprefix("tf").removeprefix("."): frozenset(names.split(" ")) for namespace, _, names in lines}


@functools.cache
def _elsewhere() -> dict[str, str]:
    """private namespace -> the module that serves it today: `_MOVED` of graphnotes/tf1/_source.py."""
    moved = files.assigned(os.path.join(api.ROOT, "tf1", "_source.py"), "_MOVED")
    return {path: module for path, module in moved.items() if path.startswith("python.")}


def _alias(path: str) -> str:
    """The namespace that serves a path: `_alias` of graphnotes/tf1/__init__.py."""
    return files.function(os.path.join(api.ROOT, "tf1", "__init__.py"), "_alias")(path)


@functools.cache
def verdict(symbol: str, before_1: bool = False) -> Verdict:
    """What a legacy program finds at `tensorflow.<symbol>`; of a class or function, what follows its name is taken on trust.

    Args:
        before_1: the program is of the time before TensorFlow 1.0.
    """
    if before_1 and _was_there(symbol):
        return Verdict(RESTORED, "as before TensorFlow 1.0")
    found = _as_in_1_15(symbol)
    later = api.dropped(symbol) if found.status in (NOT_SUPPORTED, LONG_TAIL) else None
    if later is None or (not later.startswith("graphnotes.") and _as_in_1_15(later).status in (NOT_SUPPORTED, LONG_TAIL)):
        return found
    return Verdict(RESTORED, "as before TensorFlow 1.15")


def _as_in_1_15(symbol: str) -> Verdict:
    """What a program finds at `tensorflow.<symbol>` by the names that 1.15 had."""
    namespace, found = "", Verdict(SAME)
    names = symbol.split(".") if symbol else []
    for at, name in enumerate(names):
        kind, found = _look_up(namespace, name)
        if kind == "missing" and namespace.startswith("contrib.") and at < len(names) - 1:
            return _long_tail(symbol)  # a module deeper in contrib than the recorded API goes
        if kind != "namespace":
            return found
        namespace = _alias(f"{namespace}.{name}" if namespace else name)
    return found


def _was_there(symbol: str) -> bool:
    """Whether the facade of the time before 1.0 has the symbol itself."""
    old = _overrides("tf1/pre1")
    parts = symbol.split(".")
    for at in range(len(parts), -1, -1):
        path = ".".join(parts[:at])
        if path in old and (at == len(parts) or parts[at] in files.exported(old[path])):
            return True
    return False


def exported(namespace: str) -> list[str]:
    """The names `from tensorflow.<namespace> import *` brings."""
    own = _overrides().get(namespace)
    return sorted(set(api.recorded().names(namespace) or ()) | (files.exported(own) if own else frozenset()))


def _look_up(namespace: str, name: str) -> tuple[str, Verdict]:
    """("namespace", "value" or "missing", the verdict) of one name in a namespace."""
    symbol = f"{namespace}.{name}" if namespace else name
    overrides, recorded = _overrides(), api.recorded()
    if namespace in overrides and name in files.exported(overrides[namespace]):
        why = files.refused(overrides[namespace]).get(name)
        return "value", Verdict(RESTORED) if why is None else Verdict(NOT_SUPPORTED, why)
    if symbol in overrides or symbol in _above_overrides():
        return "namespace", Verdict(RESTORED)
    if _alias(symbol) != symbol or symbol.split(".")[:2] == ["compat", "v2"]:
        return ("value" if symbol.startswith("compat.v2") else "namespace"), Verdict(SAME)
    if symbol == "contrib":
        return "namespace", Verdict(RESTORED)
    if symbol.split(".")[0] == "estimator":
        return _estimator(symbol)
    if symbol.startswith("contrib."):
        if recorded.is_private_module(symbol):
            return "namespace", Verdict(RESTORED)
        home = recorded.private(namespace).get(name)
        if home is not None:
            return "value", _as_in_1_15(home.removeprefix("tf.")) if home.startswith("tf.") else Verdict(SAME)
    if recorded.is_namespace(symbol):
        if symbol.startswith("contrib."):
            inside = any(path.startswith(symbol) for path in overrides)
            return "namespace", Verdict(RESTORED) if inside else _long_tail(symbol)
        if _gone().get(symbol) == {"*"}:
            return "missing", _missing(symbol)
        return "namespace", Verdict(SAME)
    listed = recorded.names(namespace)
    if symbol == "test.mock":
        return "value", Verdict(SAME)
    if listed is None or name in _ALWAYS.get(namespace, ()):
        return _private(namespace, name)
    if name in listed and not symbol.startswith("contrib.") and name not in _gone().get(namespace, ()):
        return "value", Verdict(SAME)
    if name.startswith("_") and (name.endswith("__") or not symbol.startswith("contrib.")):
        return "value", Verdict(SAME)
    return "missing", _missing(symbol)


def _estimator(symbol: str) -> tuple[str, Verdict]:
    if not api.recorded().had(symbol):
        return "missing", _missing(symbol)
    if symbol.startswith("estimator.BoostedTrees"):
        return "missing", Verdict(NOT_SUPPORTED, _reason("BOOSTED_TREES_REASON"))
    kind = "namespace" if api.recorded().is_namespace(symbol) else "value"
    if files.installed("tensorflow_estimator") is not None:
        return kind, Verdict(RESTORED)
    if kind == "namespace":
        return kind, Verdict(NOT_SUPPORTED, "estimators left TensorFlow: pip install graphnotes[estimator]")
    return "missing", Verdict(NOT_SUPPORTED, "estimators left TensorFlow: pip install graphnotes[estimator]")


def _private(namespace: str, name: str) -> tuple[str, Verdict]:
    """A name in a private module: the real one, as it stands in the installed TensorFlow."""
    symbol = f"{namespace}.{name}" if namespace else name
    if symbol.split(".")[0] not in _PRIVATE:
        return "missing", _missing(symbol)
    home = api.recorded().private(namespace).get(name)
    if home is not None:
        return "value", _as_in_1_15(home.removeprefix("tf.")) if home.startswith("tf.") else Verdict(SAME)
    module = f"tensorflow.{symbol}"
    for prefix, other in sorted(_elsewhere().items(), key=lambda item: len(item[0])):
        if symbol == prefix or symbol.startswith(prefix + "."):
            module = other + symbol[len(prefix) :]
    package, _, path = module.partition(".")
    folder = files.installed(package)
    if folder is None:
        return ("value", Verdict(SAME)) if package == "tensorflow" else ("missing", _missing(symbol))
    if api.recorded().is_private_module(symbol):
        return "namespace", Verdict(SAME)
    file = files.module_file(folder, path)
    if file is not None:
        return "namespace", Verdict(SAME)
    above = files.module_file(folder, path.rpartition(".")[0])
    if above is not None and os.path.isdir(above):
        return "missing", _missing(symbol)
    if above is not None and (not above.endswith(".py") or above.endswith("_pb2.py") or _dynamic(above) or name in files.defined(above)):
        return "value", Verdict(SAME)
    return "missing", _missing(symbol)


@functools.cache
def _dynamic(file: str) -> bool:
    """Whether a module's names cannot be told from its text."""
    with open(file, encoding="utf-8", errors="replace") as stream:
        text = stream.read()
    return "import *" in text or "def __getattr__" in text


def _missing(symbol: str) -> Verdict:
    recorded = api.recorded()
    if symbol.startswith("contrib."):
        inside = symbol.split(".")
        if recorded.had(symbol) or (recorded.is_namespace(".".join(inside[:2])) and len(inside) > 3):
            return _long_tail(symbol)
        return Verdict(NOT_SUPPORTED, "TensorFlow 1.15 had no such contrib symbol" + _near(symbol))
    if recorded.had(symbol) or recorded.is_namespace(symbol):
        return Verdict(NOT_SUPPORTED, "today's TensorFlow lost it and graphnotes has not rebuilt it")
    if symbol.split(".")[0] in _PRIVATE:
        return Verdict(NOT_SUPPORTED, "a private module's name that today's TensorFlow has not; use the public one" + _public(symbol))
    return Verdict(NOT_SUPPORTED, f"TensorFlow 1.15 had no such symbol{_near(symbol)}")


def _near(symbol: str) -> str:
    path, _, name = symbol.rpartition(".")
    near = difflib.get_close_matches(name, api.recorded().names(path) or (), n=1, cutoff=0.75)
    return f"; did you mean tf.{path + '.' if path else ''}{near[0]}?" if near else ""


def _public(symbol: str) -> str:
    """Where the public API has the last name of a private symbol."""
    name = symbol.rpartition(".")[2]
    places = [path for path in api.recorded().namespaces() if name in api.recorded().names(path) and not path.startswith(("contrib", "compat", "raw_ops"))]
    return f": tf.{min(places, key=len) + '.' if min(places, key=len) else ''}{name}" if places else ""
