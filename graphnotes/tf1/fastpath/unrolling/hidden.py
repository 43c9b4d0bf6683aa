"""Nodes that the runtime has and Python doesn't show: they stand in the graph that sessions run, under one prefix."""

from __future__ import annotations

from tensorflow.python.client import pywrap_tf_session as runtime
from tensorflow.python.framework import c_api_util, ops

from graphnotes.tf1._per_graph import held_by

_PREFIX = "graphnotes_unrolled_"
_MOST_PER_GRAPH = 16


class TooMany(Exception):
    """The graph has as many sets of hidden nodes as it may have."""


def add(graph, graph_def) -> str:
    """Add these nodes, which name no node of the graph; returns what their names begin with there."""
    sets = held_by(graph, "_graphnotes_hidden_sets", list)
    if len(sets) >= _MOST_PER_GRAPH:
        raise TooMany
    if not sets:
        _keep_unseen(graph)
    prefix = f"{_PREFIX}{len(sets)}"
    sets.append(prefix)
    wanted = c_api_util.ScopedTFImportGraphDefOptions()
    runtime.TF_ImportGraphDefOptionsSetPrefix(wanted.options, prefix)
    buffer = runtime.TF_NewBufferFromString(graph_def.SerializeToString())
    try:
        with graph._mutation_lock(), graph._c_graph.get() as c_graph:
            c_api_util.ScopedTFImportGraphDefResults(
                runtime.TF_GraphImportGraphDefWithResults(c_graph, buffer, wanted.options)
            )
    finally:
        runtime.TF_DeleteBuffer(buffer)
    return prefix + "/"


def remove(graph, graph_def) -> None:
    """Take the hidden nodes of the graph out of its GraphDef, in place."""
    if getattr(graph, "_graphnotes_hidden_sets", None):
        shown = [node for node in graph_def.node if not _is_hidden(node.name)]
        if len(shown) < len(graph_def.node):
            kept = type(graph_def)(node=shown)
            graph_def.ClearField("node")
            graph_def.node.extend(kept.node)


def _is_hidden(name: str) -> bool:
    return name.startswith(_PREFIX)


class _NoOperation:
    outputs = ()


def _keep_unseen(graph) -> None:
    """Let the graph neither make Python operations of hidden nodes nor miss them when it writes shapes to a GraphDef."""
    new_operations, by_name = graph.new_operations, graph._get_operation_by_name

    def named(name):
        return _NoOperation if _is_hidden(name) and not _exists(name) else by_name(name)

    def _exists(name) -> bool:
        try:
            return isinstance(by_name(name), ops.Operation)
        except KeyError:
            return False

    graph.new_operations = lambda: [op for op in new_operations() if not _is_hidden(runtime.TF_OperationName(op))]
    graph._get_operation_by_name = named
