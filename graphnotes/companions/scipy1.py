"""SciPy as it was before 1.3: the image functions of `scipy.misc`, NumPy's functions at the top, and what has since moved."""

from __future__ import annotations

import importlib
import types
import warnings
from functools import cache, partial

import numpy as np

from graphnotes.companions import scipy_misc
from graphnotes.companions.numpy1 import redirect as numpy1
from graphnotes.companions.proxy import (
    Companion,
    CompanionPackage,
    real_module,
)


class _NotInstalled(types.ModuleType):
    """What `scipy` is where it isn't installed: `scipy.misc`'s image functions still work."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ImportError(f"{self.__name__}.{name} needs SciPy, which is not installed: pip install scipy")


def _functions(module: str, names: dict[str, str]) -> dict[str, object]:
    """old name -> the function `module` has under the new name, where today's SciPy has it."""
    real = importlib.import_module(module)
    return {old: getattr(real, new) for old, new in names.items() if hasattr(real, new)}


def _special_of_misc() -> dict[str, object]:
    names = ("comb", "factorial", "factorial2", "factorialk", "logsumexp")
    return _functions("scipy.special", dict(zip(names, names)))


def _signal() -> dict[str, object]:
    windows = importlib.import_module("scipy.signal.windows")
    names = {name: getattr(windows, name) for name in windows.__all__}
    return {**names, "hanning": windows.hann}


def binom_test(x, n=None, p=0.5, alternative="two-sided"):
    """The p-value of an exact test that the probability of success is `p`."""
    from scipy.stats import binomtest

    successes = np.atleast_1d(x)
    if len(successes) == 2:
        x, n = int(successes[0]), int(successes.sum())
    return binomtest(int(x), int(n), p, alternative).pvalue


def itemfreq(a):
    """Each distinct item with its count, as a two-column array."""
    items, counts = np.unique(a, return_counts=True)
    return np.array([items, counts]).T


def rotate(input, angle, *args, **kwargs):
    """`scipy.ndimage.rotate`, whose angle may be an array of one element."""
    return importlib.import_module("scipy.ndimage").rotate(input, float(np.reshape(angle, ())) if np.size(angle) == 1 else angle, *args, **kwargs)


def _restored(name: str) -> dict[str, object]:
    if name == "scipy.misc":
        return {**scipy_misc.FUNCTIONS, **(_special_of_misc() if real_module("scipy") else {})}
    if name == "scipy.signal":
        return _signal()
    if name == "scipy.integrate":
        return _functions(name, {"simps": "simpson", "trapz": "trapezoid", "cumtrapz": "cumulative_trapezoid"})
    if name == "scipy.linalg":
        return {**_functions(name, {"pinv2": "pinv"}), "tri": np.tri, "tril": np.tril, "triu": np.triu, "kron": np.kron}
    if name == "scipy.stats":
        found = _functions(name, {"gilbrat": "gibrat", "median_absolute_deviation": "median_abs_deviation"})
        return {**found, "binom_test": binom_test, "itemfreq": itemfreq, "trapz": np.trapezoid}
    if name == "scipy.ndimage":
        return {"rotate": rotate, "imread": scipy_misc.imread}
    if name == "scipy.special":
        return _functions(name, {"errprint": "geterr"})
    return {}


# submodules of then -> where their names are now
_MOVED = {
    "scipy.misc.pilutil": "scipy.misc", "scipy.misc.common": "scipy.misc", "scipy.ndimage.filters": "scipy.ndimage",
    "scipy.ndimage.interpolation": "scipy.ndimage", "scipy.ndimage.measurements": "scipy.ndimage", "scipy.ndimage.morphology": "scipy.ndimage",
    "scipy.ndimage.fourier": "scipy.ndimage", "scipy.stats.stats": "scipy.stats", "scipy.stats.distributions": "scipy.stats",
    "scipy.sparse.csr": "scipy.sparse", "scipy.sparse.csc": "scipy.sparse", "scipy.sparse.coo": "scipy.sparse", "scipy.sparse.lil": "scipy.sparse",
    "scipy.sparse.linalg.eigen": "scipy.sparse.linalg", "scipy.sparse.linalg.eigen.arpack": "scipy.sparse.linalg",
    "scipy.linalg.decomp": "scipy.linalg", "scipy.linalg.basic": "scipy.linalg", "scipy.optimize.optimize": "scipy.optimize",
    "scipy.interpolate.interpolate": "scipy.interpolate", "scipy.io.matlab.mio": "scipy.io", "scipy.signal.signaltools": "scipy.signal",
}  # fmt: skip
_COMPANIONS = ("scipy.misc", "scipy.signal", "scipy.integrate", "scipy.linalg", "scipy.stats", "scipy.special", "scipy.ndimage")


@cache
def redirect(name: str) -> types.ModuleType | None:
    """The module legacy code gets for `import scipy` and what is below it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return _redirect(name)


def _redirect(name: str) -> types.ModuleType | None:
    real = real_module("scipy")
    if name == "scipy":
        if real is None:
            missing = _NotInstalled("scipy")
            missing.misc = redirect("scipy.misc")
            return missing
        numpy_names = {
            **{n: getattr(np.random, n) for n in ("rand", "randn")},
            **{n: getattr(np.fft, n) for n in ("ifft",)},
        }
        return CompanionPackage([real, numpy1("numpy")], numpy_names, {child.partition(".")[2]: partial(redirect, child) for child in _COMPANIONS})
    if name == "scipy.misc":
        return Companion(real_module(name) or types.ModuleType(name), _restored(name), name, star=_restored(name))
    if real is None:
        return redirect("scipy.misc") if name in ("scipy.misc.pilutil", "scipy.misc.common") else None
    if name in _COMPANIONS:
        return Companion(real_module(name), _restored(name), name)
    if name in _MOVED:
        now = redirect(_MOVED[name])
        own = real_module(name) if not name.startswith("scipy.misc") else None
        return Companion([module for module in (now, own) if module is not None], {}, name)
    return real_module(name)
