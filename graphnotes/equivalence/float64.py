"""The same graph in double precision: what it computes when rounding hardly counts."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

FLOAT, DOUBLE = tf.float32.as_datatype_enum, tf.float64.as_datatype_enum
FLOAT_REF, DOUBLE_REF = 101, 102
_PASSING = ("Enter", "Merge", "Switch", "Exit", "NextIteration", "Identity")


def in_double(meta: tf.compat.v1.MetaGraphDef) -> tf.compat.v1.MetaGraphDef:
    """A copy of `meta` in which every float32 is a float64, constants included."""
    wide = tf.compat.v1.MetaGraphDef()
    wide.CopyFrom(meta)
    flows = _flows(wide.graph_def.node)
    nodes = [node for node in wide.graph_def.node if node.name not in flows]
    for function in wide.graph_def.library.function:
        nodes += function.node_def
        for arg in [*function.signature.input_arg, *function.signature.output_arg]:
            arg.type = _wider(arg.type)
    for node in nodes:
        for value in node.attr.values():
            _widen(value)
    return wide


def _flows(nodes) -> set[str]:
    """The ops that hand on a TensorArray's flow, which is a float32 whatever the array holds."""
    found = {f"{node.name}:1" for node in nodes if node.op == "TensorArrayV3"}
    found |= {node.name for node in nodes if node.op in ("TensorArrayWriteV3", "TensorArrayScatterV3", "TensorArraySplitV3")}
    found |= {f"{node.name}:1" for node in nodes if node.op in ("TensorArrayGradV3", "TensorArrayGradWithShape")}
    passing: set[str] = set()
    grown = True
    while grown:
        grown = False
        for node in nodes:
            if node.op in _PASSING and node.name not in passing and any(source.removesuffix(":0") in found for source in node.input):
                passing.add(node.name)
                found |= {node.name, f"{node.name}:1"}
                grown = True
    return passing


def _wider(kind):
    return {FLOAT: DOUBLE, FLOAT_REF: DOUBLE_REF}.get(kind, kind)


def _widen(value):
    which = value.WhichOneof("value")
    if which == "type":
        value.type = _wider(value.type)
    elif which == "list":
        value.list.type[:] = [_wider(kind) for kind in value.list.type]
        for tensor in value.list.tensor:
            _widen_tensor(tensor)
    elif which == "tensor":
        _widen_tensor(value.tensor)


def _widen_tensor(tensor):
    if tensor.dtype == FLOAT:
        tensor.CopyFrom(tf.make_tensor_proto(tf.make_ndarray(tensor).astype(np.float64)))
