"""Copying a part of a graph, with other inputs, into another graph or scope (tf.contrib.graph_editor)."""

from __future__ import annotations

import copy as _copying

from tensorflow.compat import v1
from tensorflow.python.framework.ops import Operation

from graphnotes.tf1.overrides.contrib.graph_editor import (
    reroute,
    select,
    subgraph,
    util,
)

__all__ = [
    "Transformer",
    "TransformerInfo",
    "assign_renamed_collections_handler",
    "copy",
    "copy_op_handler",
    "copy_with_input_replacements",
    "graph_replace",
    "keep_t_if_possible_handler",
    "replace_t_with_placeholder_handler",
    "transform_op_if_inside_handler",
]


def replace_t_with_placeholder_handler(info, t):
    """A placeholder in the new graph for the tensor `t`."""
    with info.graph_.as_default():
        return util.make_placeholder_from_tensor(t, scope=info.scope_)


def keep_t_if_possible_handler(info, t):
    """The tensor itself within one graph, a placeholder for it between two."""
    return t if info.graph is info.graph_ else replace_t_with_placeholder_handler(info, t)


def assign_renamed_collections_handler(info, elem, elem_) -> None:
    """Put the copy into the collections of the original; those that tf.GraphKeys does not name are renamed as operations are."""
    known = util.get_predefined_collection_names()
    for name, collection in info.collections.items():
        if any(elem is one for one in collection):
            info.graph_.add_to_collection(name if name in known else info.new_name(name), elem_)


def transform_op_if_inside_handler(info, op, keep_if_possible=True):
    """The copy of an operation of the subgraph; another one is itself within one graph, None between two."""
    if op in info.ops:
        return info.transformed_ops[op]
    return op if keep_if_possible and info.graph is info.graph_ else None


def copy_op_handler(info, op, new_inputs, copy_shape=False, nodedef_fn=None):
    """A copy of `op` with `new_inputs` in the new graph: the operation and its outputs.

    Args:
        info: of the transformation at hand.
        op: the original.
        new_inputs: tensors.
        copy_shape: the outputs get the static shapes of the original's.
        nodedef_fn: changes the NodeDef before the operation is made.

    Raises:
        TypeError: `new_inputs` is a boolean (which older releases took here).
    """
    if isinstance(new_inputs, bool):
        raise TypeError("the `new_inputs` argument must be an iterable.")
    node_def = _copying.deepcopy(op.node_def)
    node_def.name = info.graph_.unique_name(info.new_name(op.name))
    if nodedef_fn is not None:
        node_def = nodedef_fn(node_def)
    new = Operation.from_node_def(
        node_def, info.graph_, list(new_inputs), list(op._output_types), [], list(op._input_types), None, op.op_def
    )
    if copy_shape:
        for t, t_ in zip(op.outputs, new.outputs):
            t_.set_shape(t.get_shape())
    new._original_op = op._original_op
    return new, new.outputs


class _Transformation:
    """What the handlers of one transformation know; what belongs to the new graph has names that end in an underscore."""

    def __init__(self, sgv, dst_graph, dst_scope: str, src_scope: str) -> None:
        self.sgv = sgv
        self.sgv_inputs_set, self.ops = frozenset(sgv.inputs), frozenset(sgv.ops)
        self.control_outputs = util.ControlOutputs(sgv.graph)
        self.graph, self.scope = sgv.graph, src_scope
        self.graph_, self.scope_ = dst_graph, dst_scope
        self.transformed_ops: dict = {}
        self.transformed_ts: dict = {}
        self.collections = {key: self.graph.get_collection(key) for key in self.graph.get_all_collection_keys()}
        self.tmp_cyclic_ts: list = []  # (tensor, what stands for it until it is copied, who uses it): loops

    def new_name(self, name: str) -> str:
        """The name in the new scope; ValueError when it does not start with the old one."""
        if not name.startswith(self.scope):
            raise ValueError(f"{name} does not belong to source scope: {self.scope}.")
        return self.scope_ + name[len(self.scope) :]


