"""Taking a part of a graph out and putting it back (tf.contrib.graph_editor). The graph is changed in place."""

from __future__ import annotations

from graphnotes.tf1 import root as tf
from graphnotes.tf1.overrides.contrib.graph_editor import (
    reroute,
    select,
    subgraph,
    util,
)

__all__ = ["bypass", "connect", "detach", "detach_control_inputs", "detach_control_outputs", "detach_inputs", "detach_outputs"]


def detach_control_inputs(sgv) -> None:
    """Let the operations of a subgraph wait for none outside it."""
    sgv = subgraph.make_view(sgv)
    inside = frozenset(sgv.ops)
    for op in sgv.ops:
        reroute.remove_control_inputs(op, [waited_for for waited_for in op.control_inputs if waited_for not in inside])


def detach_control_outputs(sgv, control_outputs) -> None:
    """Let no operation outside a subgraph wait for one in it; `control_outputs` is the graph's ControlOutputs."""
    if not isinstance(control_outputs, util.ControlOutputs):
        raise TypeError(f"Expected a util.ControlOutputs, got: {type(control_outputs)}")
    control_outputs.update()
    sgv = subgraph.make_view(sgv)
    inside = frozenset(sgv.ops)
    for op in sgv.ops:
        for waiting in control_outputs.get(op):
            if waiting not in inside:
                reroute.remove_control_inputs(waiting, op)


def detach_inputs(sgv, control_inputs=False):
    """Feed a subgraph from new placeholders: the view, and the placeholders.

    Args:
        sgv: what `make_view` takes; a view is brought up to date.
        control_inputs: its operations wait for none outside it any more.
    """
    sgv = subgraph.make_view(sgv)
    with sgv.graph.as_default():
        placeholders = [tf.placeholder(t.dtype, name=util.placeholder_name(t)) for t in sgv.inputs]
    reroute.swap_inputs(sgv, placeholders)
    if control_inputs:
        detach_control_inputs(sgv)
    return sgv, placeholders


def detach_outputs(sgv, control_outputs=None):
    """Feed what used a subgraph's outputs from new placeholders: the view (with its used outputs), and the placeholders.

    Args:
        sgv: what `make_view` takes.
        control_outputs: a ControlOutputs: no operation outside waits for one inside any more.
    """
    sgv = subgraph.make_view(sgv)
    used = sgv.remap_outputs([i for i, t in enumerate(sgv.outputs) if t.consumers()])
    consumers = subgraph.SubGraphView(used.consumers())
    fed = frozenset(used.outputs)
    consumers = consumers.remap_inputs([i for i, t in enumerate(consumers.inputs) if t in fed])
    with used.graph.as_default():
        placeholders = [util.make_placeholder_from_tensor(t) for t in consumers.inputs]
    reroute.swap_outputs(used, placeholders)
    if control_outputs is not None:
        detach_control_outputs(used, control_outputs)
    return used, placeholders


def detach(sgv, control_inputs=False, control_outputs=None, control_ios=None):
    """`detach_inputs` and `detach_outputs`: (sgv, placeholders before it, placeholders after it)."""
    control_inputs, control_outputs = select.check_cios(control_inputs, control_outputs, control_ios)
    _, before = detach_inputs(sgv, control_inputs)
    _, after = detach_outputs(sgv, control_outputs)
    return sgv, before, after


def connect(sgv0, sgv1, disconnect_first=False):
    """Make the outputs of the first subgraph the inputs of the second: both views.

    Args:
        sgv0: what `make_view` takes.
        sgv1: the same; a view is brought up to date.
        disconnect_first: what used the first one's outputs is detached from them before.
    """
    sgv0, sgv1 = subgraph.make_view(sgv0), subgraph.make_view(sgv1)
    util.check_graphs(sgv0, sgv1)
    if disconnect_first:
        detach_outputs(sgv0)
    reroute.reroute_inputs(subgraph.SubGraphView(passthrough_ts=sgv0.outputs), sgv1)
    return sgv0, sgv1


def bypass(sgv):
    """Let the inputs of a subgraph go where its outputs went: the view, fed from new placeholders, and these."""
    sgv = subgraph.make_view(sgv)
    inputs = list(sgv.inputs)
    sgv, placeholders = detach_inputs(sgv)
    reroute.reroute_ts(inputs, sgv.outputs)
    return sgv, placeholders
