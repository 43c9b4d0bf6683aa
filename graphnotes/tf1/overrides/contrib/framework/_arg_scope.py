"""arg_scope: default arguments for layers, for the length of a `with` block (tf.contrib.framework.arg_scope)."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator

from tensorflow.python.util import tf_decorator

_scopes: list[dict] = [{}]  # innermost last; each: key of a function -> its keyword arguments
_keyword_names: dict[str, tuple[str, ...]] = {}  # key of a decorated function -> the arguments that have defaults


def arg_scope_func_key(op: Callable) -> str:
    """The key under which a scope holds the defaults of `op`; the same for a function and what `add_arg_scope` made of it."""
    return getattr(op, "_key_op", str(op))


def current_arg_scope() -> dict:
    """The defaults in force: function key -> keyword arguments. May be given to `arg_scope` later."""
    return _scopes[-1]


def has_arg_scope(func: Callable) -> bool:
    """Whether `func` was decorated with `add_arg_scope`."""
    return arg_scope_func_key(func) in _keyword_names


def arg_scoped_arguments(func: Callable) -> tuple[str, ...]:
    """Names of the arguments of `func` that a scope can give; AssertionError if it takes none."""
    assert has_arg_scope(func), f"{func!r} is not decorated with @add_arg_scope"
    return _keyword_names[arg_scope_func_key(func)]


def add_arg_scope(func: Callable) -> Callable:
    """Decorate a function so that `arg_scope` can set defaults for its arguments. Explicit keyword arguments win."""
    key = arg_scope_func_key(func)

    def scoped(*args, **kwargs):
        defaults = _scopes[-1].get(key)
        return func(*args, **{**defaults, **kwargs}) if defaults else func(*args, **kwargs)

    count = len(func.__defaults__ or ())
    code = func.__code__
    _keyword_names[key] = code.co_varnames[-count if count else 0 : code.co_argcount]
    functools.update_wrapper(scoped, func)
    scoped._key_op = key
    return tf_decorator.make_decorator(func, scoped)


@contextlib.contextmanager
def arg_scope(list_ops_or_scope: list | tuple | dict, **kwargs: object) -> Iterator[dict]:
    """Set default keyword arguments for decorated functions.

    Args:
        list_ops_or_scope: the functions, or a scope that an earlier `arg_scope` gave, to enter again.
        **kwargs: the defaults; none when a scope is re-entered.

    Yields:
        the scope: everything now in force.

    Raises:
        TypeError: `list_ops_or_scope` is neither a list or tuple nor a scope.
        ValueError: a function is not decorated with `add_arg_scope`, or arguments came with a re-entered scope.
    """
    if isinstance(list_ops_or_scope, dict):
        if kwargs:
            raise ValueError("arg_scope: a scope that is entered again takes no keyword arguments")
        scope = list_ops_or_scope.copy()
    elif isinstance(list_ops_or_scope, (list, tuple)):
        scope = current_arg_scope().copy()
        for op in list_ops_or_scope:
            if not has_arg_scope(op):
                raise ValueError(f"{(op.__module__, op.__name__)} is not decorated with @add_arg_scope")
            key = arg_scope_func_key(op)
            scope[key] = {**scope.get(key, {}), **kwargs}
    else:
        raise TypeError("list_ops_or_scope must be a list or tuple of functions, or a scope (dict) to enter again")
    _scopes.append(scope)
    try:
        yield scope
    finally:
        _scopes.pop()
