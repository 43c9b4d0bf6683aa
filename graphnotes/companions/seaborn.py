"""seaborn before 0.12: x and y given by position, `size` for `height`, `factorplot`, over today's seaborn."""

from __future__ import annotations

import types
from functools import cache, wraps

from graphnotes.companions.proxy import Companion, real_module

_OF_AXES = (
    "scatterplot", "lineplot", "barplot", "boxplot", "violinplot", "stripplot", "swarmplot", "pointplot", "countplot", "regplot", "residplot",
)  # fmt: skip
_OF_FIGURES = ("lmplot", "relplot", "catplot", "jointplot")


def _by_position(function, *, figure: bool):
    @wraps(function)
    def plot(*args, **kwargs):
        kwargs.update(zip(("x", "y", "hue" if figure else "data", "data"), args))
        if figure and "size" in kwargs and isinstance(kwargs["size"], (int, float)):
            kwargs["height"] = kwargs.pop("size")
        return function(**kwargs)

    return plot


@cache
def redirect(name: str) -> types.ModuleType | None:
    """The module legacy code gets for `import seaborn` and what is below it."""
    real = real_module(name)
    if real is None or name != "seaborn":
        return real
    old = {n: _by_position(getattr(real, n), figure=n in _OF_FIGURES) for n in (*_OF_AXES, *_OF_FIGURES) if hasattr(real, n)}
    if "catplot" in old:
        catplot = old["catplot"]
        old["factorplot"] = lambda *args, **kwargs: catplot(*args, **{"kind": "point", **kwargs})
    return Companion(real, old)
