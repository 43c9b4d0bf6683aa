"""Matplotlib before 3.0: the functions, arguments and style names it has dropped, over today's Matplotlib."""

from __future__ import annotations

import collections.abc
import importlib
import types
from functools import cache, wraps

import numpy as np

from graphnotes.companions.proxy import Companion, real_module


def _pyplot() -> dict[str, object]:
    plt = importlib.import_module("matplotlib.pyplot")

    @wraps(plt.hist)
    def hist(x, *args, normed=None, **kwargs):
        if normed is not None:
            kwargs.setdefault("density", bool(normed))
        return plt.hist(x, *args, **kwargs)

    @wraps(plt.gca)
    def gca(**kwargs):
        return plt.gcf().add_subplot(**kwargs) if kwargs else plt.gca()

    def hold(b=None):
        """Nothing: Matplotlib always adds to a plot now, as `hold(True)` asked."""

    def ishold():
        """Whether plots are added to: always."""
        return True

    @wraps(plt.grid)
    def grid(b=None, *args, **kwargs):
        return plt.grid(kwargs.pop("visible", b), *args, **kwargs)

    @wraps(plt.axes)
    def axes(arg=None, **kwargs):
        if "axisbg" in kwargs:
            kwargs["facecolor"] = kwargs.pop("axisbg")
        return plt.axes(arg, **kwargs)

    def plot_date(x, y, fmt="o", tz=None, xdate=True, ydate=False, **kwargs):
        """Plots against dates."""
        here = plt.gca()
        if xdate:
            here.xaxis_date(tz)
        if ydate:
            here.yaxis_date(tz)
        return here.plot(x, y, fmt, **kwargs)

    names = {f.__name__: f for f in (hist, gca, hold, ishold, grid, axes, plot_date)}
    names["rcParams"] = RcParams()
    names.update(cm=redirect("matplotlib.cm"), style=redirect("matplotlib.style"), register_cmap=register_cmap, spectral=lambda: plt.set_cmap("nipy_spectral"))
    return names


def get_cmap(name=None, lut=None):
    """A colour map by name, those of old included."""
    import matplotlib

    if name is not None and not isinstance(name, str):
        return name
    found = matplotlib.colormaps[_OLD_MAPS.get(name, name) or matplotlib.rcParams["image.cmap"]]
    return found if lut is None else found.resampled(lut)


def register_cmap(name=None, cmap=None, **ignored):
    """Makes a colour map known by name."""
    import matplotlib

    matplotlib.colormaps.register(cmap, name=name, force=True)


_OLD_MAPS = {"spectral": "nipy_spectral", "Vega10": "tab10", "Vega20": "tab20", "Vega20b": "tab20b", "Vega20c": "tab20c", "spectral_r": "nipy_spectral_r"}


def _cm() -> dict[str, object]:
    import matplotlib

    maps = {old: matplotlib.colormaps[new] for old, new in _OLD_MAPS.items()}
    return {"get_cmap": get_cmap, "register_cmap": register_cmap, "cmap_d": dict(matplotlib.colormaps), **maps}


def _style() -> dict[str, object]:
    style = importlib.import_module("matplotlib.style")

    def now(name):
        """Today's name of a style: seaborn's were given a version."""
        if isinstance(name, str) and name.startswith("seaborn") and name not in style.available:
            return name.replace("seaborn", "seaborn-v0_8", 1)
        return [now(n) for n in name] if isinstance(name, (list, tuple)) else name

    return {
        "use": wraps(style.use)(lambda name: style.use(now(name))),
        "context": wraps(style.context)(lambda name, after_reset=False: style.context(now(name), after_reset)),
        "available": sorted({*style.available, *(s.replace("seaborn-v0_8", "seaborn") for s in style.available)}),
    }


def normpdf(x, mu, sigma):
    """The density of the normal distribution."""
    return np.exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))


def bivariate_normal(X, Y, sigmax=1.0, sigmay=1.0, mux=0.0, muy=0.0, sigmaxy=0.0):
    """The density of a normal distribution of two variables, on a grid."""
    rho = sigmaxy / (sigmax * sigmay)
    x, y = (X - mux) / sigmax, (Y - muy) / sigmay
    z = x**2 + y**2 - 2 * rho * x * y
    return np.exp(-z / (2 * (1 - rho**2))) / (2 * np.pi * sigmax * sigmay * np.sqrt(1 - rho**2))


def frange(xini, xfin=None, delta=None, **kw):
    """Numbers from `xini` to `xfin`, both included, `delta` apart."""
    if xfin is None:
        xini, xfin = 0.0, xini
    return list(np.arange(xini, xfin + (delta or 1.0) * 0.5, delta or 1.0))


def _one_text(key, value):
    """A setting's value of today: a LaTeX preamble was a list of lines."""
    return "\n".join(value) if key in ("text.latex.preamble", "pgf.preamble") and isinstance(value, (list, tuple)) else value


class RcParams(collections.abc.MutableMapping):
    """`matplotlib.rcParams`, whose preambles may be lists of lines."""

    def __init__(self) -> None:
        self._real = importlib.import_module("matplotlib").rcParams

    def __getitem__(self, key):
        return self._real[key]

    def __setitem__(self, key, value) -> None:
        self._real[key] = _one_text(key, value)

    def __delitem__(self, key) -> None:
        del self._real[key]

    def __iter__(self):
        return iter(self._real)

    def __len__(self) -> int:
        return len(self._real)

    def __getattr__(self, name):
        return getattr(self._real, name)


def _matplotlib() -> dict[str, object]:
    import matplotlib

    @wraps(matplotlib.use)
    def use(arg=None, warn=True, force=True, **kwargs):
        return matplotlib.use(kwargs.pop("backend", arg), force=force)

    return {"use": use, "rcParams": RcParams(), "cm": redirect("matplotlib.cm"), "style": redirect("matplotlib.style"), "mlab": redirect("matplotlib.mlab")}


_RESTORED = {
    "matplotlib": _matplotlib,
    "matplotlib.pyplot": _pyplot,
    "matplotlib.cm": _cm,
    "matplotlib.style": _style,
    "matplotlib.mlab": lambda: {"normpdf": normpdf, "bivariate_normal": bivariate_normal, "frange": frange},
}


@cache
def redirect(name: str) -> types.ModuleType | None:
    """The module legacy code gets for `import matplotlib` and what is below it."""
    real = real_module(name)
    if real is None or name not in _RESTORED:
        return real
    return Companion(real, _RESTORED[name]())
