"""Choosing operations and tensors of a graph: by name, by walking, by boundary (tf.contrib.graph_editor)."""

from __future__ import annotations

import re

from tensorflow.compat import v1
from tensorflow.python.ops import op_selector

from graphnotes.tf1.overrides.contrib.graph_editor import util

__all__ = [
    "can_be_regex",
    "check_cios",
    "compute_boundary_ts",
    "filter_ops",
    "filter_ops_from_regex",
    "filter_ts",
    "filter_ts_from_regex",
    "get_backward_walk_ops",
    "get_forward_walk_ops",
    "get_name_scope_ops",
    "get_ops_ios",
    "get_walks_intersection_ops",
    "get_walks_union_ops",
    "get_within_boundary_ops",
    "make_regex",
    "select_ops",
    "select_ops_and_ts",
    "select_ts",
]


def can_be_regex(obj) -> bool:
    """Whether `obj` is a string or a compiled regular expression."""
    return isinstance(obj, (str, re.Pattern))


def make_regex(obj) -> re.Pattern:
    """The compiled regular expression.

    Raises:
        ValueError: `obj` is neither a string nor a regular expression.
    """
    if not can_be_regex(obj):
        raise ValueError(f"Expected a string or a regex, got: {type(obj)}")
    return re.compile(obj)


def _inputs(ops) -> list:
    return list(dict.fromkeys(t for op in ops for t in op.inputs))


def _outputs(ops) -> list:
    return [t for op in ops for t in op.outputs]


def filter_ts(ops, positive_filter) -> list:
    """The tensors that go into or come out of `ops` and pass the filter; all of them when it is True."""
    ops = util.make_list_of_op(ops)
    ts = util.concatenate_unique(_inputs(ops), _outputs(ops))
    return ts if positive_filter is True else [t for t in ts if positive_filter(t)]


def filter_ts_from_regex(ops, regex) -> list:
    """The tensors that go into or come out of `ops` in whose names ("a/b:0") the regular expression is found."""
    found = make_regex(regex).search
    return filter_ts(ops, lambda t: found(t.name))


def filter_ops(ops, positive_filter) -> list:
    """The operations that pass the filter; all of them when it is True."""
    ops = util.make_list_of_op(ops)
    return ops if positive_filter is True else [op for op in ops if positive_filter(op)]


def filter_ops_from_regex(ops, regex) -> list:
    """The operations in whose names the regular expression is found."""
    found = make_regex(regex).search
    return filter_ops(ops, lambda op: found(op.name))


def get_name_scope_ops(ops, scope: str) -> list:
    """The operations of a name scope, and the one that is called like it."""
    return filter_ops_from_regex(ops, f"^{scope.removesuffix('/')}(/.*)?$")


def check_cios(control_inputs=False, control_outputs=None, control_ios=None):
    """Whether to follow control inputs, and the `ControlOutputs` to follow or None; `control_ios` stands for both.

    Raises:
        TypeError: `control_outputs` or `control_ios` is no ControlOutputs.
        ValueError: both are given.
    """
    for given in (control_ios, control_outputs):
        if given is not None and not isinstance(given, util.ControlOutputs):
            raise TypeError(f"Expected a util.ControlOutputs, got: {type(given)}")
    if control_ios is not None:
        if control_outputs is not None:
            raise ValueError("control_outputs should be None when using control_ios.")
        control_inputs, control_outputs = True, control_ios
    if control_outputs is not None:
        control_outputs.update()
    return control_inputs, control_outputs


def get_ops_ios(ops, control_inputs=False, control_outputs=None, control_ios=None) -> list:
    """The operations that the inputs of `ops` come from or their outputs go to."""
    control_inputs, control_outputs = check_cios(control_inputs, control_outputs, control_ios)
    found: list = []
    for op in util.make_list_of_op(ops):
        found += [t.op for t in op.inputs]
        found += [consumer for t in op.outputs for consumer in t.consumers()]
        if control_outputs is not None:
            found += control_outputs.get(op)
        if control_inputs:
            found += op.control_inputs
    return list(dict.fromkeys(found))


