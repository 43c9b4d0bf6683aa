"""A session of its own in which a call is run as it is and as it is cut, to see what the runtime makes of both.

Its variables are zeros: what is compared are the graphs that ran, after the runtime's optimizations, never numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from tensorflow.core.framework import types_pb2
from tensorflow.core.protobuf import config_pb2
from tensorflow.python.client import session as tf_session
from tensorflow.python.framework import importer, ops
from tensorflow.python.ops import array_ops, gen_resource_variable_ops, gen_state_ops

from graphnotes.tf1.fastpath import aligned
from graphnotes.tf1.fastpath.constants.cut import FROM_SHAPES, CannotCut, Cut

_MOST_BYTES = 64 * 2**20  # of the variables
_MOST_FED = 2**20  # bytes of the tensors that are fed
# these compute no number: they tell or change shapes, copy or repeat
_EXACT = FROM_SHAPES | frozenset(
    ["Const", "_Arg", "_Retval", "NoOp", "BroadcastGradientArgs", "ExpandDims", "Fill", "Identity", "Reshape", "Squeeze", "Tile"]
)
_SHAPED = frozenset(["ExpandDims", "Identity", "Reshape", "Squeeze"])
_INTEGERS = frozenset([types_pb2.DT_INT32, types_pb2.DT_INT64, types_pb2.DT_BOOL])
_ARGUMENT = re.compile(r"_arg_(.*)_(\d+)_\d+")


def values(cut: Cut, config, feeds: list, shapes: tuple, call: config_pb2.CallableOptions) -> dict[str, np.ndarray]:
    """The cut's tensors that are read, with their values, once it is clear that the call computes the same with them fed; else CannotCut."""
    graph = ops.Graph()
    with graph.as_default():
        importer.import_graph_def(cut.nodes, name="")
        start = _start(graph, cut)
    names = [tensor.name for tensor in cut.tensors]
    arrays = [np.zeros(shape, tensor.dtype.as_numpy_dtype) for tensor, shape in zip(feeds, shapes)]
    with tf_session.Session(graph=graph, config=config) as session:
        session.run(start)
        _, usual = _ran(session, call, arrays)
        got, computed = _ran(session, config_pb2.CallableOptions(feed=call.feed, fetch=names), arrays)
        _compare(_behind(computed), usual, set())
        if sum(value.nbytes for value in got) > _MOST_FED:
            raise CannotCut("what follows from shapes is large")
        fed = {name: _aligned(value) for name, value in zip(names, got)}
        _, left = _ran(session, with_fed(call, fed), [*arrays, *fed.values()])
        read = {_meant(name, left) for node in left.values() for name in _read(node)}
        fed = {name: value for name, value in fed.items() if name in read}  # the runtime finds that some aren't needed
        _, left = _ran(session, with_fed(call, fed), [*arrays, *fed.values()])
        _compare(left, usual, set(fed))
        if len(left) >= len(usual):
            raise CannotCut("nothing is saved")
    return fed


def with_fed(call: config_pb2.CallableOptions, names: Iterable[str]) -> config_pb2.CallableOptions:
    """The call with these tensors fed as well, behind its own feeds."""
    more = config_pb2.CallableOptions.FromString(call.SerializeToString())
    more.feed.extend(names)
    return more


def _start(graph, cut: Cut) -> list:
    """What gives every variable zeros."""
    start, size = [], 0
    for op in cut.order:
        if op.type in ("VariableV2", "Variable", "VarHandleOp"):
            variable = graph.get_operation_by_name(op.name)
            dtype, shape = ops.dtypes.as_dtype(variable.get_attr("dtype")), variable.get_attr("shape")
            shape = ops.tensor_shape.as_shape(shape)
            if not shape.is_fully_defined() or not (dtype.is_floating or dtype.is_integer or dtype.is_bool or dtype.is_complex):
                raise CannotCut(f"{op.name} has no known shape or no numbers")
            size += shape.num_elements() * dtype.size
            if size > _MOST_BYTES:
                raise CannotCut("large variables")
            zeros = array_ops.zeros(shape, dtype)
            if op.type == "VarHandleOp":
                start.append(gen_resource_variable_ops.assign_variable_op(variable.outputs[0], zeros))
            else:
                start.append(gen_state_ops.assign(variable.outputs[0], zeros).op)
    return start


def _ran(session, call: config_pb2.CallableOptions, arrays: list) -> tuple[list, dict]:
    """What a call gave, and the nodes it ran by their names."""
    told = config_pb2.CallableOptions.FromString(call.SerializeToString())
    told.run_options.output_partition_graphs = True
    metadata = config_pb2.RunMetadata()
    got = session._make_callable_from_options(told)(*arrays, run_metadata=metadata)
    if len(metadata.partition_graphs) != 1:
        raise CannotCut("more than one device")
    return got, {node.name: node for node in metadata.partition_graphs[0].node}


def _compare(left: dict, usual: dict, fed: set[str]) -> None:
    """Raises CannotCut unless each node that is left computes in the usual graph too, the same from the same."""
    for name, node in left.items():
        if node.op in _EXACT or ("T" in node.attr and node.attr["T"].type in _INTEGERS):
            continue
        before = usual.get(name)
        if before is None or before.op != node.op or _attributes(before) != _attributes(node):
            raise CannotCut(f"{name} would be computed in another way")
        ours, theirs = _read(node), _read(before)
        for read, other in zip(ours, theirs, strict=True):
            one, other = _meant(read, left), _meant(other, usual)
            if one != other and one not in fed and left[read.split(":")[0]].op != "Const":
                raise CannotCut(f"{name} would read {one} instead of {other}")


def _behind(nodes: dict) -> dict:
    """The nodes whose values what is fetched depends on."""
    waiting = [name for name, node in nodes.items() if node.op == "_Retval"]
    behind = {}
    while waiting:
        name = waiting.pop()
        if name not in behind:
            behind[name] = nodes[name]
            if nodes[name].op not in FROM_SHAPES:
                waiting += [read.split(":")[0] for read in _read(nodes[name])]
    return behind


def _attributes(node) -> dict:
    return {
        name: value.SerializeToString(deterministic=True)
        for name, value in node.attr.items()
        if name == "_kernel" or not name.startswith("_")
    }


def _read(node) -> list[str]:
    return [name for name in node.input if not name.startswith("^")]


def _meant(name: str, nodes: dict) -> str:
    """The name of a tensor that a node reads, whichever way it is fed, and however it is shaped on the way."""
    node = nodes[name.split(":")[0]]
    if node.op in _SHAPED:
        return _meant(_read(node)[0], nodes)
    argument = _ARGUMENT.fullmatch(node.name) if node.op == "_Arg" else None
    if argument:
        return f"{argument[1]}:{argument[2]}"
    return name if ":" in name else f"{name}:0"


def _aligned(value: np.ndarray) -> np.ndarray:
    """A copy that the runtime reads where it is."""
    copy = aligned.empty(value.shape, value.dtype)
    copy[...] = value
    return copy
