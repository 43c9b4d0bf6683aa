"""What legacy code finds in the modules beside TensorFlow: NumPy, SciPy, the standard library, Keras alone, Python 2's modules."""

from __future__ import annotations

import contextlib
import functools
import importlib
import os
import re
import warnings
from collections.abc import Container

from graphnotes import companions
from graphnotes.check import api, files, packages
from graphnotes.check.findings import NOT_SUPPORTED, RESTORED, SAME, Verdict
from graphnotes.companions import python2

# what NumPy 1 or SciPy had and no companion brings back -> what to use
_INSTEAD = {
    "scipy.misc.lena": "scipy.datasets.face()",
    "sklearn.datasets.load_boston": "sklearn.datasets.fetch_california_housing(), other houses: these left scikit-learn with 1.2",
    "matplotlib.finance": "the package mplfinance",
    "matplotlib.mlab.griddata": "scipy.interpolate.griddata",
    "matplotlib.mlab.PCA": "sklearn.decomposition.PCA",
    **dict.fromkeys((f"numpy.{name}" for name in ("pmt", "npv", "irr", "fv", "pv", "rate", "ppmt", "ipmt", "nper", "mirr")), "the package numpy-financial"),
}
_OF_NO_USE_ALONE = ("PIL", "seaborn", "sklearn")  # companions that only stand before the package: without it, it is missing as any other


@functools.cache
def verdict(name: str) -> Verdict | None:
    """What becomes of a dotted name of a companion's package; None if there is nothing to say: it is today's own."""
    root = name.partition(".")[0]
    if root == "keras":
        return _keras(name.partition(".")[2])
    if root == "tensorflow_estimator":
        return _estimator_package(name)
    if root in python2.MODULES:
        return None if python2.exists(root) else Verdict(RESTORED, "one of Python 2's modules")
    if root not in companions.REDIRECTS or (root in _OF_NO_USE_ALONE and files.installed(root) is None):
        return None
    if packages.has(name):
        return None
    return _moved(name) or _read(name) or _resolved(name)


def _estimator_package(name: str) -> Verdict:
    """A name of the package of the estimators; told from its files, for importing it would import TensorFlow."""
    if files.installed("tensorflow_estimator") is None:
        return Verdict(NOT_SUPPORTED, "estimators left TensorFlow: pip install graphnotes[estimator]")
    return Verdict(RESTORED) if packages.has(name) else Verdict(NOT_SUPPORTED, _instead(name))


def _moved(name: str) -> Verdict | None:
    """RESTORED for a name of a module that a companion serves from another one which has it, where looking is enough to tell."""
    if name.partition(".")[0] not in ("sklearn", "scipy"):
        return None
    from graphnotes.companions import scipy1, sklearn

    for module, now in {**sklearn._MOVED, **{old: (new,) for old, new in scipy1._MOVED.items()}}.items():
        if name == module or name.startswith(module + "."):
            there = any(packages.has(target + name[len(module) :]) for target in now)
            return Verdict(RESTORED, f"moved to {now[0]}") if there else None
    return None


def _read(name: str) -> Verdict | None:
    """The verdict where reading today's package and its companion is enough to tell; None where they have to be asked."""
    if name in _INSTEAD:
        return Verdict(NOT_SUPPORTED, _instead(name))
    root, (module, _, last) = name.partition(".")[0], name.rpartition(".")
    if module == "scipy.misc" and last in _image_functions():
        return Verdict(RESTORED)
    lacking = packages.lacking(name)
    at_the_top_of_scipy = lacking is not None and lacking.startswith("scipy.") and lacking.count(".") == 1  # where NumPy's names were
    if lacking is None or at_the_top_of_scipy or lacking.rpartition(".")[2] in _words(root):
        return None
    return Verdict(NOT_SUPPORTED, _instead(lacking))


def _image_functions() -> Container[str]:
    from graphnotes.companions import scipy_misc

    return scipy_misc.FUNCTIONS


