"""Nodes that the runtime computes by calling a function, and that pass for the node they stand in for.

They have its name, type, attributes and gradient, count as one node, and in every GraphDef written they are that node.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from tensorflow.core.framework import attr_value_pb2
from tensorflow.python.framework import function, op_def_registry, ops

from graphnotes.tf1._per_graph import held_by
from graphnotes.tf1.rebuilt import rebuild

PREFIX = "graphnotes_1_15_"  # what the functions' names begin with
_next = threading.local()  # its `stands_for`: what the node stands in for that is being made


class StandIn(ops.Operation):
    """An operation that shows another type and other attributes than the runtime's graph has."""

    stands_for: tuple[str, dict]  # the type, and the attributes

    @property
    def type(self) -> str:
        return self.stands_for[0]

    @property
    def op_def(self):
        return op_def_registry.get(self.stands_for[0])

    @property
    def node_def(self):
        node = super().node_def
        _show(node, self.stands_for)
        return node

    def get_attr(self, name: str):
        if name == "T":
            return self.outputs[0].dtype
        return super().get_attr(name)

    def lend_function(self, graph: ops.Graph) -> str:
        """Add the function that is called to another graph; its name, which is the type that the runtime's node has."""
        name = super().type
        if not graph._is_function(name):
            self.graph._functions[name].add_to_graph(graph)
        return name


@rebuild("tensorflow.python.framework.ops", "Operation._control_flow_post_processing")
def control_flow_post_processing(self, input_tensors=None):
    """A loop is told of the node that is stood in for: it has ways of its own with calls of functions."""
    stands_for = getattr(_next, "stands_for", None)
    if stands_for:
        self.__class__, self.stands_for, _next.stands_for = StandIn, stands_for, None
    control_flow_post_processing.original(self, input_tensors)


StandIn.__name__ = StandIn.__qualname__ = "Operation"
StandIn.__module__ = ops.Operation.__module__


def create(graph, op_type: str, called: function._DefinedFunction, inputs: Sequence, name: str, kind: str, attrs: dict, original=None, **more):
    """A node of a type with one input dtype and one output of it, computed by `called`.

    `kind` is the type of the node that calls, `attrs` are that node's; `more` goes to `Graph._create_op_internal`.
    """
    if not graph._is_function(called.name):
        called.add_to_graph(graph)
    dtype = inputs[0].dtype
    attrs = {**attrs, "_gradient_op_type": attr_value_pb2.AttrValue(s=op_type.encode())}
    _next.stands_for = op_type, {"T": attr_value_pb2.AttrValue(type=dtype.as_datatype_enum)}
    try:
        op = (original or ops.Graph._create_op_internal)(graph, kind, inputs, [dtype], name=name, attrs=attrs, **more)
    finally:
        _next.stands_for = None
    held_by(graph, "_graphnotes_stand_ins", dict)[op.name] = op.stands_for
    op.outputs[0].set_shape(inputs[-1].shape)
    return op


def lend(graph, graph_def) -> None:
    """Give a GraphDef that has nodes of the graph as the runtime has them the functions that those call."""
    called = {node.op for node in graph_def.node if node.op.startswith(PREFIX)}
    for name in sorted(called):
        graph_def.library.function.add().CopyFrom(graph._functions[name].definition)


def restore(graph, graph_def) -> None:
    """Give a GraphDef of the graph the nodes that are stood in for, in place."""
    standing = getattr(graph, "_graphnotes_stand_ins", None)
    if not standing:
        return
    for node in graph_def.node:
        if node.name in standing:
            _show(node, standing[node.name])
    kept = [each for each in graph_def.library.function if not each.signature.name.startswith(PREFIX)]
    if len(kept) < len(graph_def.library.function):
        kept = [type(each).FromString(each.SerializeToString()) for each in kept]
        del graph_def.library.function[:]
        graph_def.library.function.extend(kept)
    if not kept and not graph_def.library.gradient:
        graph_def.ClearField("library")
        graph_def.versions.ClearField("min_consumer")  # functions had raised it


def _show(node, stands_for: tuple[str, dict]) -> None:
    node.op = stands_for[0]
    for name in [name for name in node.attr if not name.startswith("_")]:
        del node.attr[name]
    node.attr.pop("_gradient_op_type", None)
    for name, value in stands_for[1].items():
        node.attr[name].CopyFrom(value)