class TransformerInfo:
    """Which operation or tensor became which."""

    def __init__(self, info) -> None:
        self._graph, self._scope = info.graph, info.scope
        self._graph_, self._scope_ = info.graph_, info.scope_
        self._transformed_ops, self._transformed_ts = info.transformed_ops, info.transformed_ts

    def _copies(self, one) -> dict:
        if isinstance(one, v1.Operation):
            return self._transformed_ops
        if isinstance(one, v1.Tensor):
            return self._transformed_ts
        raise TypeError(f"Expected a tf.Tensor or a tf.Operation, got a {type(one)}")

    def transformed(self, original, missing_fn=None):
        """The copies of operations and tensors (or a nested structure of them); `missing_fn` of those without one, or None."""

        def of(one):
            found = self._copies(one).get(one)
            return missing_fn(one) if found is None and missing_fn is not None else found

        return util.transform_tree(original, of)

    def original(self, transformed, missing_fn=None):
        """What operations and tensors (or a nested structure of them) are copies of; `missing_fn` of those that are none, or None."""

        def of(one):
            found = next((original for original, copied in self._copies(one).items() if copied is one), None)
            return missing_fn(one) if found is None and missing_fn is not None else found

        return util.transform_tree(transformed, of)

    def __str__(self) -> str:
        lines = ["Transform result info:"]
        if self._graph is self._graph_:
            lines.append(f"  Within graph[{id(self._graph)}]{'' if self._scope_ else ' IN-PLACE'}")
        else:
            lines.append(f"  graph[{id(self._graph)}] => graph[{id(self._graph_)}]")
        if self._scope:
            lines.append(f"  Relative to source scope: {self._scope}")
        if self._scope_:
            lines.append(f"  Scope destination: {self._scope_}")
        lines.append("Operations mapping:")
        lines += [f"  {op.name} => {op_.name}" for op, op_ in self._transformed_ops.items()]
        return "\n".join(lines) + "\n"


class Transformer:
    """Copies a subgraph; its handlers, which can be replaced, say how.

    `transform_op_handler` makes an operation, `assign_collections_handler` puts copies into collections, `transform_external_input_handler` gives the
    inputs of the view, `transform_external_hidden_input_handler` those that the view leaves out, `transform_control_input_handler` and
    `transform_original_op_handler` what a copy waits for and where it came from.
    """

    def __init__(self) -> None:
        self.transform_op_handler = copy_op_handler
        self.transform_control_input_handler = transform_op_if_inside_handler
        self.assign_collections_handler = assign_renamed_collections_handler
        self.transform_external_input_handler = replace_t_with_placeholder_handler
        self.transform_external_hidden_input_handler = keep_t_if_possible_handler
        self.transform_original_op_handler = transform_op_if_inside_handler

    def __call__(self, sgv, dst_graph, dst_scope, src_scope="", reuse_dst_scope=False):
        """The copied view and a TransformerInfo.

        Args:
            sgv: what `make_view` takes.
            dst_graph: the graph the copies belong to.
            dst_scope: their name scope; a new one is made of it when it is taken.
            src_scope: scope that is left out of the names.
            reuse_dst_scope: take `dst_scope` even if there is something in it.

        Raises:
            TypeError: `dst_graph` is no tf.Graph.
            ValueError: an operation does not stand in `src_scope`.
        """
        sgv = subgraph.make_view(sgv)
        if not isinstance(dst_graph, v1.Graph):
            raise TypeError(f"Expected a tf.Graph, got: {type(dst_graph)}")
        src_scope, dst_scope = util.scope_finalize(src_scope), util.scope_finalize(dst_scope)
        if dst_scope and not reuse_dst_scope:
            dst_scope = util.scope_finalize(dst_graph.unique_name(dst_scope[:-1]))
        info = _Transformation(sgv, dst_graph, dst_scope, src_scope)
        self._copy_ops(info)
        self._close_loops(info)
        self._connect_control_inputs(info)
        return self._view(info), TransformerInfo(info)

    def _copy_ops(self, info) -> None:
        place = {op: i for i, op in enumerate(info.graph.get_operations())}
        for op in sorted(info.sgv.ops, key=place.__getitem__):
            inputs = [self._input(info, t, op) for t in op.inputs]
            op_, outputs = self.transform_op_handler(info, op, inputs)
            if op_ is op:
                raise ValueError("In-place transformation not allowed.")
            info.transformed_ops[op] = op_
            self.assign_collections_handler(info, op, op_)
            for t, t_ in zip(op.outputs, outputs):
                info.transformed_ts[t] = t_
                self.assign_collections_handler(info, t, t_)

    def _input(self, info, t, consumer):
        """What the copy of `consumer` gets for `t`."""
        if t in info.transformed_ts:
            return info.transformed_ts[t]
        if t in info.sgv_inputs_set:
            return self.transform_external_input_handler(info, t)
        if t.op not in info.ops:
            return self.transform_external_hidden_input_handler(info, t)
        if consumer.type == "Merge":  # a loop: what comes back around stands for itself later
            standing_in = self._input(info, consumer.inputs[0], consumer)
        elif t.op.type == "Enter":
            standing_in = self._input(info, t.op.inputs[0], consumer)
        else:
            with info.graph_.as_default():
                standing_in = util.make_placeholder_from_tensor(t, scope=info.scope_, prefix="geph_tmp")
        info.tmp_cyclic_ts.append((t, standing_in, consumer))
        return standing_in

    def _close_loops(self, info) -> None:
        for t, standing_in, consumer in info.tmp_cyclic_ts:
            consumer_ = info.transformed_ops[consumer]
            place = next(i for i, t_ in enumerate(consumer_.inputs) if t_ is standing_in)
            consumer_._update_input(place, info.transformed_ts[t])

    def _connect_control_inputs(self, info) -> None:
        for op in info.sgv.ops:
            op_ = info.transformed_ops[op]
            if op._original_op:
                op_._original_op = self.transform_original_op_handler(info, op._original_op) or op_._original_op
            waited_for = [self.transform_control_input_handler(info, one) for one in op.control_inputs]
            reroute.add_control_inputs(op_, [one for one in waited_for if one is not None])

    def _view(self, info):
        """The view of the copies, its inputs and outputs in the original's order."""
        view = subgraph.SubGraphView(list(info.transformed_ops.values()))

        def of(ts, copies):
            copied = (info.transformed_ts.get(t) for t in ts)
            return [t_ for t_ in copied if t_ is not None and any(t_ is other for other in copies)]

        return view.remap(of(info.sgv.inputs, view.inputs), of(info.sgv.outputs, view.outputs))


