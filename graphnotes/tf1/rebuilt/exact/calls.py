"""Nodes that call a formula of 1.15 and pass for the node they stand in for; in exported graphs they are that node."""

from __future__ import annotations

import functools

import tensorflow as tf
from tensorflow.core.framework import attr_value_pb2
from tensorflow.python.framework import function, ops

from graphnotes.tf1.rebuilt import rebuild
from graphnotes.tf1.rebuilt.exact.formulas import FORMULAS

_PREFIX = "graphnotes_1_15_"
_CALL = "PartitionedCall"
_OF_CALL = ("Tin", "Tout", "f", "config", "config_proto", "executor_type", "_gradient_op_type")
_base_type = ops.Operation.type
_base_get_attr = ops.Operation.get_attr


@functools.cache
def _function(op_type: str, dtype: tf.DType, inputs: int) -> function._DefinedFunction:
    name = f"{_PREFIX}{op_type}_{dtype.name}"
    with tf.Graph().as_default():
        defined = function.Defun(*[dtype] * inputs, func_name=name, noinline=True)(FORMULAS[op_type][dtype])
        defined.add_to_graph(ops.get_default_graph())
    # the graph's optimizer passes over functions with this mark, thinking that tf.data optimizes them; see also `_as_written`
    defined._set_c_attrs({"_tf_data_function": attr_value_pb2.AttrValue(b=True)})
    return defined


@functools.cache
def _as_written() -> attr_value_pb2.AttrValue:
    """The settings under which a formula runs: no optimizer may put its sums in another order."""
    config = tf.compat.v1.ConfigProto()
    config.graph_options.rewrite_options.disable_meta_optimizer = True
    return attr_value_pb2.AttrValue(s=config.SerializeToString())


def _type_attr(number: int) -> attr_value_pb2.AttrValue:
    return attr_value_pb2.AttrValue(type=number)


@rebuild("tensorflow.python.framework.ops", "Graph._create_op_internal")
def create_op_internal(self, op_type, inputs, dtypes=None, input_types=None, name=None, attrs=None, op_def=None, compute_device=True):
    """Creates a node; one with a formula for its dtype as a call of that. Bodies of functions keep today's kernels."""
    dtype = inputs[0].dtype if op_type in FORMULAS and inputs else None
    if dtype not in FORMULAS.get(op_type, ()) or self.building_function:
        return create_op_internal.original(self, op_type, inputs, dtypes, input_types, name, attrs, op_def, compute_device)
    called = _function(op_type, dtype, len(inputs))
    if not self._is_function(called.name):
        called.add_to_graph(self)
    types = attr_value_pb2.AttrValue(list={"type": [dtype.as_datatype_enum] * len(inputs)})
    call = {
        "Tin": types,
        "Tout": attr_value_pb2.AttrValue(list={"type": [dtype.as_datatype_enum]}),
        "f": attr_value_pb2.AttrValue(func={"name": called.name}),
        "config_proto": _as_written(),
        "_gradient_op_type": attr_value_pb2.AttrValue(s=op_type.encode()),
        **{key: value for key, value in (attrs or {}).items() if key.startswith("_")},
    }
    op = create_op_internal.original(
        self, _CALL, inputs, [dtype], input_types, op_type if name is None else name, call, None, compute_device)  # fmt: skip
    op.outputs[0].set_shape(inputs[-1].shape)
    return op


def _stands_for(op: ops.Operation) -> str | None:
    """The type of the node that a call stands in for; None for any other node."""
    if _base_type.__get__(op) != _CALL:
        return None
    called = _base_get_attr(op, "f").name
    return called[len(_PREFIX) :].rpartition("_")[0] if called.startswith(_PREFIX) else None


def _get_attr(self, name):
    if name == "T" and _stands_for(self):
        return self.outputs[0].dtype
    return _base_get_attr(self, name)


def _node_def(self):
    node = _base_node_def.__get__(self)
    _plain(node)
    return node


_base_node_def = ops.Operation.node_def
ops.Operation.type = property(lambda self: _stands_for(self) or _base_type.__get__(self))
ops.Operation.node_def = property(_node_def)
ops.Operation.get_attr = _get_attr


def _plain(node) -> None:
    """Turn a call's NodeDef into that of the node it stands in for, in place."""
    if node.op == _CALL and node.attr["f"].func.name.startswith(_PREFIX):
        dtype = node.attr["Tout"].list.type[0]
        node.op = node.attr["f"].func.name[len(_PREFIX) :].rpartition("_")[0]
        for name in _OF_CALL:
            node.attr.pop(name, None)
        node.attr["T"].CopyFrom(_type_attr(dtype))


@rebuild("tensorflow.python.framework.ops", "Graph._as_graph_def")
def as_graph_def(self, *args, **kwargs):
    graph_def, version = as_graph_def.original(self, *args, **kwargs)
    for node in graph_def.node:
        _plain(node)
    kept = [f for f in graph_def.library.function if not f.signature.name.startswith(_PREFIX)]
    if len(kept) < len(graph_def.library.function):
        del graph_def.library.function[:]
        graph_def.library.function.extend(kept)
        if not kept:
            graph_def.ClearField("library")
            graph_def.versions.ClearField("min_consumer")  # functions had raised it
    return graph_def, version