@functools.cache
def _words(root: str) -> frozenset[str]:
    """Every word in the file of a package's companion and in those beside it that begin alike: what it restores is among them."""
    home = os.path.dirname(companions.__file__)
    beginning = companions.REDIRECTS[root].partition(":")[0].rpartition(".")[2].rstrip("0123456789")
    texts = []
    for file in os.listdir(home):
        if file.startswith(beginning) and file.endswith(".py"):
            with open(os.path.join(home, file), encoding="utf-8") as stream:
                texts.append(stream.read())
    return frozenset(re.findall(r"\w+", " ".join(texts)))


def _resolved(name: str) -> Verdict | None:
    """The verdict by importing the module and its companion, as a legacy module would."""
    parts = name.split(".")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for at in range(len(parts), 0, -1):
            module_name = ".".join(parts[:at])
            try:
                old = _redirect(module_name)
                today = None
                with contextlib.suppress(ImportError):
                    today = importlib.import_module(module_name)
            except ImportError as error:
                return Verdict(NOT_SUPPORTED, _first_line(error))
            if old is None and today is None:
                continue
            rest = parts[at:]
            if not rest:
                return None if today is not None else Verdict(RESTORED)
            try:
                now_there, then_there = hasattr(today, rest[0]), hasattr(old, rest[0])
            except ImportError as error:  # a name that is kept to say where it went
                return Verdict(NOT_SUPPORTED, _first_line(error))
            if now_there:
                then, now = getattr(old, rest[0], None), getattr(today, rest[0])
                return Verdict(RESTORED) if isinstance(then, type) and then is not now else None
            if then_there:
                return Verdict(RESTORED)
            return Verdict(NOT_SUPPORTED, _instead(".".join(parts[: at + 1])))
    return Verdict(NOT_SUPPORTED, _instead(parts[0] if len(parts) == 1 else ".".join(parts[:2])))


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def _instead(name: str) -> str:
    return f"use {_INSTEAD[name]}" if name in _INSTEAD else f"today's {name.partition('.')[0]} has no {name}, and no companion brings it back"


def _redirect(name: str):
    module, _, function = companions.REDIRECTS[name.partition(".")[0]].partition(":")
    return getattr(importlib.import_module(module), function)(name)


def _keras(path: str) -> Verdict | None:
    """Keras alone is tf.keras of TensorFlow 1.15 with its own spellings; told without importing it."""
    from graphnotes.companions import keras1, keras2, keras23

    if not path:
        return Verdict(RESTORED, "served by tf-keras")
    recorded = api.recorded()
    parts = path.split(".")
    for at in range(len(parts), -1, -1):
        module = ".".join(parts[:at])
        where = keras2._MOVED.get(f"keras.{module}", module)
        if f"keras.{module}" in keras2._MOVED or module in keras23.NAMES or recorded.is_namespace(f"keras.{where}".rstrip(".")):
            rest = parts[at:]
            known = (recorded.names(f"keras.{where}".rstrip(".")) or set()) | keras2.RESTORED_NAMES
            if module == "initializations":
                known |= set(keras1.INITIALIZATIONS)
            if f"keras.{module}" in keras2._MOVED:
                known |= set(recorded.names("keras.models")) | set(recorded.names("keras")) | {"Layer"}
            if not rest or rest[0] in known | keras23.NAMES.get(module, frozenset()):
                return Verdict(RESTORED, "served by tf-keras")
            if any(_in_tf_keras(".".join([place, *rest])) for place in (module, *keras23.SOURCES.get(module, ()))):
                return Verdict(RESTORED, "served by tf-keras")
            return Verdict(NOT_SUPPORTED, f"tf-keras, which serves `import keras`, has no {path}")
    return Verdict(SAME)


def _in_tf_keras(path: str) -> bool:
    """Whether tf-keras's own source has the module `path`, or the name in a module."""
    folder = files.installed("tf_keras")
    if folder is None:
        return False
    if files.module_file(folder, f"src.{path}") is not None:
        return True
    above, _, name = path.rpartition(".")
    file = files.module_file(folder, f"src.{above}".rstrip("."))
    return file is not None and file.endswith(".py") and name in files.defined(file)