def _copy(transformer, sgv, dst_graph, dst_scope, src_scope, reuse_dst_scope):
    sgv = subgraph.make_view(sgv)
    dst_graph = sgv.graph if dst_graph is None else dst_graph
    return transformer(sgv, dst_graph, dst_scope, src_scope, reuse_dst_scope=reuse_dst_scope)


def copy(sgv, dst_graph=None, dst_scope="", src_scope="", reuse_dst_scope=False):
    """Copy a subgraph, its inputs fed from placeholders: the view of the copy and a TransformerInfo.

    Args:
        sgv: what `make_view` takes.
        dst_graph: default: the same graph.
        dst_scope: as for Transformer.
        src_scope: as for Transformer.
        reuse_dst_scope: as for Transformer.
    """
    return _copy(Transformer(), sgv, dst_graph, dst_scope, src_scope, reuse_dst_scope)


def copy_with_input_replacements(
    sgv, replacement_ts, dst_graph=None, dst_scope="", src_scope="", reuse_dst_scope=False
):
    """`copy` with the inputs in the dictionary `replacement_ts` replaced, the others kept (placeholders in another graph)."""
    transformer = Transformer()

    def replaced(info, t):
        return replacement_ts[t] if t in replacement_ts else keep_t_if_possible_handler(info, t)

    transformer.transform_external_input_handler = replaced
    return _copy(transformer, sgv, dst_graph, dst_scope, src_scope, reuse_dst_scope)


def _with_whole_loops(ops: list, control_ios) -> list:
    """The operations, and the rest of the while loops some of them stand in: half a loop is no valid graph."""
    loops = dict.fromkeys(op._control_flow_context for op in ops if op._control_flow_context)
    for loop in loops:
        if loop.IsWhileContext():
            enters, exits = [t.op for t in loop.loop_enters], [t.op for t in loop.loop_exits]
            ops = util.concatenate_unique(ops, select.get_walks_intersection_ops(enters, exits, control_ios=control_ios))
    return ops


def graph_replace(target_ts, replacement_ts, dst_scope="", src_scope="", reuse_dst_scope=False):
    """The targets computed anew from the replacements: what lies between is copied.

    Args:
        target_ts: a tensor or a nested structure of them.
        replacement_ts: new tensors by the ones they replace.
        dst_scope: as for Transformer.
        src_scope: as for Transformer.
        reuse_dst_scope: as for Transformer.

    Returns:
        The structure of the targets; one that does not depend on a replaced tensor is itself.

    Raises:
        ValueError: no target depends on a replaced tensor.
    """
    targets = util.flatten_tree(target_ts)
    control_ios = util.ControlOutputs(util.get_unique_graph(targets, check_types=v1.Tensor))
    ops = select.get_walks_intersection_ops(list(replacement_ts), targets, control_ios=control_ios)
    if not ops:
        raise ValueError("Targets and replacements are not connected!")
    ops = _with_whole_loops(ops, control_ios)
    _, info = copy_with_input_replacements(ops, replacement_ts, None, dst_scope, src_scope, reuse_dst_scope)
    return info.transformed(target_ts, lambda original: original)
