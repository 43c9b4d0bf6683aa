"""What TensorFlow's own modules must build differently for a legacy graph.

Each module here rebuilds some functions of one TensorFlow module with `@rebuild(module, name)`. `install()` puts a
dispatcher in the place of each: ours while `active()`, TensorFlow's own otherwise. The facade serves the dispatcher under
every public name of the original, so `tf.nn.dropout` and TensorFlow's internal calls get the same function.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable

from graphnotes.tf1 import _mode

_registered: dict[tuple[str, str], Callable] = {}
_gradients: dict[str, Callable] = {}
_provided: dict[tuple[str, str], object] = {}
_dispatchers: dict[
    int, Callable
] = {}  # by id of the original, which the dispatcher keeps alive
_installed: set[str] = set()


def rebuild(module: str, name: str) -> Callable[[Callable], Callable]:
    """Register a function as what `module.name` does while a legacy graph is built.

    `name` may be dotted (`"Class.method"`). The decorated function gets an attribute `original`: what it stands in for.
    """

    def register(function: Callable) -> Callable:
        _registered[module, name] = function
        return function

    return register


def gradient(*op_types: str) -> Callable[[Callable], Callable]:
    """Register a function (op, *gradients of its outputs) as the gradient of these ops while a legacy graph is built."""

    def register(function: Callable) -> Callable:
        for op_type in op_types:
            _gradients[op_type] = function
        return function

    return register


def provide(module: str, name: str, member: object) -> None:
    """Register a member of a class that 1.15 had and today's TensorFlow may lack ("Class.name"); one that is there stays."""
    _provided[module, name] = member


def install(group: str = "") -> None:
    """Import the modules of this package (or of its subpackage `group`) and put their dispatchers in place, once."""
    if group in _installed:
        return
    _installed.add(group)
    package = importlib.import_module(f"{__name__}.{group}" if group else __name__)
    for module in pkgutil.iter_modules(package.__path__):
        if not module.ispkg:
            importlib.import_module(f"{package.__name__}.{module.name}")
    for module, name in list(_registered):
        _replace(module, name, _registered.pop((module, name)))
    for op_type in list(_gradients):
        _replace_gradient(op_type, _gradients.pop(op_type))
    while _provided:
        (module, name), member = _provided.popitem()
        owner, attribute = _place(module, name)
        if not hasattr(owner, attribute):
            setattr(owner, attribute, member)
    _spread()


def _place(module: str, name: str) -> tuple[object, str]:
    """Where a dotted name of a module stands: the module or class that holds it, and its name there."""
    *owners, attribute = name.split(".")
    return functools.reduce(getattr, owners, importlib.import_module(module)), attribute


def _replace(module: str, name: str, ours: Callable) -> None:
    owner, attribute = _place(module, name)
    original = getattr(owner, attribute, None)
    if original is None:  # another TensorFlow version has it under another name, or not yet
        return
    active = _mode.active

    @functools.wraps(original)
    def dispatch(*args, **kwargs):
        return ours(*args, **kwargs) if active() else original(*args, **kwargs)

    # Keras reads the parameters of `call` and of constructors, and does not look through __wrapped__
    taken = inspect.signature(ours)
    if any(p.kind is p.VAR_POSITIONAL for p in taken.parameters.values()):
        taken = inspect.signature(original)
    dispatch.__signature__ = taken
    ours.original = original
    dispatch.rebuilt = ours
    # some public namespaces hold the function from before TensorFlow wrapped it (tf.math.add, tf.add)
    for layer in layers_of(original):
        _dispatchers[id(layer)] = dispatch
    setattr(owner, attribute, dispatch)


def layers_of(function: Callable) -> list[Callable]:
    """A function and those of its name that it wraps: TensorFlow's API shows now the one, now the other."""
    layers = [function]
    while (inner := getattr(layers[-1], "__wrapped__", None)) is not None and inner.__name__ == function.__name__:
        layers.append(inner)
    return layers


def _replace_gradient(op_type: str, ours: Callable) -> None:
    from tensorflow.python.framework import ops

    entry = ops.gradient_registry._registry.get(op_type)
    if entry is None:  # an op that this TensorFlow does not know
        return
    original = entry["type"]
    active = _mode.active

    @functools.wraps(ours)
    def dispatch(op, *grads):
        return ours(op, *grads) if active() else original(op, *grads)

    entry["type"] = dispatch


def _spread() -> None:
    """Give the dispatchers to the modules that hold an original under a name of their own: the public API's, and importers'."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("tensorflow", "tf_keras") and module is not None:
            held = module.__dict__
            for attribute in [
                a for a, value in held.items() if id(value) in _dispatchers
            ]:
                held[attribute] = served(held[attribute])


def served(value: object) -> object:
    """What the facade shows for a value cloned from TensorFlow: its dispatcher if it was rebuilt, else itself."""
    return _dispatchers.get(id(value), value)