def compute_boundary_ts(ops):
    """The tensors that come in from outside `ops`, those that are used outside or nowhere, and those used inside (some of them outside too)."""
    ops = util.make_list_of_op(ops)
    inputs, outputs, within = _inputs(ops), _outputs(ops), frozenset(ops)
    made = frozenset(outputs)
    inside = [t for t in inputs if t in made]
    only_inside = {t for t in inside if within.issuperset(t.consumers())}
    return [t for t in inputs if t not in made], [t for t in outputs if t not in only_inside], inside


def get_within_boundary_ops(
    ops, seed_ops, boundary_ops=(), inclusive=True, control_inputs=False, control_outputs=None, control_ios=None
) -> list:
    """Those of `ops` that are reached from the seeds, either way, without crossing the boundary; it is part of them when `inclusive`.

    Raises:
        ValueError: a seed stands on the boundary.
    """
    control_inputs, control_outputs = check_cios(control_inputs, control_outputs, control_ios)
    ops, boundary = util.make_list_of_op(ops), set(util.make_list_of_op(boundary_ops))
    wave = reached = set(util.make_list_of_op(seed_ops, allow_graph=False))
    if boundary & reached:
        raise ValueError("Boundary is intersecting with the seeds.")
    while wave:
        near = set(get_ops_ios(wave, control_inputs, control_outputs)) - reached
        wave = near - boundary
        reached = reached | (near if inclusive else wave)
    return [op for op in ops if op in reached]


def get_forward_walk_ops(
    seed_ops, inclusive=True, within_ops=None, within_ops_fn=None, stop_at_ts=(), control_outputs=None
) -> list:
    """The operations that depend on the seeds: nearest first.

    Args:
        seed_ops: operations, or tensors, whose consumers are meant.
        inclusive: the seeds themselves are part of the result.
        within_ops: the walk stays within these.
        within_ops_fn: the walk stays where this is true of an operation.
        stop_at_ts: tensors at which the walk stops.
        control_outputs: a ControlOutputs whose dependencies are followed too; None: only tensors are followed.
    """
    _, control_outputs = check_cios(False, control_outputs)
    seed_ops = list(seed_ops) if util.is_iterable(seed_ops) else [seed_ops]
    if not seed_ops:
        return []
    if isinstance(seed_ops[0], v1.Tensor):
        seed_ops = util.get_consuming_ops(seed_ops)
    seeds = list(dict.fromkeys(util.make_list_of_op(seed_ops, allow_graph=False)))
    stops = frozenset(util.make_list_of_t(stop_at_ts))
    within = frozenset(util.make_list_of_op(within_ops, allow_graph=False)) if within_ops else None
    if within is not None:
        seeds = [op for op in seeds if op in within]
    wave = reached = dict.fromkeys(seeds)
    while wave:
        near = [consumer for op in wave for t in op.outputs if t not in stops for consumer in t.consumers()]
        if control_outputs is not None:
            near += [waiting for op in wave for waiting in control_outputs.get(op)]
        wave = dict.fromkeys(
            op
            for op in near
            if op not in reached and (within is None or op in within) and (within_ops_fn is None or within_ops_fn(op))
        )
        reached = reached | wave
    return list(reached) if inclusive else [op for op in reached if op not in set(seeds)]


def get_backward_walk_ops(
    seed_ops, inclusive=True, within_ops=None, within_ops_fn=None, stop_at_ts=(), control_inputs=False
) -> list:
    """The operations the seeds (operations, or tensors, which come from some) depend on; the arguments are those of `get_forward_walk_ops`."""
    return op_selector.get_backward_walk_ops(
        seed_ops, inclusive, within_ops, within_ops_fn, stop_at_ts, control_inputs
    )


def _walks(forward_seed_ops, backward_seed_ops, forward_inclusive, backward_inclusive, within_ops, within_ops_fn, controls):
    control_inputs, control_outputs = check_cios(*controls)
    return (
        get_forward_walk_ops(
            forward_seed_ops, forward_inclusive, within_ops, within_ops_fn, control_outputs=control_outputs
        ),
        get_backward_walk_ops(
            backward_seed_ops, backward_inclusive, within_ops, within_ops_fn, control_inputs=control_inputs
        ),
    )


