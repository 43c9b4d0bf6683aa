"""State of a session that lives in Python, and the nodes that work on it.

In 1.15 a tree was a resource of the session. Here the resource is a variable that holds a number; the object of that
number stands in a table of the graph, and goes when the graph does. A node is a call of a function of the op's name, which
reads the number and calls Python.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
from tensorflow.python.framework import function, ops
from tensorflow.python.ops import gen_resource_variable_ops

from graphnotes.tf1 import root as tf


class _Table:
    """The states of a graph, and the functions made for its nodes."""

    def __init__(self) -> None:
        self.states: dict[int, object] = {}
        self.numbers = itertools.count(1)
        self.functions: dict[tuple[str, object], function._DefinedFunction] = {}
        self.names: dict[str, int] = {}

    def put(self, state: object) -> int:
        number = next(self.numbers)
        self.states[number] = state
        return number


def _table() -> _Table:
    graph = ops.get_default_graph()
    while getattr(graph, "outer_graph", None) is not None:
        graph = graph.outer_graph
    table = getattr(graph, "_graphnotes_states", None)
    if table is None:
        table = graph._graphnotes_states = _Table()
    return table


def handle(name: str, shared_name: str, container: str | None = None):
    """The resource that a session's state is found by: a scalar tensor of type resource."""
    return gen_resource_variable_ops.var_handle_op(
        dtype=tf.int64, shape=[1], shared_name=shared_name, container=container or "", name=name
    )


def is_initialized(of, name: str):
    """A bool: whether the state was made in the session."""
    return gen_resource_variable_ops.var_is_initialized_op(of, name=name)


def create(op_type: str, of, config, make: Callable[[bytes], object], key: object, name: str | None = None):
    """The op that makes the state out of `config`, unless there is one already.

    Args:
        op_type: the node's.
        config: a scalar string tensor.
        make: gives the state.
        key: what tells `make` from others of the same op type.
    """
    table = _table()

    def body(resource, config):
        number = tf.cond(
            gen_resource_variable_ops.var_is_initialized_op(resource),
            lambda: _read(resource),
            lambda: tf.numpy_function(lambda serialized: np.int64(table.put(make(serialized))), [config], tf.int64),
        )
        gen_resource_variable_ops.assign_variable_op(resource, tf.reshape(number, [1]))

    return _call(op_type, key, body, [of, config], [], name)


def _read(resource):
    # gathering reports a missing resource as not found, as 1.15's ops did
    return gen_resource_variable_ops.resource_gather(resource, tf.constant(0), dtype=tf.int64)


def node(
    op_type: str, kernel: Callable, states: Sequence, inputs: Sequence, dtypes: Sequence, key: object = None, name: str | None = None
):
    """A node that calls `kernel(*states, *arrays)`; gives its outputs, or the op when it has none.

    Args:
        op_type: the node's.
        kernel: gives a list of arrays, one for each of `dtypes`. It may be called by several threads at once.
        states: resources, see `handle`.
        inputs: tensors.
        key: what tells `kernel` from others of the same op type.
    """
    table = _table()

    def run(*arrays):
        return kernel(*(table.states[int(n)] for n in arrays[: len(states)]), *arrays[len(states) :])

    def body(*tensors):
        numbers = [_read(resource) for resource in tensors[: len(states)]]
        found = tf.numpy_function(run, numbers + list(tensors[len(states) :]), list(dtypes))
        return found if dtypes else None

    return _call(op_type, key, body, [*states, *inputs], dtypes, name)


def _call(op_type: str, key: object, body: Callable, inputs: list, dtypes: Sequence, name: str | None):
    table = _table()
    called = table.functions.get((op_type, key))
    if called is None:
        number = table.names[op_type] = table.names.get(op_type, 0) + 1
        unique = op_type if number == 1 else f"{op_type}_{number}"
        called = function.Defun(*[t.dtype for t in inputs], func_name=unique)(body)
        table.functions[op_type, key] = called
    return called(*inputs, name=name or op_type)
