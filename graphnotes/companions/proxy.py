"""A module as it was then: today's module, with the names it has since lost."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from types import ModuleType


class Companion(ModuleType):
    """Stands for `real` in legacy modules: the `restored` names in their old meaning, every other one the real module's own.

    What has been looked up is kept in the module's own dictionary, so a second look-up costs what any module's does.
    Assigning to it (`np.load = ...`) is seen by legacy modules only; nothing is ever written to the real module.

    Args:
        real: today's module (or the modules to search, in order).
        restored: name -> its old meaning.
        name: the dotted name legacy code knows it by; default: the first real module's.
        star: what `from module import *` gives; default: what the real module gives.
    """

    def __init__(
        self,
        real: ModuleType | Iterable[ModuleType],
        restored: Mapping[str, object],
        name: str | None = None,
        star: Iterable[str] | None = None,
    ) -> None:
        sources = (real,) if isinstance(real, ModuleType) else tuple(real)
        super().__init__(name or sources[0].__name__, sources[0].__doc__)
        own = vars(self)
        for attribute in ("__file__", "__path__", "__spec__", "__loader__", "__package__", "__version__", "__all__"):
            if attribute in vars(sources[0]):
                own[attribute] = vars(sources[0])[attribute]
        own.update(restored)
        own["_graphnotes_real"] = sources
        if star is not None:
            own["__all__"] = list(star)

    def __getattr__(self, name: str) -> object:
        error = None
        for module in vars(self)["_graphnotes_real"]:
            try:
                value = getattr(module, name)
            except AttributeError as missing:
                error = error or missing
            else:
                vars(self)[name] = value
                return value
        raise error

    def __dir__(self) -> list[str]:
        names = set(vars(self)) - {"_graphnotes_real"}
        for module in vars(self)["_graphnotes_real"]:
            names.update(dir(module))
        return sorted(names)


class CompanionPackage(Companion):
    """A companion whose submodules are imported when they are touched: `submodules` has a function that gives each, or None."""

    def __init__(self, real: ModuleType | Iterable[ModuleType], restored: Mapping[str, object], submodules: Mapping[str, Callable[[], ModuleType | None]]) -> None:
        super().__init__(real, restored)
        vars(self)["_graphnotes_submodules"] = dict(submodules)

    def __getattr__(self, name: str) -> object:
        find = vars(self)["_graphnotes_submodules"].get(name)
        value = None if find is None else find()
        if value is None:
            return super().__getattr__(name)
        vars(self)[name] = value
        return value

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *vars(self)["_graphnotes_submodules"]} - {"_graphnotes_submodules"})


def real_module(name: str) -> ModuleType | None:
    """The module of that name as the rest of the process imports it; None if there is none."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(error.name + ".")):
            return None
        raise
