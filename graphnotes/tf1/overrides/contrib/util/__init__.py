"""tf.contrib.util: protos and ndarrays, and which ops a graph uses."""

from __future__ import annotations

from tensorflow.core.framework import graph_pb2, op_def_pb2
from tensorflow.python.framework import op_def_registry
from tensorflow.python.framework.tensor_util import MakeNdarray as make_ndarray
from tensorflow.python.framework.tensor_util import constant_value, make_tensor_proto

__all__ = ["constant_value", "make_ndarray", "make_tensor_proto", "ops_used_by_graph_def", "stripped_op_list_for_graph"]


def ops_used_by_graph_def(graph_def: graph_pb2.GraphDef) -> set[str]:
    """Names of the ops a GraphDef uses, those in the functions it calls included (tf.contrib.util.ops_used_by_graph_def)."""
    functions = {function.signature.name: function for function in graph_def.library.function}
    used: set[str] = set()
    waiting = [node.op for node in graph_def.node]
    while waiting:
        op = waiting.pop()
        if op not in used:
            used.add(op)
            if op in functions:
                waiting += [node.op for node in functions[op].node_def]
    return used - set(functions)


def stripped_op_list_for_graph(graph_def: graph_pb2.GraphDef) -> op_def_pb2.OpList:
    """The OpDefs of the ops a GraphDef uses, sorted by name (tf.contrib.util.stripped_op_list_for_graph).

    Raises:
        RuntimeError: an op is not registered.
    """
    used = sorted(ops_used_by_graph_def(graph_def))
    unknown = [name for name in used if op_def_registry.get(name) is None]
    if unknown:
        raise RuntimeError(f"The following ops are used by the graph, but are not registered: {', '.join(unknown)}")
    return op_def_pb2.OpList(op=[op_def_registry.get(name) for name in used])