def get_walks_intersection_ops(
    forward_seed_ops,
    backward_seed_ops,
    forward_inclusive=True,
    backward_inclusive=True,
    within_ops=None,
    within_ops_fn=None,
    control_inputs=False,
    control_outputs=None,
    control_ios=None,
) -> list:
    """The operations that depend on the forward seeds and that the backward seeds depend on."""
    controls = (control_inputs, control_outputs, control_ios)
    forward, backward = _walks(
        forward_seed_ops, backward_seed_ops, forward_inclusive, backward_inclusive, within_ops, within_ops_fn, controls
    )
    behind = frozenset(backward)
    return [op for op in forward if op in behind]


def get_walks_union_ops(
    forward_seed_ops,
    backward_seed_ops,
    forward_inclusive=True,
    backward_inclusive=True,
    within_ops=None,
    within_ops_fn=None,
    control_inputs=False,
    control_outputs=None,
    control_ios=None,
) -> list:
    """The operations that depend on the forward seeds or that the backward seeds depend on."""
    controls = (control_inputs, control_outputs, control_ios)
    forward, backward = _walks(
        forward_seed_ops, backward_seed_ops, forward_inclusive, backward_inclusive, within_ops, within_ops_fn, controls
    )
    return util.concatenate_unique(forward, backward)


def _select(wanted, by_regex, as_list, chosen, graph=None, positive_filter=None, marked_only=False, **unknown) -> list:
    for name in unknown:
        raise ValueError(f"Wrong keywords argument: {name}.")
    if graph is not None and not isinstance(graph, v1.Graph):
        raise TypeError(f"Expected a tf.Graph, got: {type(graph)}")
    mark, other = ("(?#ops)", "(?#ts)") if wanted == "ops" else ("(?#ts)", "(?#ops)")
    found: list = []
    for one in chosen:
        if not can_be_regex(one):
            found += as_list(one)
            continue
        if graph is None:
            raise ValueError("Use the keyword argument 'graph' to use regex.")
        regex = make_regex(one)
        if not regex.pattern.startswith(other) and (regex.pattern.startswith(mark) or not marked_only):
            found += by_regex(graph, regex)
    return [one for one in dict.fromkeys(found) if positive_filter is None or positive_filter(one)]


def select_ops(*args, restrict_ops_regex=False, restrict_ts_regex=False, **kwargs) -> list:
    """The operations meant by regular expressions of their names (with `graph=`), operations and lists of them; tensors are passed over.

    Args:
        *args: what is meant; a regular expression that starts with "(?#ts)" means tensors.
        restrict_ops_regex: only regular expressions that start with "(?#ops)" mean operations.
        restrict_ts_regex: of no effect here.
        **kwargs: `graph`, where names are looked up; `positive_filter`, which an operation has to pass.

    Raises:
        TypeError: `graph` is no tf.Graph, or an argument means nothing.
        ValueError: an unknown keyword, or a regular expression without `graph`.
    """
    del restrict_ts_regex

    def as_list(one):
        return util.make_list_of_op(one, ignore_ts=True)

    return _select("ops", filter_ops_from_regex, as_list, args, marked_only=restrict_ops_regex, **kwargs)


def select_ts(*args, restrict_ops_regex=False, restrict_ts_regex=False, **kwargs) -> list:
    """The tensors meant; as `select_ops`, the other way round ("(?#ops)" means operations, which are passed over)."""
    del restrict_ops_regex

    def as_list(one):
        return util.make_list_of_t(one, ignore_ops=True)

    return _select("ts", filter_ts_from_regex, as_list, args, marked_only=restrict_ts_regex, **kwargs)


def select_ops_and_ts(*args, **kwargs):
    """The operations and the tensors meant: (operations, tensors); a regular expression for tensors starts with "(?#ts)"."""
    return select_ops(*args, restrict_ops_regex=False, **kwargs), select_ts(*args, restrict_ts_regex=True, **kwargs)
