"""Giving the consumers of tensors other tensors (tf.contrib.graph_editor). The graph is changed in place."""

from __future__ import annotations

from tensorflow.compat import v1

from graphnotes.tf1.overrides.contrib.graph_editor import subgraph, util

__all__ = [
    "add_control_inputs",
    "remove_control_inputs",
    "reroute_inputs",
    "reroute_ios",
    "reroute_outputs",
    "reroute_ts",
    "swap_inputs",
    "swap_ios",
    "swap_outputs",
    "swap_ts",
]


def _check_compatible(ts0: list, ts1: list) -> None:
    if len(ts0) != len(ts1):
        raise ValueError(f"ts0 and ts1 have different sizes: {len(ts0)} != {len(ts1)}")
    for t0, t1 in zip(ts0, ts1):
        if not t0.dtype.is_compatible_with(t1.dtype):
            raise ValueError(f"Dtypes {t0.dtype} and {t1.dtype} are not compatible.")
        if not t0.shape.is_compatible_with(t1.shape):
            raise ValueError(f"Shapes {t0.shape} and {t1.shape} are not compatible.")


def _reroute(ts0, ts1, can_modify, cannot_modify, swap: bool) -> int:
    """Make the consumers of `ts1` use `ts0`, and when `swap` the other way round; how many inputs were changed."""
    ts0, ts1 = util.make_list_of_t(ts0), util.make_list_of_t(ts1)
    _check_compatible(ts0, ts1)
    allowed = None if can_modify is None else frozenset(util.make_list_of_op(can_modify))
    spared = frozenset(() if cannot_modify is None else util.make_list_of_op(cannot_modify))
    pairs = [(new, old) for t0, t1 in zip(ts0, ts1) for new, old in ([(t0, t1), (t1, t0)] if swap else [(t0, t1)])]
    consumers = [  # all found before the first is changed; their inputs are looked at one pair after the other, as 1.15 did
        [op for op in dict.fromkeys(old.consumers()) if (allowed is None or op in allowed) and op not in spared]
        for _, old in pairs
    ]
    changed = 0
    for (new, old), consuming in zip(pairs, consumers):
        for op in consuming if new is not old else ():
            for i in [i for i, t in enumerate(op.inputs) if t is old]:
                op._update_input(i, new)
                changed += 1
    return changed


def swap_ts(ts0, ts1, can_modify=None, cannot_modify=None) -> int:
    """Swap the consumers of each pair of tensors.

    Args:
        ts0: tensors.
        ts1: as many, of compatible dtypes and shapes.
        can_modify: only these operations are changed.
        cannot_modify: these operations are not changed.

    Returns:
        How many inputs of operations were changed.

    Raises:
        TypeError: something else than tensors, or operations.
        ValueError: the tensors do not match.
    """
    return _reroute(ts0, ts1, can_modify, cannot_modify, swap=True)


def reroute_ts(ts0, ts1, can_modify=None, cannot_modify=None) -> int:
    """Let the consumers of `ts1` use `ts0` instead; arguments, result and errors are those of `swap_ts`."""
    return _reroute(ts0, ts1, can_modify, cannot_modify, swap=False)


def _views(sgv0, sgv1):
    sgv0, sgv1 = subgraph.make_view(sgv0), subgraph.make_view(sgv1)
    util.check_graphs(sgv0, sgv1)
    return sgv0, sgv1


def _take_inputs(view, inputs: list, passing: list) -> None:
    """Give a view the inputs it has now; outputs that passed through follow their inputs."""
    places = {t: i for i, t in enumerate(view._input_ts)}
    followed = [places.get(t) if view.is_passthrough(t) else None for t in view._output_ts]
    view._input_ts, view._passthrough_ts = list(inputs), list(passing)
    view._output_ts = [t if i is None else view._input_ts[i] for t, i in zip(view._output_ts, followed)]


def _reroute_inputs(sgv0, sgv1, swap: bool):
    sgv0, sgv1 = _views(sgv0, sgv1)
    can_modify = sgv0.ops + sgv1.ops
    can_modify = can_modify + util.get_consuming_ops(sgv0.passthroughs) + util.get_consuming_ops(sgv1.passthroughs)
    _reroute(sgv0.inputs, sgv1.inputs, can_modify, None, swap)
    inputs1, passing1 = sgv1._input_ts, sgv1._passthrough_ts
    if swap:
        _take_inputs(sgv1, sgv0._input_ts, sgv0._passthrough_ts)
        _take_inputs(sgv0, inputs1, passing1)
    else:  # here 1.15 left the outputs that passed through as they were
        sgv1._input_ts, sgv1._passthrough_ts = list(sgv0._input_ts), list(sgv0._passthrough_ts)
    return sgv0, sgv1


def _reroute_outputs(sgv0, sgv1, swap: bool):
    sgv0, sgv1 = _views(sgv0, sgv1)
    _reroute(sgv0.outputs, sgv1.outputs, None, sgv0.ops + sgv1.ops, swap)
    return sgv0, sgv1


def swap_inputs(sgv0, sgv1):
    """Swap the inputs of two subgraphs (what `make_view` takes); the views, brought up to date."""
    return _reroute_inputs(sgv0, sgv1, swap=True)


def reroute_inputs(sgv0, sgv1):
    """Give the second subgraph the inputs of the first; the views, brought up to date."""
    return _reroute_inputs(sgv0, sgv1, swap=False)


def swap_outputs(sgv0, sgv1):
    """Swap the consumers of two subgraphs' outputs; the views."""
    return _reroute_outputs(sgv0, sgv1, swap=True)


def reroute_outputs(sgv0, sgv1):
    """Let the consumers of the second subgraph's outputs use the first's; the views."""
    return _reroute_outputs(sgv0, sgv1, swap=False)


def swap_ios(sgv0, sgv1):
    """`swap_outputs` and `swap_inputs`."""
    sgv0, sgv1 = _reroute_outputs(sgv0, sgv1, swap=True)
    return _reroute_inputs(sgv0, sgv1, swap=True)


def reroute_ios(sgv0, sgv1):
    """`reroute_outputs` and `reroute_inputs`."""
    sgv0, sgv1 = _reroute_outputs(sgv0, sgv1, swap=False)
    return _reroute_inputs(sgv0, sgv1, swap=False)


def _control_inputs(op, cops) -> list:
    if not isinstance(op, v1.Operation):
        raise TypeError(f"Expected a tf.Operation, got: {type(op)}")
    return util.make_list_of_op(cops, allow_graph=False)


def remove_control_inputs(op, cops) -> None:
    """Let `op` no longer wait for `cops`.

    Raises:
        TypeError: `op` is no operation.
        ValueError: it does not wait for one of them.
    """
    cops = _control_inputs(op, cops)
    for cop in cops:
        if cop not in op.control_inputs:
            raise ValueError(f"{cop.name} is not a control_input of {op.name}")
    kept = [waited_for for waited_for in op.control_inputs if waited_for not in cops]
    op._remove_all_control_inputs()
    op._add_control_inputs(kept)


def add_control_inputs(op, cops) -> None:
    """Let `op` wait for `cops`.

    Raises:
        TypeError: `op` is no operation.
        ValueError: it waits for one of them already.
    """
    cops = _control_inputs(op, cops)
    for cop in cops:
        if cop in op.control_inputs:
            raise ValueError(f"{cop.name} is already a control_input of {op.name}")
    op._add_control_inputs(cops)
