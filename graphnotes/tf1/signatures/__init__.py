"""Functions whose parameters changed since TensorFlow 1.15, under the parameters they had.

A declaration spells out 1.15's parameters; its body is never run. Calls bind to it, and what the caller gave is handed to
today's function by keyword. The facade shows these; TensorFlow's own code keeps calling its functions as they are.
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable
from types import FunctionType

from graphnotes.tf1.rebuilt import layers_of, rebuild

_shown: dict[int, Callable] = {}  # by id of today's function, which the adapter keeps alive
_loaded: set[str] = set()


def of(module: str, name: str, with_defaults: bool = False, **renamed: str | None) -> Callable[[Callable], Callable]:
    """Decorate a declaration of 1.15's parameters of the function `module.name`.

    `with_defaults`: what the caller leaves out gets the declared default, for functions whose defaults changed too.
    `renamed` maps a parameter of 1.15 to today's name for it, or to None if it is taken and ignored.
    """

    def decorate(declaration: FunctionType) -> Callable:
        today = getattr(importlib.import_module(module), name)
        adapter = _adapter(declaration, today, renamed, with_defaults)
        for layer in layers_of(today):
            _shown[id(layer)] = adapter
        return adapter

    return decorate


def of_method(module: str, name: str, **renamed: str | None) -> Callable[[Callable], Callable]:
    """The same for a method or constructor ("Class.__init__"), in place of today's while a legacy graph is built."""

    def decorate(declaration: FunctionType) -> Callable:
        def ours(*args, **kwargs):
            return adapter(*args, **kwargs)

        # an older TensorFlow may still have 1.15's name
        known = inspect.signature(functools.reduce(getattr, name.split("."), importlib.import_module(module))).parameters
        names = {old: new if new is None or new in known else old for old, new in renamed.items()}
        ours.__signature__ = inspect.signature(declaration)
        adapter = _adapter(declaration, lambda **kwargs: ours.original(kwargs.pop("self"), **kwargs), names)
        return rebuild(module, name)(ours)

    return decorate


def served(value: object) -> object:
    """What the facade shows for a value: its adapter if it has one, else itself."""
    return _shown.get(id(value), value)


def load(group: str) -> None:
    """Make the adapters of `graphnotes.tf1.signatures.<group>`, once; their functions must have been imported."""
    if group not in _loaded:
        _loaded.add(group)
        importlib.import_module(f"{__name__}.{group}")


def _adapter(
    declaration: FunctionType, today: Callable, renamed: dict[str, str | None], with_defaults: bool = False
) -> Callable:
    signature = inspect.signature(declaration)
    defaults = (
        {p.name: p.default for p in signature.parameters.values() if p.default is not p.empty} if with_defaults else {}
    )
    positional = [p.name for p in signature.parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]

    @functools.wraps(today, assigned=("__module__", "__name__", "__qualname__", "__doc__"), updated=())
    def call(*args, **kwargs):
        if args:
            if len(args) > len(positional):
                raise TypeError(
                    f"{declaration.__name__}() takes at most {len(positional)} positional arguments ({len(args)} given)"
                )
            for name, value in zip(positional, args, strict=False):
                if name in kwargs:
                    raise TypeError(f"{declaration.__name__}() got multiple values for argument {name!r}")
                kwargs[name] = value
        if defaults:
            kwargs = defaults | kwargs
        for name, todays in renamed.items():
            if name in kwargs:
                value = kwargs.pop(name)
                if todays is not None:
                    kwargs[todays] = value
        return today(**kwargs)

    call.__signature__ = signature
    call.__wrapped__ = today
    return call
