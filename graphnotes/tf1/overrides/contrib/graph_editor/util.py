"""Lists of operations and tensors, who depends on whom by control, and the placeholders the graph editor leaves (tf.contrib.graph_editor)."""

from __future__ import annotations

import collections
import re

from tensorflow.compat import v1
from tensorflow.python.ops.op_selector import (
    check_graphs,
    concatenate_unique,
    get_consuming_ops,
    get_generating_ops,
    get_tensors,
    get_unique_graph,
    is_iterable,
    make_list_of_op,
    make_list_of_t,
)

from graphnotes.tf1 import root as tf

__all__ = [
    "ControlOutputs",
    "ListView",
    "check_graphs",
    "concatenate_unique",
    "find_corresponding",
    "find_corresponding_elem",
    "flatten_tree",
    "get_consuming_ops",
    "get_generating_ops",
    "get_predefined_collection_names",
    "get_tensors",
    "get_unique_graph",
    "is_iterable",
    "make_list_of_op",
    "make_list_of_t",
    "make_placeholder_from_dtype_and_shape",
    "make_placeholder_from_tensor",
    "placeholder_name",
    "scope_basename",
    "scope_dirname",
    "scope_finalize",
    "transform_tree",
]
_PREFIX = "geph"  # Graph Editor PlaceHolder


class ListView(collections.abc.Sequence):
    """A list that cannot be changed; adding to it makes a plain list."""

    def __init__(self, list_: list) -> None:
        if not isinstance(list_, list):
            raise TypeError(f"Expected a list, got: {type(list_)}.")
        self._list = list_

    def __len__(self) -> int:
        return len(self._list)

    def __getitem__(self, i):
        return self._list[i]

    def __add__(self, other):
        return [*self._list, *other]


def flatten_tree(tree, leaves: list | None = None) -> list:
    """The leaves of nested iterables and dictionaries (their values), appended to `leaves`."""
    leaves = [] if leaves is None else leaves
    if is_iterable(tree):
        for child in tree.values() if isinstance(tree, dict) else tree:
            flatten_tree(child, leaves)
    else:
        leaves.append(tree)
    return leaves


def transform_tree(tree, fn, iterable_type=tuple):
    """The same nested structure with `fn` of every leaf; other iterables than dictionaries, tuples and sequences become `iterable_type`."""
    if not is_iterable(tree):
        return fn(tree)
    if isinstance(tree, dict):
        return type(tree)((key, transform_tree(child, fn)) for key, child in tree.items())
    if hasattr(tree, "_asdict"):
        return type(tree)(**transform_tree(tree._asdict(), fn))
    kind = type(tree) if isinstance(tree, (tuple, collections.abc.Sequence)) else iterable_type
    return kind(transform_tree(child, fn) for child in tree)


class ControlOutputs:
    """For each operation of a graph, those that wait for it by a control dependency.

    Raises:
        TypeError: `graph` is no tf.Graph.
    """

    def __init__(self, graph) -> None:
        if not isinstance(graph, v1.Graph):
            raise TypeError(f"Expected a tf.Graph, got: {type(graph)}")
        self._graph = graph
        self._control_outputs: dict = {}
        self._version = None
        self.update()

    def update(self) -> ControlOutputs:
        """Look again, if the graph has grown since; itself."""
        if self._version != self._graph.version:
            self._control_outputs.clear()
            for op in self._graph.get_operations():
                for waited_for in dict.fromkeys(op.control_inputs):
                    self._control_outputs.setdefault(waited_for, []).append(op)
            self._version = self._graph.version
        return self

    def get_all(self) -> dict:
        """The lists of waiting operations by the operation they wait for."""
        return self._control_outputs

    def get(self, op):
        """The operations that wait for `op`."""
        return self._control_outputs.get(op, ())

    @property
    def graph(self):
        """The graph that was looked at."""
        return self._graph


def scope_finalize(scope: str) -> str:
    """A name scope with its slash at the end; "" stays the root."""
    return scope + "/" if scope and not scope.endswith("/") else scope


def scope_dirname(scope: str) -> str:
    """What comes before the last part of a name, slash included."""
    return scope[: scope.rfind("/") + 1]


def scope_basename(scope: str) -> str:
    """The last part of a name."""
    return scope[scope.rfind("/") + 1 :]


def placeholder_name(t=None, scope: str | None = None, prefix: str = _PREFIX) -> str:
    """Name of a placeholder that stands for `t`: "geph__" and its operation's name and output, in `scope` (None: that of `t`).

    Raises:
        TypeError: `t` is neither None nor a tensor.
    """
    scope = scope if scope is None else scope_finalize(scope)
    if t is None:
        return (scope or "") + prefix
    if not isinstance(t, v1.Tensor):
        raise TypeError(f"Expected a tf.Tensor, got: {type(t)}")
    name = scope_basename(t.op.name)
    if not name.startswith(f"{prefix}__"):
        name = f"{prefix}__{name}_{t.value_index}"
    return (scope_dirname(t.op.name) if scope is None else scope) + name


def make_placeholder_from_tensor(t, scope=None, prefix=_PREFIX):
    """A placeholder of the dtype and static shape of `t`, named after it, in the current graph."""
    return tf.placeholder(t.dtype, t.get_shape(), name=placeholder_name(t, scope, prefix))


def make_placeholder_from_dtype_and_shape(dtype, shape=None, scope=None, prefix=_PREFIX):
    """A placeholder named "geph" in `scope` (None: the root) of the current graph."""
    return tf.placeholder(dtype, shape, name=placeholder_name(None, scope, prefix))


def get_predefined_collection_names() -> list[str]:
    """The collections tf.GraphKeys names."""
    return [getattr(tf.GraphKeys, key) for key in dir(tf.GraphKeys) if not re.match(r"^__\w+__$", key)]


def find_corresponding_elem(target, dst_graph, dst_scope="", src_scope=""):
    """The operation or tensor of `dst_graph` that has the name of `target`, `src_scope` taken off it and `dst_scope` put before.

    Raises:
        ValueError: the name of `target` does not start with `src_scope`.
        TypeError: `target` is neither an operation nor a tensor.
        KeyError: `dst_graph` has none of that name.
    """
    name, start = target.name, scope_finalize(src_scope)
    if not name.startswith(start):
        raise ValueError(f"{name} does not start with {start}")
    name = scope_finalize(dst_scope) + name[len(start) :]
    if isinstance(target, v1.Tensor):
        return dst_graph.get_tensor_by_name(name)
    if isinstance(target, v1.Operation):
        return dst_graph.get_operation_by_name(name)
    raise TypeError(f"Expected tf.Tensor or tf.Operation, got: {type(target)}")


def find_corresponding(targets, dst_graph, dst_scope="", src_scope=""):
    """`find_corresponding_elem` of every leaf of a nested structure."""
    return transform_tree(targets, lambda target: find_corresponding_elem(target, dst_graph, dst_scope, src_scope))
