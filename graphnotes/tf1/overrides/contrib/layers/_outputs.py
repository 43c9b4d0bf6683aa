"""Output collections, static conditions and sizes for layers (tf.contrib.layers.python.layers.utils, tf.contrib.slim.utils)."""

from __future__ import annotations

from collections import OrderedDict, namedtuple

from tensorflow.python.framework import tensor_util

from graphnotes.tf1 import root as tf

NamedOutputs = namedtuple("NamedOutputs", ["name", "outputs"])


def collect_named_outputs(collections, alias, outputs):
    """Put a layer's output into collections under the name of its scope; gives the output."""
    if collections:
        append_tensor_alias(outputs, alias)
        tf.add_to_collections(collections, outputs)
    return outputs


def append_tensor_alias(tensor, alias: str):
    """Give a tensor one more name; gives the tensor."""
    alias = alias.removesuffix("/")
    if hasattr(tensor, "aliases"):
        tensor.aliases.append(alias)
    else:
        tensor.aliases = [alias]
    return tensor


def get_tensor_aliases(tensor) -> list[str]:
    """A tensor's names: those given to it, else its own without ":0"."""
    if hasattr(tensor, "aliases"):
        return tensor.aliases
    return [tensor.op.name if tensor.name.endswith(":0") else tensor.name]


def gather_tensors_aliases(tensors) -> list[str]:
    """The names of all tensors."""
    return [alias for tensor in tensors for alias in get_tensor_aliases(tensor)]


def convert_collection_to_dict(collection, clear_collection: bool = False) -> OrderedDict:
    """A collection as an ordered dict from names to tensors (slim's end points)."""
    named = OrderedDict((a, t) for t in tf.get_collection(collection) for a in get_tensor_aliases(t))
    if clear_collection:
        tf.get_default_graph().clear_collection(collection)
    return named


def constant_value(value_or_tensor_or_var, dtype=None):
    """The Python value, if it is known without running the graph; None otherwise (always None for a variable)."""
    value = value_or_tensor_or_var
    if value is None:
        raise ValueError("value_or_tensor_or_var cannot be None")
    if not isinstance(value, (tf.Tensor, tf.Variable)):
        return value
    if dtype and value.dtype != dtype:
        raise ValueError(f"It has the wrong type {value.dtype} instead of {dtype}")
    return None if isinstance(value, tf.Variable) else tensor_util.constant_value(value)


def static_cond(pred, fn1, fn2):
    """What `fn1()` or `fn2()` gives, by a Python condition."""
    for name, function in (("fn1", fn1), ("fn2", fn2)):
        if not callable(function):
            raise TypeError(f"{name} must be callable.")
    return fn1() if pred else fn2()


def smart_cond(pred, fn1, fn2, name=None):
    """`static_cond` when the condition is known, else `tf.cond`."""
    known = constant_value(pred)
    return tf.cond(pred, fn1, fn2, name=name) if known is None else static_cond(known, fn1, fn2)


def get_variable_collections(variables_collections, name: str):
    """The collections for the variable `name`: of a dict its entry, else all of them."""
    return variables_collections.get(name) if isinstance(variables_collections, dict) else variables_collections


def channel_dimension(shape, data_format: str, min_rank: int = 1) -> int:
    """The number of channels ("channels_first" or "channels_last"); ValueError when unknown."""
    return _dimension(shape, 1 if data_format == "channels_first" else -1, min_rank)


def last_dimension(shape, min_rank: int = 1) -> int:
    """The last dimension; ValueError when unknown."""
    return _dimension(shape, -1, min_rank)


def _dimension(shape, axis, min_rank):
    if shape.dims is None:
        raise ValueError("dims of shape must be known but is None")
    if len(shape.dims) < min_rank:
        raise ValueError(f"rank of shape must be at least {min_rank} not: {len(shape.dims)}")
    value = shape.dims[axis].value
    if value is None:
        raise ValueError(f"dimension {axis} of shape must be known but is None: {shape}")
    return value


def two_element_tuple(int_or_tuple) -> tuple[int, int]:
    """A height and width from one number or two."""
    if isinstance(int_or_tuple, (list, tuple)):
        if len(int_or_tuple) != 2:
            raise ValueError(f"Must be a list with 2 elements: {int_or_tuple}")
        return int(int_or_tuple[0]), int(int_or_tuple[1])
    if isinstance(int_or_tuple, int):
        return int(int_or_tuple), int(int_or_tuple)
    if isinstance(int_or_tuple, tf.TensorShape) and len(int_or_tuple) == 2:
        return int_or_tuple[0], int_or_tuple[1]
    raise ValueError("Must be an int, a list with 2 elements or a TensorShape of length 2")


def n_positive_integers(n: int, value) -> tuple[int, ...]:
    """`n` positive integers from one or from a sequence of `n`; ValueError for anything else."""
    if int(n) != n or n < 1:
        raise ValueError("n must be a positive integer")
    try:
        values = (int(value),) * n
    except (TypeError, ValueError):
        problem = f"Expected sequence of {n} positive integers, but received {value!r}"
        if len(value) != n:
            raise ValueError(problem) from None
        try:
            values = tuple(int(v) for v in value)
        except (TypeError, ValueError):
            raise ValueError(problem) from None
    for v in values:
        if v < 1:
            raise ValueError(f"expected positive integer, but received {v}")
    return values


__all__ = [
    "NamedOutputs",
    "append_tensor_alias",
    "channel_dimension",
    "collect_named_outputs",
    "constant_value",
    "convert_collection_to_dict",
    "gather_tensors_aliases",
    "get_tensor_aliases",
    "get_variable_collections",
    "last_dimension",
    "n_positive_integers",
    "smart_cond",
    "static_cond",
    "two_element_tuple",
]
